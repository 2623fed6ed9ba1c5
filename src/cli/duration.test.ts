import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration } from "./duration.ts";

test("parseDuration reads seconds, minutes, hours and days", () => {
  const durations = ["90s", "30m", "12h", "7d"].map((text) => parseDuration(text, "expires"));
  assert.deepEqual(durations, [90_000, 1_800_000, 43_200_000, 604_800_000]);
});

test("parseDuration refuses anything else, naming the option", () => {
  for (const text of ["", "0m", "1", "1w", "-1h", "1.5h", "1h30m", "999999999d"]) {
    assert.throws(() => parseDuration(text, "expires"), { name: "UsageError", message: /^--expires is/u });
  }
});
