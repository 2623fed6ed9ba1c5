import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { oneTimeCode } from "./one-time-code.ts";

/** Chance that draws the given numbers of 32 bits in turn. */
const drawing = (...values: readonly number[]) => {
  let next = 0;
  return {
    bytes(length: number) {
      const bytes = Buffer.alloc(length);
      bytes.writeUInt32BE(values[next % values.length]!);
      next += 1;
      return bytes;
    },
  };
};

test("oneTimeCode has six digits unless told, leading zeros included", () => {
  assert.equal(oneTimeCode(drawing(7)).reveal(), "000007");
  assert.equal(oneTimeCode(drawing(123_456_789)).reveal(), "456789");
  assert.equal(oneTimeCode(drawing(123_456_789), 8).reveal(), "23456789");
  assert.match(oneTimeCode({ bytes: (length) => randomBytes(length) }).reveal(), /^\d{6}$/);
});

test("oneTimeCode draws again where small codes would be favoured", () => {
  assert.equal(oneTimeCode(drawing(4_293_999_999)).reveal(), "999999");
  assert.equal(oneTimeCode(drawing(4_294_000_000, 2 ** 32 - 1, 42)).reveal(), "000042");
  assert.equal(oneTimeCode(drawing(4_200_000_000, 1), 8).reveal(), "00000001");
});

test("oneTimeCode is never printed by accident", () => {
  assert.equal(JSON.stringify({ code: oneTimeCode(drawing(7)) }), '{"code":"[secret]"}');
});

test("oneTimeCode gives up when chance is broken, and refuses lengths that it cannot draw fairly", () => {
  assert.throws(() => oneTimeCode(drawing(2 ** 32 - 1)), /chance is broken/);
  for (const digits of [0, -1, 1.5, 10, Number.NaN]) assert.throws(() => oneTimeCode(drawing(7), digits), RangeError);
});
