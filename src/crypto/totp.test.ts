import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { fromBase32, matchingStep, newTotpSecret, STEP_MS, stepAt, stepEndsAt, toBase32, totpAt } from "./totp.ts";

const RFC_SECRET = toBase32(Buffer.from("12345678901234567890"));

/** Appendix B of RFC 6238, for SHA-1; its eight digits end in these six. */
const VECTORS: readonly (readonly [seconds: number, code: string])[] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

test("totpAt computes the vectors of RFC 6238", () => {
  assert.equal(RFC_SECRET, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  for (const [seconds, code] of VECTORS) assert.equal(totpAt(RFC_SECRET, seconds * 1000).reveal(), code);
});

test("toBase32 and fromBase32 agree with RFC 4648 and with each other", () => {
  const vectors = ["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"];
  for (const [length, text] of vectors.entries()) {
    assert.equal(toBase32(Buffer.from("foobar".slice(0, length))), text);
    assert.equal(fromBase32(text).toString(), "foobar".slice(0, length));
  }
  for (let length = 0; length < 40; length += 1) {
    const bytes = randomBytes(length);
    assert.deepEqual(fromBase32(toBase32(bytes)), bytes);
  }
  for (const text of ["1", "a", "=", "é"]) assert.throws(() => fromBase32(text), RangeError);
});

test("newTotpSecret has 52 characters that apps take", () => {
  const secret = newTotpSecret({ bytes: randomBytes }).reveal();
  assert.match(secret, /^[A-Z2-7]{52}$/);
});

test("matchingStep takes the code of the step, of the one before and of the one after, and of no other", () => {
  const now = 1_234_567_890_000;
  const step = stepAt(now);
  for (let drift = -3; drift <= 3; drift += 1) {
    const code = totpAt(RFC_SECRET, now + drift * STEP_MS);
    assert.equal(matchingStep(RFC_SECRET, code, now), Math.abs(drift) <= 1 ? step + drift : undefined, `${drift}`);
  }
});

test("matchingStep takes a code until stepEndsAt, and no longer", () => {
  const step = stepAt(1_234_567_890_000);
  const code = totpAt(RFC_SECRET, step * STEP_MS);
  assert.equal(matchingStep(RFC_SECRET, code, stepEndsAt(step) - 1), step);
  assert.equal(matchingStep(RFC_SECRET, code, stepEndsAt(step)), undefined);
});

test("matchingStep refuses codes of another length or form, and stands the beginning of time", () => {
  const code = totpAt(RFC_SECRET, 59_000).reveal();
  for (const wrong of ["", code.slice(1), `${code}0`, ` ${code}`, "१२३४५६"]) {
    assert.equal(matchingStep(RFC_SECRET, wrong, 59_000), undefined);
  }
  assert.equal(matchingStep(RFC_SECRET, totpAt(RFC_SECRET, 0), 0), 0);
});
