import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "./random.ts";

test("systemRandom gives as many bytes as were asked for, and none of them again", () => {
  // Enough for several stocks, in portions that do not fit them evenly; some are too long for a stock's portion.
  const given = Array.from({ length: 2_000 }, (_, n) => systemRandom.bytes([12, 16, 60, 256, 700][n % 5] ?? 0));
  assert.deepEqual(
    given.map((bytes) => bytes.length),
    given.map((_, n) => [12, 16, 60, 256, 700][n % 5]),
  );
  const pieces = given.flatMap((bytes) =>
    Array.from({ length: Math.floor(bytes.length / 12) }, (_, n) => bytes.toString("hex", n * 12, n * 12 + 12)),
  );
  assert.equal(new Set(pieces).size, pieces.length);
});

test("systemRandom leaves what it gave alone", () => {
  const first = systemRandom.bytes(16);
  const then = first.toString("hex");
  for (let n = 0; n < 1_000; n += 1) systemRandom.bytes(16).fill(0);
  assert.equal(first.toString("hex"), then);
});
