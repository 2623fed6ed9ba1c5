import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { notificationRecord } from "../model/log-record.ts";
import { WAITING_MAX } from "./log-export.ts";
import { createPoolLogs, type PoolLogEntry, type PoolLogsParts } from "./pool-logs.ts";

const entryOf = (poolId: string, index: number): PoolLogEntry => ({
  poolId,
  source: "userNotification",
  record: notificationRecord(
    { poolId, messageId: `m-${index}`, sub: "s", medium: "SMS", reason: "It is full.", isTriedAgain: false },
    index,
  ),
});

const setUp = (destinationOf: PoolLogsParts["destinationOf"]) => {
  const told: [destination: string, at: string][] = [];
  const dropped: (readonly [count: number | undefined, reason: string | undefined])[] = [];
  const looked: string[] = [];
  let isClosed = false;
  const logs = createPoolLogs({
    carrier: {
      tell: (destination, record) => told.push([destination, record.eventTimestamp]),
      rest: async () => undefined,
      [Symbol.asyncDispose]: async () => {
        isClosed = true;
      },
    },
    destinationOf: (poolId, source) => {
      looked.push(`${poolId} ${source}`);
      return destinationOf(poolId, source);
    },
    log: (_level, event, { count, reason } = {}) => {
      assert.equal(event, "log records dropped");
      dropped.push([count, reason]);
    },
  });
  return { logs, told, dropped, looked, isClosed: () => isClosed };
};

test("PoolLogs looks a pool up once for all it has just told, and keeps its order", async () => {
  const { logs, told, looked } = setUp(async (poolId) => (poolId === "silent" ? undefined : `arn:${poolId}`));
  for (const [poolId, index] of [
    ["a", 1],
    ["silent", 2],
    ["b", 3],
    ["a", 4],
  ] as const) {
    logs.tell(entryOf(poolId, index));
  }
  assert.deepEqual(looked, []);
  await logs.rest();
  assert.deepEqual(looked, ["a userNotification", "silent userNotification", "b userNotification"]);
  assert.deepEqual(told, [
    ["arn:a", "1"],
    ["arn:a", "4"],
    ["arn:b", "3"],
  ]);
});

test("PoolLogs drops what it cannot look up, says how many, and goes on", async () => {
  const { logs, told, dropped } = setUp(async (poolId) => {
    if (poolId === "broken") throw new Error("the database is down");
    return poolId;
  });
  logs.tell(entryOf("broken", 1));
  logs.tell(entryOf("broken", 2));
  logs.tell(entryOf("a", 3));
  await logs.rest();
  assert.deepEqual(dropped, [[2, "Their pool could not be read."]]);
  assert.deepEqual(told, [["a", "3"]]);
});

test("PoolLogs keeps so many and no more while it looks, and delivers the rest when it is closed", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { logs, told, dropped, isClosed } = setUp(() => promise);
  logs.tell(entryOf("a", 0));
  await nextTurn();
  for (let index = 0; index < WAITING_MAX + 3; index += 1) logs.tell(entryOf("a", index));
  const closed = logs[Symbol.asyncDispose]();
  resolve("arn");
  await closed;
  assert.equal(told.length, WAITING_MAX + 1);
  assert.deepEqual(dropped, [[3, "Too many were waiting."]]);
  assert.ok(isClosed());
});
