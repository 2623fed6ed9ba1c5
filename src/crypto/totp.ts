/**
 * Time-based one-time passwords, as every authenticator app computes them: SHA-1, six digits, thirty seconds.
 * @see https://datatracker.ietf.org/doc/html/rfc6238
 */
import { createHmac } from "node:crypto";
import { Secret } from "../contracts/secret.ts";
import type { Chance } from "./chance.ts";
import { type ClearText, clearTextOf } from "./clear-text.ts";
import { isEqualInConstantTime } from "./constant-time.ts";

/** How long one code is shown. */
export const STEP_MS = 30_000;

/** Steps by which an app's clock may be early or late. @see https://datatracker.ietf.org/doc/html/rfc6238#section-5.2 */
export const DRIFT_STEPS = 1;

const DIGITS = 6;
/** 52 characters of base32; RFC 4226 asks for 160 bits at least. */
const SECRET_BYTES = 32;
const BITS_OF_CHARACTER = 5;
const BITS_OF_BYTE = 8;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Bytes in base32 without padding. @see https://datatracker.ietf.org/doc/html/rfc4648#section-6 */
export const toBase32 = (bytes: Uint8Array): string => {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << BITS_OF_BYTE) | byte;
    bits += BITS_OF_BYTE;
    while (bits >= BITS_OF_CHARACTER) {
      bits -= BITS_OF_CHARACTER;
      text += ALPHABET[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET[(held << (BITS_OF_CHARACTER - bits)) & 31];
};

/** The bytes that base32 without padding stands for. @throws RangeError for another character */
export const fromBase32 = (text: string): Buffer => {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError("not base32");
    held = (held << BITS_OF_CHARACTER) | value;
    bits += BITS_OF_CHARACTER;
    if (bits < BITS_OF_BYTE) continue;
    bits -= BITS_OF_BYTE;
    bytes.push(held >>> bits);
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
};

/** A new secret to share with an app: base32, as apps and QR codes want it. */
export const newTotpSecret = (random: Chance): Secret => new Secret(toBase32(random.bytes(SECRET_BYTES)));

/** The step that `now` falls into. */
export const stepAt = (now: number): number => Math.floor(now / STEP_MS);

/** The first moment at which the code of a step is no longer taken. */
export const stepEndsAt = (step: number): number => (step + DRIFT_STEPS + 1) * STEP_MS;

/** The code of one step. @see https://datatracker.ietf.org/doc/html/rfc4226#section-5.3 */
const codeOfStep = (key: Uint8Array, step: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0x0f;
  const value = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(value % 10 ** DIGITS).padStart(DIGITS, "0");
};

/** The code that an app shows at `now`. `secret` is base32. */
export const totpAt = (secret: ClearText, now: number): Secret =>
  new Secret(codeOfStep(fromBase32(clearTextOf(secret)), stepAt(now)));

/**
 * The step whose code it is, of those that count at `now`; undefined when it is none's. Every step is compared whole,
 * so that the time tells nothing of a wrong code.
 */
export const matchingStep = (secret: ClearText, code: ClearText, now: number): number | undefined => {
  const key = fromBase32(clearTextOf(secret));
  const given = Buffer.from(clearTextOf(code), "utf8");
  const first = Math.max(0, stepAt(now) - DRIFT_STEPS);
  let found: number | undefined;
  for (let step = first; step <= stepAt(now) + DRIFT_STEPS; step += 1) {
    if (isEqualInConstantTime(given, Buffer.from(codeOfStep(key, step)))) found = step;
  }
  return found;
};
