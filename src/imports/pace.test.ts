import assert from "node:assert/strict";
import { test } from "node:test";
import { LINES, pacedLines } from "./pace.ts";

test("pacedLines takes fewer lines where transactions are long, and more again where they are not", () => {
  const after = (took: readonly number[], from: number) => {
    let lines = from;
    return took.map((ms) => (lines = pacedLines(lines, ms)));
  };
  assert.deepEqual(after([121, 500, 500, 500, 500], LINES.max), [200, 100, 50, 50, 50]);
  assert.deepEqual(after([120, 60, 59, 10, 0, 0], 50), [50, 50, 100, 200, 400, 400]);
});
