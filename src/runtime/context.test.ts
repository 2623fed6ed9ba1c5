import assert from "node:assert/strict";
import { test } from "node:test";
import { AdminEnableUser } from "../contracts/index.ts";
import { Secret } from "../contracts/secret.ts";
import { startWorld, type World } from "../testing/world.ts";
import { createContext } from "./context.ts";
import type { Context } from "./operation.ts";
import type { Tx } from "./transaction.ts";

const FACTS = { id: "request", userAgent: "", remoteAddress: "127.0.0.1" };

const contextIn = (world: World): Context => createContext(world.server.facilities, AdminEnableUser, FACTS);

const ALARM = "arn:aws:lambda:us-east-1:000000000000:function:alarm";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- never looked at: the guard comes first
const anything = {} as never;

/** Everything that may wait for somebody else, or that sees committed rows alone. */
const asked: Readonly<Record<string, (ctx: Context) => unknown>> = {
  "triggers.ask": (ctx) => ctx.triggers.ask("PostConfirmation", ALARM, anything),
  "messages.compose": (ctx) => ctx.messages.compose("ForgotPassword", anything),
  "passwords.create": (ctx) => ctx.passwords.create(anything, "ada", new Secret("x")),
  "passwords.verify": (ctx) => ctx.passwords.verify(anything, "ada", anything, new Secret("x")),
  "passwords.ownForm": (ctx) => ctx.passwords.ownForm(anything, "ada", anything, new Secret("x")),
  "srp.begin": (ctx) => ctx.srp.begin(new Uint8Array(1)),
  "srp.isProven": (ctx) => ctx.srp.isProven(anything),
  "tokens.sign": (ctx) => ctx.tokens.sign("p", "id", {}),
  "budgets.require": (ctx) => ctx.budgets.require("message", { poolId: "p", sub: "s" }),
  "store.users": (ctx) => ctx.store.users.bySub("p", "s"),
  transaction: (ctx) => ctx.transaction(async () => undefined),
};

for (const [what, ask] of Object.entries(asked)) {
  test(`createContext refuses ${what} inside a transaction, and nothing is written`, async () => {
    await using world = await startWorld();
    const { Username } = await world.user();
    const { user } = await world.server.store.reader.users.locate(world.pool.UserPoolId, Username);
    const ctx = contextIn(world);

    const writing = ctx.transaction(async (tx: Tx) => {
      await tx.users.save({ ...user, enabled: false });
      await ask(ctx);
    });

    await assert.rejects(writing, {
      name: "AskedWhileWriting",
      message: `${what} was asked inside a transaction: ask first, then write, then tell.`,
    });
    const { Enabled } = await world.call.AdminGetUser({ ...world.pool, Username });
    assert.equal(Enabled, true);
    // The order is free again after it.
    await ctx.store.users.bySub("p", "s");
    await ctx.transaction(async () => undefined);
  });
}

test("createContext's clock stands still while a request runs", async () => {
  await using world = await startWorld({ populated: false });
  const ctx = contextIn(world);
  const before = ctx.now;
  world.clock.advance(1_000);
  assert.equal(ctx.now, before);
});
