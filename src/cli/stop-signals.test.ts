import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { stopRequested } from "./stop-signals.ts";

const start = () => {
  const source = new EventEmitter();
  const state = { now: 0, insisted: 0 };
  const stop = stopRequested(
    source,
    () => state.now,
    () => (state.insisted += 1),
  );
  return { source, state, stop };
};

test("stopRequested resolves with the first signal", async () => {
  const { source, stop } = start();
  source.emit("SIGTERM", "SIGTERM");
  assert.equal(await stop, "SIGTERM");
});

test("stopRequested takes a signal that arrives twice at once for one, as a terminal and npm both send it", () => {
  const { source, state } = start();
  source.emit("SIGINT", "SIGINT");
  state.now = 30;
  source.emit("SIGINT", "SIGINT");
  assert.equal(state.insisted, 0);
});

test("stopRequested takes a later signal for impatience", () => {
  const { source, state } = start();
  source.emit("SIGINT", "SIGINT");
  state.now = 2_000;
  source.emit("SIGTERM", "SIGTERM");
  assert.equal(state.insisted, 1);
});
