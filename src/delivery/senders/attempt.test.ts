import assert from "node:assert/strict";
import { test } from "node:test";
import type { Delivery } from "../sender.ts";
import { attempt, impossible } from "./attempt.ts";

const explain = () => impossible("It broke.");
const succeed = async (): Promise<Delivery> => ({ outcome: "sent" });
const fail = async (): Promise<Delivery> => {
  throw new Error("123456");
};
const deaf = () => Promise.withResolvers<Delivery>().promise;

test("attempt hands on how the work ended", async () => {
  assert.deepEqual(await attempt({ receiver: "server", signals: [], work: succeed, explain }), { outcome: "sent" });
});

test("attempt puts a failure into the sender's words", async () => {
  assert.deepEqual(await attempt({ receiver: "server", signals: [], work: fail, explain }), impossible("It broke."));
});

test("attempt ends at its deadline, and tells the work", async () => {
  let told: AbortSignal | undefined;
  const work = (signal: AbortSignal) => {
    told = signal;
    return deaf();
  };
  assert.deepEqual(await attempt({ receiver: "server", signals: [], work, explain, timeoutMs: 1 }), {
    outcome: "failed",
    reason: "The server did not answer within 0.001 seconds.",
    final: false,
  });
  assert.equal(told?.aborted, true);
});

test("attempt ends with any of its signals, even if the work does not listen", async () => {
  const caller = new AbortController();
  const signals = [new AbortController().signal, caller.signal];
  const delivery = attempt({ receiver: "server", signals, work: deaf, explain });
  caller.abort();
  assert.deepEqual(await delivery, {
    outcome: "failed",
    reason: "The attempt was given up before the server answered.",
    final: false,
  });
});

test("attempt does not begin what is already given up", async () => {
  let begun = false;
  const work = () => {
    begun = true;
    return deaf();
  };
  const delivery = await attempt({ receiver: "server", signals: [AbortSignal.abort()], work, explain });
  assert.deepEqual([delivery.outcome, begun], ["failed", false]);
});
