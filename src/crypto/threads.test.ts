import assert from "node:assert/strict";
import test from "node:test";
import type { BcryptJob, BcryptResult } from "./bcrypt-thread.ts";
import { createThreads } from "./threads.ts";

const SETTING = "$2b$04$CCCCCCCCCCCCCCCCCCCCC.";

test("createThreads fails the job of a thread that dies, and goes on with another", async () => {
  const ask = createThreads<BcryptJob, BcryptResult>({
    module: "./bcrypt-thread",
    from: import.meta.url,
  });
  const hashed = await ask({ password: "Passw0rd!x", setting: SETTING });
  assert.ok(hashed.startsWith(SETTING));
  await assert.rejects(ask({ password: "Passw0rd!x", setting: "no setting" }), {
    message: "a thread ended before its work was done",
  });
  const outcomes = await Promise.allSettled([
    ask({ password: "Passw0rd!x", setting: "no setting" }),
    ask({ password: "Passw0rd!x", setting: SETTING }),
  ]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled"],
  );
  assert.equal(await ask({ password: "Passw0rd!x", setting: SETTING }), hashed);
});
