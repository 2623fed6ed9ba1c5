import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import type { OutboxState } from "../storage/store.ts";
import { copyAsCrashed, createDataFolder, type DataFolder } from "../testing/data-folder.ts";
import { startWorld, type World } from "../testing/world.ts";
import { backoffMs, DELIVERY_ATTEMPTS } from "./carry.ts";
import { PRUNE_EVERY } from "./courier.ts";
import { createHeldMetadata } from "./held-metadata.ts";
import { smsRefusal } from "./senders/sms-rules.ts";
import type { Delivery, OutgoingMessage } from "./sender.ts";

const BROKEN: Delivery = { outcome: "failed", reason: "The mail server is away.", final: false };
const NEW_PASSWORD = "A better 1!";
const HOUR_MS = 3_600_000;
/** Longer than any lease. */
const LEASES_OVER_MS = 60_000;

const rows = async (world: World) => world.server.store.reader.outbox.newest({ limit: 1_000 });
const states = async (world: World): Promise<OutboxState[]> => (await rows(world)).map(({ state }) => state);
const reasons = async (world: World) => (await rows(world)).map(({ reason }) => reason);

const codeIn = ({ body }: OutgoingMessage): string => /\d{6}/.exec(body)?.[0] ?? "";

const confirm = (world: World, Username: string, ConfirmationCode: string) =>
  world.call.ConfirmForgotPassword({ ...world.client, Username, Password: NEW_PASSWORD, ConfirmationCode });

/** Every attempt fails; answers with what was tried. */
const breakDelivery = (world: World, delivery: Delivery = BROKEN): OutgoingMessage[] => {
  const tried: OutgoingMessage[] = [];
  world.inbox.answer = (message) => {
    tried.push(message);
    return delivery;
  };
  return tried;
};

test("ForgotPassword waits for the first attempt", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const events: string[] = [];
  const gate = Promise.withResolvers<Delivery>();
  const asked = Promise.withResolvers<void>();
  world.inbox.answer = () => {
    asked.resolve();
    return gate.promise;
  };
  const forgetting = world.call.ForgotPassword({ ...world.client, Username }).then(() => events.push("answered"));
  await asked.promise;
  events.push("delivered");
  gate.resolve({ outcome: "sent" });
  await forgetting;
  assert.deepEqual(events, ["delivered", "answered"]);
});

test("createCourier leaves a message alone that a caller waits for, however long was asked before it", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const slow = world.functions.set("slow", (event) => {
    world.clock.advance(LEASES_OVER_MS);
    return event;
  });
  await world.updatePool({ LambdaConfig: { CustomMessage: slow } });
  const gate = Promise.withResolvers<Delivery>();
  const asked = Promise.withResolvers<void>();
  let attempts = 0;
  world.inbox.answer = () => {
    attempts += 1;
    asked.resolve();
    return gate.promise;
  };
  const forgetting = world.call.ForgotPassword({ ...world.client, Username });
  await asked.promise;
  const sweeping = world.settle();
  // Whoever else were to send it would be asked while the first attempt is under way.
  setImmediate(() => setImmediate(() => gate.resolve({ outcome: "sent" })));
  await Promise.all([forgetting, sweeping]);
  await world.settle();
  assert.equal(attempts, 1);
});

test("ForgotPassword tells a failed delivery, and nobody tries again", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const tried = breakDelivery(world);

  await assert.rejects(world.call.ForgotPassword({ ...world.client, Username }), {
    name: "CodeDeliveryFailureException",
  });

  assert.equal(tried.length, 1);
  assert.deepEqual(await states(world), ["failed"]);
  world.inbox.answer = undefined;
  for (let hour = 0; hour < 3; hour += 1) {
    world.clock.advance(HOUR_MS);
    await world.settle();
  }
  assert.deepEqual(world.inbox.all, []);
});

test("AdminResetUserPassword does not wait for a delivery, and succeeds whatever becomes of it", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const gate = Promise.withResolvers<Delivery>();
  world.inbox.answer = () => gate.promise;
  const { sdk } = await world.listen();
  const { AdminResetUserPasswordCommand } = await import("@aws-sdk/client-cognito-identity-provider");

  await sdk.send(new AdminResetUserPasswordCommand({ ...world.pool, Username }));

  gate.resolve(BROKEN);
  await world.settle();
  sdk.destroy();
  await assert.rejects(world.signIn(Username, Password), { name: "PasswordResetRequiredException" });
  const line = world.log.find(({ event }) => event === "message failed");
  assert.equal(line?.level, "warn");
  assert.equal(line?.fields.reason, "The mail server is away.");
  assert.equal(line?.fields.medium, "EMAIL");
  assert.deepEqual(await states(world), ["pending"]);
});

test("createCourier tries a message again until it arrives, and its code works", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const tried = breakDelivery(world);
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  world.inbox.answer = undefined;

  world.clock.advance(backoffMs(1));
  await world.settle();

  assert.equal(world.inbox.all.length, 1);
  assert.equal(world.inbox.all[0]?.id, tried[0]?.id, "a repeat can be recognised");
  assert.deepEqual(await states(world), ["sent"]);
  await confirm(world, Username, world.inbox.latest("ada@example.com").code);
  await world.signIn(Username, NEW_PASSWORD);
});

test("createCourier makes eight attempts, each only after its backoff of at most ten minutes", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const tried = breakDelivery(world);
  await world.call.AdminResetUserPassword({ ...world.pool, Username });

  const waits = Array.from({ length: DELIVERY_ATTEMPTS - 1 }, (_, index) => backoffMs(index + 1));
  assert.deepEqual(
    waits.map((ms) => ms / 1_000),
    [10, 20, 40, 80, 160, 320, 600],
  );
  for (const [index, ms] of waits.entries()) {
    world.clock.advance(ms - 1);
    await world.settle();
    assert.equal(tried.length, index + 1);
    world.clock.advance(1);
    await world.settle();
    assert.equal(tried.length, index + 2);
  }
  assert.deepEqual(await states(world), ["failed"]);
  world.clock.advance(HOUR_MS);
  await world.settle();
  assert.equal(tried.length, 8);
  assert.equal(new Set(tried.map(({ id }) => id)).size, 1);
});

test("createCourier gives up at once what trying again cannot help", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const tried = breakDelivery(world, { outcome: "failed", reason: "The address does not exist.", final: true });
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  world.clock.advance(HOUR_MS / 2);
  await world.settle();
  assert.equal(tried.length, 1);
  assert.deepEqual(await states(world), ["failed"]);
});

test("createCourier takes a sender that throws for a failed attempt", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  world.inbox.answer = () => {
    throw new Error("secret of a library");
  };
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  assert.deepEqual(await reasons(world), ["The sender broke down."]);
  world.inbox.answer = undefined;
  world.clock.advance(backoffMs(1));
  await world.settle();
  assert.equal(world.inbox.all.length, 1);
});

test("createCourier refuses a message whose code has been replaced", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const tried = breakDelivery(world);
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  world.inbox.answer = undefined;

  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  world.clock.advance(backoffMs(1));
  await world.settle();

  assert.deepEqual(await states(world), ["sent", "refused"]);
  assert.equal((await reasons(world))[1], "The code it carries is spent, replaced or expired.");
  assert.equal(world.inbox.all.length, 1);
  assert.notEqual(world.inbox.all[0]?.id, tried[0]?.id);
});

test("createCourier refuses a message whose code has been spent", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const [lost] = await (async () => {
    const tried = breakDelivery(world);
    await world.call.AdminResetUserPassword({ ...world.pool, Username });
    return tried;
  })();
  world.inbox.answer = undefined;
  assert.ok(lost);
  await confirm(world, Username, codeIn(lost));
  world.clock.advance(backoffMs(1));
  await world.settle();
  assert.deepEqual(await states(world), ["refused"]);
  assert.deepEqual(world.inbox.all, []);
});

test("createCourier refuses a message whose code has expired, to the millisecond", async () => {
  for (const [after, state] of [
    [HOUR_MS - 1, "sent"],
    [HOUR_MS, "refused"],
  ] as const) {
    await using world = await startWorld();
    const { Username } = await world.user();
    breakDelivery(world);
    await world.call.AdminResetUserPassword({ ...world.pool, Username });
    world.inbox.answer = undefined;
    world.clock.advance(after);
    await world.settle();
    assert.deepEqual(await states(world), [state]);
  }
});

const INVITED = {
  Username: "ada",
  UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
  DesiredDeliveryMediums: ["EMAIL"],
} as const;

/** A world in which a process has died with an invitation in hand, and another that has found it. */
const startWithInvitation = async (before: DataFolder, after: DataFolder): Promise<World> => {
  await using first = await startWorld({ path: before.database });
  first.inbox.answer = () => {
    copyAsCrashed(before, after);
    return { outcome: "sent" };
  };
  await first.call.AdminCreateUser({ ...first.pool, ...INVITED });
  return startWorld({ path: after.database, populated: false });
};

test("createCourier refuses an invitation whose temporary password has been replaced or has expired", async () => {
  const Username = "ada";
  const overtaken = {
    "sent again": (world: World, UserPoolId: string) =>
      world.call.AdminCreateUser({ UserPoolId, Username, DesiredDeliveryMediums: ["EMAIL"], MessageAction: "RESEND" }),
    "set by an administrator": (world: World, UserPoolId: string) =>
      world.call.AdminSetUserPassword({ UserPoolId, Username, Password: NEW_PASSWORD, Permanent: true }),
    expired: (world: World) => world.clock.advance(7 * 24 * HOUR_MS),
  };
  for (const [how, overtake] of Object.entries(overtaken)) {
    using before = createDataFolder();
    using after = createDataFolder();
    await using world = await startWithInvitation(before, after);
    const [owed] = await rows(world);
    assert.ok(owed, how);
    await overtake(world, owed.poolId);
    world.clock.advance(LEASES_OVER_MS);
    await world.settle();
    const settled = (await rows(world)).find(({ id }) => id === owed.id);
    assert.deepEqual(
      [settled?.state, settled?.reason],
      ["refused", "The password it carries is spent, replaced or expired."],
      how,
    );
    assert.equal(
      world.inbox.all.some(({ id }) => id === owed.id),
      false,
      how,
    );
  }
});

test("createCourier sends an invitation, after a restart, whose temporary password is the one that works", async () => {
  using before = createDataFolder();
  using after = createDataFolder();
  await using world = await startWithInvitation(before, after);
  world.clock.advance(LEASES_OVER_MS);
  await world.settle();
  assert.deepEqual(await states(world), ["sent"]);
  assert.equal(world.inbox.all.length, 1);
});

test("createCourier gives up a message that does not open, and sends the others", async () => {
  using folder = createDataFolder();
  await using world = await startWorld({ path: folder.database });
  const names = ["ada", "bob", "eve"];
  for (const name of names) await world.user(name);
  breakDelivery(world);
  for (const Username of names) await world.call.AdminResetUserPassword({ ...world.pool, Username });
  world.inbox.answer = undefined;
  const database = new DatabaseSync(folder.database);
  database.exec("update outbox set content = (select content from outbox where position = 2) where position = 1");
  database.close();

  world.clock.advance(backoffMs(1));
  await world.settle();

  assert.deepEqual(await states(world), ["sent", "sent", "failed"]);
  assert.equal((await reasons(world))[2], "Its text does not open with the master keys at hand.");
  assert.equal(world.inbox.all.length, 2);
  assert.equal(world.log.filter(({ event }) => event === "message failed").length, names.length + 1);
});

test("createCourier records what the sandbox and the origination forbid, for the log and the inbox", async () => {
  const cases = [
    { rules: { verifiedNumbers: [], withoutUnitedStates: false }, reason: /sandbox/ },
    { rules: { verifiedNumbers: undefined, withoutUnitedStates: true }, reason: /POOLHOUSE_SMS_ORIGINATION/ },
  ];
  for (const { rules, reason } of cases) {
    await using world = await startWorld({
      pool: {
        AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_phone_number", Priority: 1 }] },
      },
    });
    world.inbox.answer = async ({ to }) => {
      const refusal = await smsRefusal(to, rules);
      return refusal === undefined ? { outcome: "sent" } : { outcome: "refused", reason: refusal };
    };
    const { Username } = await world.user("ada", { phone_number: "+12125551234", phone_number_verified: "true" });

    await world.call.AdminResetUserPassword({ ...world.pool, Username });

    assert.deepEqual(await states(world), ["refused"]);
    assert.match((await reasons(world))[0] ?? "", reason);
    const line = world.log.find(({ event }) => event === "message refused");
    assert.match(line?.fields.reason ?? "", reason);
    assert.doesNotMatch(JSON.stringify(world.log), /5551234/);
    const { endpoint } = await world.listen();
    const shown: unknown = await (await fetch(`${endpoint}/_poolhouse/inbox`)).json();
    assert.ok(Array.isArray(shown));
    assert.equal(shown.length, 1);
    assert.equal(shown[0].state, "refused");
    assert.match(shown[0].reason, reason);

    // Where the contract lets it be told, it is told.
    await assert.rejects(world.call.ForgotPassword({ ...world.client, Username }), {
      name: "CodeDeliveryFailureException",
    });
    assert.deepEqual(world.inbox.all, []);
  }
});

test("createCourier leaves a row to whoever leased it, until the lease is over", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  breakDelivery(world);
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  world.inbox.answer = undefined;
  world.clock.advance(backoffMs(1));
  // A process takes the message and dies.
  const now = world.clock.now();
  await world.server.store.transaction((tx) => tx.outbox.take(now, now + 30_000, 10));

  world.clock.advance(29_999);
  await world.settle();
  assert.deepEqual(world.inbox.all, []);
  world.clock.advance(1);
  await world.settle();
  assert.equal(world.inbox.all.length, 1);
});

test("createCourier sends, after a restart, what a dead process had committed and not delivered", async () => {
  for (const operation of ["AdminResetUserPassword", "ForgotPassword"] as const) {
    using before = createDataFolder();
    using after = createDataFolder();
    await using first = await startWorld({ path: before.database });
    const { Username, Password } = await first.user();
    first.inbox.answer = () => {
      copyAsCrashed(before, after);
      return { outcome: "sent" };
    };
    if (operation === "ForgotPassword") await first.call.ForgotPassword({ ...first.client, Username });
    else await first.call.AdminResetUserPassword({ ...first.pool, Username });

    await using second = await startWorld({ path: after.database, populated: false });
    second.clock.advance(LEASES_OVER_MS);
    await second.settle();

    assert.deepEqual(
      second.inbox.all.map(({ id, to }) => [id, to]),
      first.inbox.all.map(({ id, to }) => [id, to]),
      "the message comes again under its own id",
    );
    const { code } = second.inbox.latest("ada@example.com");
    await second.call.ConfirmForgotPassword({
      ...first.client,
      Username,
      Password: NEW_PASSWORD,
      ConfirmationCode: code,
    });
    // The process that did not die has its own life; there the old password is what it was.
    const own = first.signIn(Username, Password);
    await (operation === "ForgotPassword" ? own : assert.rejects(own, { name: "PasswordResetRequiredException" }));
  }
});

test("Server.listen sends and calls at once what a dead process had in hand, without waiting for its leases", async () => {
  using before = createDataFolder();
  using after = createDataFolder();
  await using first = await startWorld({ path: before.database });
  await first.user();
  const { Username } = await first.user("bob");
  first.inbox.answer = () => {
    copyAsCrashed(before, after);
    return { outcome: "sent" };
  };
  await first.call.AdminResetUserPassword({ ...first.pool, Username });

  await using second = await startWorld({ path: after.database, populated: false });
  await second.settle();
  assert.deepEqual(second.inbox.all, [], "the row is leased");
  await second.listen();
  await second.settle();
  assert.deepEqual(
    second.inbox.all.map(({ id }) => id),
    first.inbox.all.map(({ id }) => id),
  );
});

test("createCourier erases the text in production as soon as a message is settled, also from the file", async () => {
  for (const delivery of [
    { outcome: "sent" },
    { outcome: "refused", reason: "no" },
    { ...BROKEN, final: true },
  ] as const) {
    using folder = createDataFolder();
    const sealed = await (async () => {
      await using world = await startWorld({
        path: folder.database,
        settings: { mode: "production", publicUrl: "https://id.example.com" },
      });
      const { Username } = await world.user();
      breakDelivery(world);
      await world.call.AdminResetUserPassword({ ...world.pool, Username });
      const database = new DatabaseSync(folder.database, { readOnly: true });
      const read = () => database.prepare("select state, content, recipient from outbox").all();
      const [pending] = read();
      assert.ok(pending?.["content"] instanceof Uint8Array, "what is pending keeps its text");
      world.inbox.answer = () => delivery;
      world.clock.advance(backoffMs(1));
      await world.settle();
      const [settled] = read();
      database.close();
      assert.equal(settled?.["state"], delivery.outcome);
      assert.equal(settled["content"], null);
      assert.equal(settled["recipient"], null);
      return Buffer.from(pending["content"]);
    })();
    assert.equal(readFileSync(folder.database).indexOf(sealed.subarray(64)), -1, "nothing of it is left in the file");
  }
});

test("createCourier erases an awaited message in production too", async () => {
  await using world = await startWorld({ settings: { mode: "production", publicUrl: "https://id.example.com" } });
  const { Username } = await world.user();
  await world.call.ForgotPassword({ ...world.client, Username });
  breakDelivery(world);
  await assert.rejects(world.call.ForgotPassword({ ...world.client, Username }));
  assert.deepEqual(
    (await rows(world)).map(({ state, content }) => [state, content]),
    [
      ["failed", null],
      ["sent", null],
    ],
  );
});

test("createCourier says in production which setting is missing where there is no sender", async () => {
  await using world = await startWorld();
  assert.ok(world);
  const { createCourier } = await import("./courier.ts");
  await using courier = createCourier({
    store: world.server.store,
    senders: {},
    inbox: false,
    keep: 10,
    now: () => world.clock.now(),
    log: () => undefined,
    logs: { tell: () => undefined },
    callOwed: async () => undefined,
    callSender: async () => ({ outcome: "sent" }),
    metadata: createHeldMetadata(),
  });
  await owe(world, 1);
  await courier.sweep();
  assert.deepEqual(await reasons(world), ["No sender is configured: set POOLHOUSE_SMTP_URL."]);
  assert.deepEqual(await states(world), ["failed"]);
});

/** Messages without a code, owed from now on. */
const owe = (world: World, count: number): Promise<void> =>
  world.server.store.transaction(async (tx) => {
    for (let index = 0; index < count; index += 1) {
      await tx.outbox.insert({
        id: `message-${index}`,
        poolId: world.pool.UserPoolId,
        sub: "somebody",
        medium: "EMAIL",
        code: null,
        content: {
          to: "ada@example.com",
          subject: "s",
          body: new Secret(`number ${index}`),
          codeValue: null,
          from: null,
          replyTo: null,
        },
        createdAt: world.clock.now(),
        leasedUntil: 0,
      });
    }
  });

test("createCourier keeps the newest 1,000 messages in development, and not many more", async () => {
  await using world = await startWorld();
  const COUNT = 1_600;
  await owe(world, COUNT);
  await world.settle();
  const kept = await world.server.store.reader.outbox.newest({ limit: 2 * COUNT });
  assert.ok(kept.length >= 1_000 && kept.length <= 1_000 + PRUNE_EVERY + 64, `${kept.length} are kept`);
  assert.deepEqual(
    kept.slice(0, 1_000).map(({ id }) => id),
    Array.from({ length: 1_000 }, (_, index) => `message-${COUNT - 1 - index}`),
  );
  assert.equal(world.inbox.all.length, COUNT);
});

test("createCourier drops old rows where every message is awaited", async () => {
  await using world = await startWorld();
  const { createCourier } = await import("./courier.ts");
  await using courier = createCourier({
    store: world.server.store,
    senders: {},
    inbox: true,
    keep: 10,
    now: () => world.clock.now(),
    log: () => undefined,
    logs: { tell: () => undefined },
    callOwed: async () => undefined,
    callSender: async () => ({ outcome: "sent" }),
    metadata: createHeldMetadata(),
  });
  await owe(world, 2 * PRUNE_EVERY);
  for (const { content, ...row } of await world.server.store.reader.outbox.newest({ limit: 2 * PRUNE_EVERY })) {
    assert.ok(content);
    assert.deepEqual(await courier.attempt({ ...row, content, leasedUntil: 0 }), { delivered: true });
  }
  const kept = await world.server.store.reader.outbox.newest({ limit: 2 * PRUNE_EVERY });
  assert.ok(kept.length <= PRUNE_EVERY + 10, `${kept.length} are kept`);
});

/** A pool whose PostConfirmation function says what it was told. */
const withPostConfirmation = async (world: World, onCall: () => void = () => undefined) => {
  const arn = world.functions.set("welcome", (event) => {
    onCall();
    return event;
  });
  await world.updatePool({ LambdaConfig: { PostConfirmation: arn } });
};

const signUp = async (world: World, Username: string) => {
  await world.call.SignUp({
    ...world.client,
    Username,
    Password: NEW_PASSWORD,
    UserAttributes: [{ Name: "email", Value: `${Username}@example.com` }],
  });
  await world.call.ConfirmSignUp({
    ...world.client,
    Username,
    ConfirmationCode: world.inbox.latest(`${Username}@example.com`).code,
    ClientMetadata: { tenant: "metadata-of-the-caller" },
  });
};

test("PostConfirmation is called once, with the metadata, and nothing is owed afterwards", async () => {
  await using world = await startWorld();
  await withPostConfirmation(world);
  await signUp(world, "ada");
  world.clock.advance(LEASES_OVER_MS);
  await world.settle();
  assert.equal(world.functions.events.length, 1);
  assert.deepEqual(world.functions.events[0]?.request["clientMetadata"], { tenant: "metadata-of-the-caller" });
  assert.equal(await world.server.store.reader.outbox.nextDueAt(), undefined);
});

test("PostConfirmation is called after a restart by a process that had died before the call, without the metadata", async () => {
  using before = createDataFolder();
  using after = createDataFolder();
  await using first = await startWorld({ path: before.database });
  await withPostConfirmation(first, () => copyAsCrashed(before, after));
  await signUp(first, "ada");
  assert.equal(first.functions.events.length, 1);

  await using second = await startWorld({ path: after.database, populated: false });
  second.functions.set("welcome", (event) => event);
  await second.settle();
  assert.equal(second.functions.events.length, 0, "the lease of the dead process still runs");
  second.clock.advance(LEASES_OVER_MS);
  await second.settle();

  assert.equal(second.functions.events.length, 1);
  const [told] = first.functions.events;
  const [again] = second.functions.events;
  assert.equal(again?.triggerSource, "PostConfirmation_ConfirmSignUp");
  assert.equal(again.userName, "ada");
  assert.deepEqual(again.request["userAttributes"], told?.request["userAttributes"]);
  assert.deepEqual(again.request["clientMetadata"] ?? {}, {});
  for (const file of [after.database, `${after.database}-wal`]) {
    assert.equal(readFileSync(file).indexOf("metadata-of-the-caller"), -1, "metadata is never stored");
  }
  assert.equal(await second.server.store.reader.outbox.nextDueAt(), undefined);
  second.clock.advance(LEASES_OVER_MS);
  await second.settle();
  assert.equal(second.functions.events.length, 1);
});

test("PostConfirmation that is owed and refuses was called all the same", async () => {
  using before = createDataFolder();
  using after = createDataFolder();
  await using first = await startWorld({ path: before.database });
  await withPostConfirmation(first, () => copyAsCrashed(before, after));
  await signUp(first, "ada");
  await using second = await startWorld({ path: after.database, populated: false });
  second.functions.set("welcome", () => {
    throw new Error("no");
  });
  second.clock.advance(LEASES_OVER_MS);
  await second.settle();
  second.clock.advance(HOUR_MS);
  await second.settle();
  assert.equal(second.functions.events.length, 1);
});

test("PostConfirmation that is owed and cannot be called is tried eight times", async () => {
  using before = createDataFolder();
  using after = createDataFolder();
  await using first = await startWorld({ path: before.database });
  await withPostConfirmation(first, () => copyAsCrashed(before, after));
  await signUp(first, "ada");
  // There the function does not exist.
  await using second = await startWorld({ path: after.database, populated: false });
  for (let attempt = 0; attempt < 2 * DELIVERY_ATTEMPTS; attempt += 1) {
    second.clock.advance(HOUR_MS);
    await second.settle();
  }
  const failures = second.log.filter(({ event }) => event.startsWith("owed trigger"));
  assert.equal(failures.length, DELIVERY_ATTEMPTS);
  assert.equal(failures.at(-1)?.event, "owed trigger given up");
  assert.equal(await second.server.store.reader.outbox.nextDueAt(), undefined);
});

test("PostConfirmation that refuses is told, and the user is confirmed all the same", async () => {
  await using world = await startWorld();
  await world.updatePool({
    LambdaConfig: {
      PostConfirmation: world.functions.set("welcome", () => {
        throw new Error("no room");
      }),
    },
  });
  await assert.rejects(signUp(world, "ada"), {
    name: "UserLambdaValidationException",
    message: "PostConfirmation failed with error no room.",
  });
  await world.signIn("ada", NEW_PASSWORD);
  world.clock.advance(LEASES_OVER_MS);
  await world.settle();
  assert.equal(world.functions.events.length, 1, "nobody tries again");
});

test("createCourier sends messages while an owed function does not answer", async () => {
  using before = createDataFolder();
  using after = createDataFolder();
  await using first = await startWorld({ path: before.database });
  await withPostConfirmation(first, () => copyAsCrashed(before, after));
  await signUp(first, "ada");
  await using second = await startWorld({ path: after.database, populated: false });
  const called = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  second.functions.set("welcome", async (event) => {
    called.resolve();
    await gate.promise;
    return event;
  });
  second.clock.advance(LEASES_OVER_MS);
  second.server.courier.wake();
  await called.promise;

  const arrived = Promise.withResolvers<string>();
  second.inbox.answer = ({ to }) => {
    arrived.resolve(to);
    return { outcome: "sent" };
  };
  const resetting = second.call.AdminResetUserPassword({ ...first.pool, Username: "ada" });
  assert.equal(await arrived.promise, "ada@example.com");
  gate.resolve();
  await resetting;
});
