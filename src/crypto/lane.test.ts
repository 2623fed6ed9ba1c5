import assert from "node:assert/strict";
import test from "node:test";
import { createLane, OverloadError } from "./lane.ts";

test("createLane runs as much at a time as it is wide, in the order of arrival", async () => {
  const lane = createLane({ width: 2, waiting: 10 });
  const started: number[] = [];
  const ends = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
  const runs = ends.map(({ promise }, index) =>
    lane.run(() => {
      started.push(index);
      return promise;
    }),
  );
  await Promise.resolve();
  assert.deepEqual(started, [0, 1]);
  ends[1]!.resolve(1);
  await runs[1];
  ends[2]!.resolve(2);
  ends[0]!.resolve(0);
  ends[3]!.resolve(3);
  assert.deepEqual(await Promise.all(runs), [0, 1, 2, 3]);
  assert.deepEqual(started, [0, 1, 2, 3]);
});

test("createLane refuses at once what does not fit its queue, and takes work again afterwards", async () => {
  const lane = createLane({ width: 1, waiting: 1 });
  const end = Promise.withResolvers<string>();
  const running = lane.run(() => end.promise);
  const waiting = lane.run(async () => "waited");
  await assert.rejects(
    lane.run(async () => "too much"),
    OverloadError,
  );
  end.resolve("ran");
  assert.deepEqual(await Promise.all([running, waiting]), ["ran", "waited"]);
  assert.equal(await lane.run(async () => "again"), "again");
});

test("createLane goes on after work that failed", async () => {
  const lane = createLane({ width: 1, waiting: 1 });
  const failing = lane.run(async () => {
    throw new RangeError("no");
  });
  const next = lane.run(async () => "next");
  await assert.rejects(failing, RangeError);
  assert.equal(await next, "next");
});
