import { Secret } from "../contracts/secret.ts";
import type { Chance } from "./chance.ts";

/** The digits of a code for a reset, a sign-up, an attribute or a second factor. */
export const CODE_DIGITS = 6;

/** The most digits a code may have: what four random bytes cover. */
const CODE_DIGITS_MAX = 9;

/** Draws before chance is taken for broken; each is good with a chance of 3/4 or more. */
const DRAWS_MAX = 128;

const DRAW_VALUES = 2 ** 32;

/**
 * A code of `digits` decimal digits, leading zeros included, each as likely as the others: a draw that would favour
 * small codes is made again, because whoever guesses would begin with those.
 */
export const oneTimeCode = (random: Chance, digits: number = CODE_DIGITS): Secret => {
  if (!Number.isInteger(digits) || digits < 1 || digits > CODE_DIGITS_MAX) {
    throw new RangeError(`a code has 1 to ${CODE_DIGITS_MAX} digits`);
  }
  const codes = 10 ** digits;
  const fairBelow = DRAW_VALUES - (DRAW_VALUES % codes);
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const value = Buffer.from(random.bytes(4)).readUInt32BE();
    if (value < fairBelow) return new Secret(String(value % codes).padStart(digits, "0"));
  }
  throw new Error("chance is broken: no fair draw");
};
