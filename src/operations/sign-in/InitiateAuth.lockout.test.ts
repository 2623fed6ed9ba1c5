/** The lock after failed sign-ins: one counter for a user, whatever the entrance or the alias. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const LOCKED = "Password attempts exceeded";
const SECOND = 1_000;

const nameOf = async (call: Promise<unknown>): Promise<string> => {
  const outcome: unknown = await call.catch((error: unknown) => error);
  return outcome instanceof Error ? outcome.message : "signed in";
};

const fail = async (world: World, username: string, times: number): Promise<void> => {
  for (let n = 0; n < times; n += 1)
    await refused(world.signIn(username, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
};

test("InitiateAuth locks at the fifth failure for a second, then for twice as long each time", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await fail(world, Username, 5);
  await refused(world.signIn(Username, Password), "NotAuthorizedException", LOCKED);
  for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]) {
    world.clock.advance(seconds * SECOND - 1);
    await refused(world.signIn(Username, Password), "NotAuthorizedException", LOCKED);
    world.clock.advance(1);
    await fail(world, Username, 1);
  }
  world.clock.advance(900 * SECOND - 1);
  await refused(world.signIn(Username, Password), "NotAuthorizedException", LOCKED);
  world.clock.advance(1);
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("InitiateAuth does not count tries while it is locked, and starts anew after a success", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await fail(world, Username, 5);
  for (let n = 0; n < 5; n += 1) await refused(world.signIn(Username, "wrong"), "NotAuthorizedException", LOCKED);
  world.clock.advance(SECOND);
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
  await fail(world, Username, 5);
  await refused(world.signIn(Username, Password), "NotAuthorizedException", LOCKED);
});

test("InitiateAuth forgets failures after fifteen minutes of silence", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await fail(world, Username, 4);
  world.clock.advance(900 * SECOND);
  await fail(world, Username, 4);
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("InitiateAuth counts failures once for a user, whatever the alias, the case or the entrance", async () => {
  await using world = await startWorld({
    pool: {
      AliasAttributes: ["email", "phone_number", "preferred_username"],
      UsernameConfiguration: { CaseSensitive: false },
    },
  });
  const { Username, Password } = await world.user("ada", {
    phone_number: "+12065550100",
    phone_number_verified: "true",
    preferred_username: "countess",
  });
  for (const name of ["ada", "ADA@example.com", "+12065550100", "Countess"]) await fail(world, name, 1);
  const byAdministrator = (PASSWORD: string) =>
    world.call.AdminInitiateAuth({
      ...world.pool,
      ...world.client,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD },
    });
  await refused(byAdministrator("wrong"), "NotAuthorizedException", TEXTS.incorrect);
  for (const name of ["ada", "countess", "+12065550100"]) {
    await refused(world.signIn(name, Password), "NotAuthorizedException", LOCKED);
  }
  await refused(byAdministrator(Password), "NotAuthorizedException", LOCKED);
});

test("InitiateAuth locks a name that nobody has like one that somebody has, where users are hidden", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const { Username } = await world.user();
  const sequence = async (username: string) => {
    const answers: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      answers.push(await nameOf(world.signIn(username, "wrong")));
      if (n === 6) world.clock.advance(SECOND);
    }
    return answers;
  };
  assert.deepEqual(await sequence("nobody"), await sequence(Username));
});

test("InitiateAuth judges no more than five of fifty guesses at once, and lets no right one through behind them", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) => nameOf(world.signIn(Username, n === 49 ? Password : `wrong ${n}`))),
  );
  const told = outcomes.filter((message) => message === TEXTS.incorrect).length;
  assert.equal(told, 5);
  assert.equal(outcomes.filter((message) => message === LOCKED).length, 45);
});

test("InitiateAuth asks no challenge of a right guess that the lock came before", async () => {
  await using world = await startWorld();
  const Username = "tess";
  const TemporaryPassword = "Temporary of tess 1!";
  await world.call.AdminCreateUser({ ...world.pool, Username, TemporaryPassword, MessageAction: "SUPPRESS" });
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) => nameOf(world.signIn(Username, n === 49 ? TemporaryPassword : `wrong ${n}`))),
  );
  assert.equal(outcomes.includes("signed in"), false);
});

test("InitiateAuth locks a name that nobody has in every case alike, where the pool does not distinguish it", async () => {
  await using world = await startWorld({
    pool: { UsernameConfiguration: { CaseSensitive: false } },
    client: { PreventUserExistenceErrors: "ENABLED" },
  });
  for (const name of ["nobody", "NOBODY", "Nobody", "nObody", "noBody"]) await fail(world, name, 1);
  await refused(world.signIn("nobodY", "wrong"), "NotAuthorizedException", LOCKED);
});

test("InitiateAuth keeps the state of a hidden user from a right guess that the lock came before", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const { Username, Password } = await world.user();
  await world.call.AdminDisableUser({ ...world.pool, Username });
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, n) => nameOf(world.signIn(Username, n === 19 ? Password : `wrong ${n}`))),
  );
  assert.equal(outcomes.includes(TEXTS.disabled), false);
});

test("InitiateAuth counts failures across a client that is told a user's state and one that is not", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    ...world.pool,
    ClientName: "hiding",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    PreventUserExistenceErrors: "ENABLED",
  });
  await fail(world, Username, 5);
  const hidden = world.call.InitiateAuth({
    ClientId: UserPoolClient?.ClientId ?? "",
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
  });
  await refused(hidden, "NotAuthorizedException", LOCKED);
});
