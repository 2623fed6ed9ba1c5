import assert from "node:assert/strict";
import { test } from "node:test";
import { countFailure, isLocked, lockMs, LONGEST_LOCK_MS, type FailureCount } from "./lockout.ts";

const NOW = Date.UTC(2026, 10, 21);

test("lockMs is nothing before the fifth failure, then 2^(n−5) seconds, never more than 15 minutes", () => {
  const table: readonly (readonly [count: number, seconds: number])[] = [
    [0, 0],
    [1, 0],
    [4, 0],
    [5, 1],
    [6, 2],
    [7, 4],
    [8, 8],
    [9, 16],
    [10, 32],
    [11, 64],
    [12, 128],
    [13, 256],
    [14, 512],
    [15, 900],
    [16, 900],
    [2_000, 900],
  ];
  for (const [count, seconds] of table) assert.equal(lockMs(count), seconds * 1000, `after ${count} failures`);
});

test("isLocked ends exactly when the lock's time is over", () => {
  const failures: FailureCount = { count: 6, lastAt: NOW };
  assert.equal(isLocked(undefined, NOW), false);
  assert.equal(isLocked(failures, NOW), true);
  assert.equal(isLocked(failures, NOW + 1_999), true);
  assert.equal(isLocked(failures, NOW + 2_000), false);
});

test("isLocked lets a try through that began before a failure which locks nothing", () => {
  assert.equal(isLocked({ count: 1, lastAt: NOW }, NOW - 50), false);
  assert.equal(isLocked({ count: 5, lastAt: NOW }, NOW - 50), true);
});

test("countFailure starts anew after 15 minutes of silence, and not before", () => {
  const failures: FailureCount = { count: 7, lastAt: NOW };
  assert.deepEqual(countFailure(undefined, NOW), { count: 1, lastAt: NOW });
  assert.deepEqual(countFailure(failures, NOW + LONGEST_LOCK_MS - 1), {
    count: 8,
    lastAt: NOW + LONGEST_LOCK_MS - 1,
  });
  assert.deepEqual(countFailure(failures, NOW + LONGEST_LOCK_MS), { count: 1, lastAt: NOW + LONGEST_LOCK_MS });
});

test("countFailure never moves the lock back for a try that took long", () => {
  assert.deepEqual(countFailure({ count: 5, lastAt: NOW }, NOW - 3_000), { count: 6, lastAt: NOW });
});
