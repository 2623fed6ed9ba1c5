import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { notificationRecord, type LogRecord } from "../model/log-record.ts";
import { BATCH_MAX, CARRIERS_MAX, createLogExport, LOG_ATTEMPTS, WAITING_MAX } from "./log-export.ts";
import type { LogBatch, LogSink } from "./log-sink.ts";
import type { Delivery } from "./sender.ts";

const recordOf = (index: number): LogRecord =>
  notificationRecord(
    {
      poolId: "us-east-1_a",
      messageId: `m-${index}`,
      sub: "s",
      medium: "EMAIL",
      reason: "It is full.",
      isTriedAgain: false,
    },
    index,
  );

const failed: Delivery = { outcome: "failed", reason: "The log endpoint answered 503.", final: false };
const final: Delivery = { outcome: "failed", reason: "The log endpoint answered 400.", final: true };

interface Dropped {
  readonly count: number | undefined;
  readonly reason: string | undefined;
}

const setUp = (write: (batch: LogBatch, signal: AbortSignal) => Promise<Delivery>) => {
  const batches: LogBatch[] = [];
  const dropped: Dropped[] = [];
  const pauses: number[] = [];
  let ids = 0;
  let isClosed = false;
  const sink: LogSink = {
    write: (batch, signal) => {
      batches.push(batch);
      return write(batch, signal);
    },
    close: async () => {
      isClosed = true;
    },
  };
  const logs = createLogExport({
    sink,
    uuid: () => `id-${(ids += 1)}`,
    log: (_level, event, { count, reason } = {}) => {
      assert.equal(event, "log records dropped");
      dropped.push({ count, reason });
    },
    pause: async (ms) => {
      pauses.push(ms);
    },
  });
  return { logs, batches, dropped, pauses, isClosed: () => isClosed };
};

const taken = async (): Promise<Delivery> => ({ outcome: "sent" });

/** A sink that answers when it is let go. */
const held = () => {
  const { promise, resolve } = Promise.withResolvers<Delivery>();
  return { write: () => promise, letGo: () => resolve({ outcome: "sent" }) };
};

test("LogExport hands over what is told in one go as one batch for each destination, oldest first", async () => {
  const { logs, batches, dropped } = setUp(taken);
  for (const [destination, index] of [
    ["a", 1],
    ["b", 2],
    ["a", 3],
  ] as const) {
    logs.tell(destination, recordOf(index));
  }
  assert.deepEqual(batches, []);
  await logs.rest();
  assert.deepEqual(batches, [
    { id: "id-1", destination: "a", records: [1, 3].map((index) => JSON.stringify(recordOf(index))) },
    { id: "id-2", destination: "b", records: [JSON.stringify(recordOf(2))] },
  ]);
  assert.deepEqual(dropped, []);
});

test("LogExport gives a quiet destination its turn beside a busy one", async () => {
  const { logs, batches } = setUp(taken);
  for (let index = 0; index < 2 * BATCH_MAX + 1; index += 1) logs.tell("busy", recordOf(index));
  logs.tell("quiet", recordOf(0));
  await logs.rest();
  assert.deepEqual(
    batches.map(({ destination, records }) => [destination, records.length]),
    [
      ["busy", BATCH_MAX],
      ["quiet", 1],
      ["busy", BATCH_MAX],
      ["busy", 1],
    ],
  );
});

test("LogExport tries again with the same id, ever later, and then drops and says how many", async () => {
  const { logs, batches, dropped, pauses } = setUp(async () => failed);
  logs.tell("a", recordOf(1));
  logs.tell("a", recordOf(2));
  await logs.rest();
  assert.equal(batches.length, LOG_ATTEMPTS);
  assert.equal(new Set(batches.map(({ id }) => id)).size, 1);
  assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 16_000]);
  assert.deepEqual(dropped, [{ count: 2, reason: "The log endpoint answered 503." }]);
  // What comes later has its own attempts.
  logs.tell("a", recordOf(3));
  await logs.rest();
  assert.equal(batches.length, 2 * LOG_ATTEMPTS);
});

test("LogExport goes on where a later attempt succeeds, and drops at once what is refused", async () => {
  const answers = [failed, failed, await taken(), final];
  const { logs, batches, dropped } = setUp(async () => answers.shift() ?? failed);
  logs.tell("a", recordOf(1));
  await logs.rest();
  assert.deepEqual(dropped, []);
  logs.tell("a", recordOf(2));
  await logs.rest();
  assert.equal(batches.length, 4);
  assert.deepEqual(dropped, [{ count: 1, reason: "The log endpoint answered 400." }]);
});

test("LogExport keeps so many and no more while its sink stands still, and counts the others", async () => {
  const sink = held();
  const { logs, batches, dropped } = setUp(sink.write);
  logs.tell("a", recordOf(0));
  await nextTurn();
  for (let index = 0; index < WAITING_MAX + 5; index += 1) logs.tell("a", recordOf(index));
  assert.deepEqual(dropped, []);
  sink.letGo();
  await logs.rest();
  assert.deepEqual(dropped, [{ count: 5, reason: "Too many were waiting." }]);
  assert.equal(
    batches.reduce((sum, { records }) => sum + records.length, 0),
    WAITING_MAX + 1,
  );
});

test("LogExport delivers what waits when it is closed, and takes nothing after", async () => {
  const { logs, batches, isClosed } = setUp(taken);
  logs.tell("a", recordOf(1));
  logs.tell("b", recordOf(2));
  await logs[Symbol.asyncDispose]();
  assert.equal(batches.length, 2);
  assert.ok(isClosed());
  logs.tell("a", recordOf(3));
  await logs.rest();
  assert.equal(batches.length, 2);
});

test("LogExport serves other destinations while some fail, each in its order", async () => {
  const isFailing = Promise.withResolvers<undefined>();
  const goOn = Promise.withResolvers<undefined>();
  const sent: string[] = [];
  let isDown = true;
  const logs = createLogExport({
    sink: {
      write: async ({ destination, records }) => {
        if (isDown && destination === "bad") return failed;
        sent.push(`${destination} ${records.length}`);
        return taken();
      },
      close: async () => undefined,
    },
    uuid: () => "id",
    log: () => assert.fail("nothing is dropped"),
    pause: () => {
      isFailing.resolve(undefined);
      return goOn.promise;
    },
  });
  logs.tell("bad", recordOf(1));
  await isFailing.promise;
  logs.tell("bad", recordOf(2));
  for (const destination of ["good", "other"]) logs.tell(destination, recordOf(3));
  while (sent.length < 2) await nextTurn();
  isDown = false;
  goOn.resolve(undefined);
  await logs.rest();
  assert.deepEqual(sent, ["good 1", "other 1", "bad 1", "bad 1"]);
  await logs[Symbol.asyncDispose]();
});

test("LogExport serves a few destinations at once, and the rest when one of them is done", async () => {
  const sink = held();
  const { logs, batches } = setUp(sink.write);
  for (let index = 0; index < CARRIERS_MAX + 3; index += 1) logs.tell(`destination-${index}`, recordOf(index));
  await nextTurn();
  assert.equal(batches.length, CARRIERS_MAX);
  sink.letGo();
  await logs.rest();
  assert.equal(batches.length, CARRIERS_MAX + 3);
});

test("LogExport tries once more when it is closed, and then gives up what nobody takes", async () => {
  const waiting = Promise.withResolvers<undefined>();
  const dropped: Dropped[] = [];
  let attempts = 0;
  const logs = createLogExport({
    sink: {
      write: async () => {
        attempts += 1;
        return failed;
      },
      close: async () => undefined,
    },
    uuid: () => "id",
    log: (_level, _event, { count, reason } = {}) => dropped.push({ count, reason }),
    pause: (_ms, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve());
        waiting.resolve(undefined);
      }),
  });
  logs.tell("a", recordOf(1));
  logs.tell("b", recordOf(2));
  await waiting.promise;
  await logs[Symbol.asyncDispose]();
  assert.equal(attempts, 3);
  assert.deepEqual(
    dropped.map(({ count }) => count),
    [1, 1],
  );
});
