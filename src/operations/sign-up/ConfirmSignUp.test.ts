import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const Password = "Secret of ada 1!";
const HOUR_MS = 60 * 60 * 1000;
const mismatch = {
  name: "CodeMismatchException",
  message: "Invalid verification code provided, please try again.",
};
const expired = {
  name: "ExpiredCodeException",
  message: "Invalid code provided, please request a code again.",
};
const exceeded = {
  name: "LimitExceededException",
  message: "Attempt limit exceeded, please try after some time.",
};

const signUp = (world: World, Username: string, email = `${Username}@example.com`) =>
  world.call.SignUp({ ...world.client, Username, Password, UserAttributes: [{ Name: "email", Value: email }] });

const confirm = (world: World, Username: string, ConfirmationCode: string, more: object = {}) =>
  world.call.ConfirmSignUp({ ...world.client, Username, ConfirmationCode, ...more });

/** A code of six digits that is not `code`. */
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

const attributesOf = async (world: World, Username: string) => {
  const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

/** A world in which Ada has just signed up, and her code. */
const withAda = async (options: WorldOptions = {}) => {
  const world = await startWorld(options);
  await signUp(world, "ada");
  return { world, code: world.inbox.latest("ada@example.com").code };
};

test("ConfirmSignUp confirms the user and verifies the address", async () => {
  const { world, code } = await withAda();
  await using _ = world;
  assert.deepEqual(await confirm(world, "ada", code), {});
  assert.equal((await attributesOf(world, "ada"))["email_verified"], "true");
  assert.ok((await world.signIn("ada", Password)).AuthenticationResult);
});

test("ConfirmSignUp refuses a wrong code, and any code after five of them", async () => {
  const { world, code } = await withAda();
  await using _ = world;
  for (let n = 0; n < 5; n += 1) await assert.rejects(confirm(world, "ada", wrong(code)), mismatch);
  await assert.rejects(confirm(world, "ada", code), exceeded);
});

test("ConfirmSignUp gives no new tries for a new code once the hour's are spent", async () => {
  const { world } = await withAda();
  await using _ = world;
  for (let n = 0; n < 15; n += 1) {
    if (n % 5 === 0) await world.call.ResendConfirmationCode({ ...world.client, Username: "ada" });
    await assert.rejects(confirm(world, "ada", wrong(world.inbox.latest("ada@example.com").code)), mismatch);
  }
  await world.call.ResendConfirmationCode({ ...world.client, Username: "ada" });
  await assert.rejects(confirm(world, "ada", world.inbox.latest("ada@example.com").code), exceeded);
});

test("ConfirmSignUp takes a code until its last millisecond, and not after", async () => {
  for (const [ms, refusal] of [
    [24 * HOUR_MS - 1, undefined],
    [24 * HOUR_MS, expired],
  ] as const) {
    const { world, code } = await withAda();
    await using _ = world;
    world.clock.advance(ms);
    if (refusal === undefined) await confirm(world, "ada", code);
    else await assert.rejects(confirm(world, "ada", code), refusal);
  }
});

test("ConfirmSignUp tells whoever is told about users that there is nothing to confirm", async () => {
  const { world, code } = await withAda();
  await using _ = world;
  await confirm(world, "ada", code);
  await assert.rejects(confirm(world, "ada", code), {
    name: "NotAuthorizedException",
    message: "User cannot be confirmed. Current status is CONFIRMED",
  });
  await assert.rejects(confirm(world, "eve", code), {
    name: "UserNotFoundException",
    message: "Username/client id combination not found.",
  });
  await signUp(world, "bob");
  await world.call.AdminDisableUser({ ...world.pool, Username: "bob" });
  await assert.rejects(confirm(world, "bob", code), { name: "NotAuthorizedException", message: "User is disabled." });
});

test("ConfirmSignUp answers alike for every name where the client hides who exists", async () => {
  const { world, code } = await withAda({ client: { PreventUserExistenceErrors: "ENABLED" } });
  await using _ = world;
  await world.user("confirmed");
  await signUp(world, "disabled");
  await world.call.AdminDisableUser({ ...world.pool, Username: "disabled" });
  await world.call.AdminCreateUser({ ...world.pool, Username: "invited", MessageAction: "SUPPRESS" });
  for (const name of ["nobody", "confirmed", "disabled", "invited", "ada"]) {
    for (let n = 0; n < 5; n += 1) await assert.rejects(confirm(world, name, wrong(code)), mismatch, name);
    await assert.rejects(confirm(world, name, wrong(code)), exceeded, name);
  }
});

test("ConfirmSignUp takes the right code where the client hides who exists", async () => {
  const { world, code } = await withAda({ client: { PreventUserExistenceErrors: "ENABLED" } });
  await using _ = world;
  await confirm(world, "ada", code);
  assert.equal((await attributesOf(world, "ada"))["email_verified"], "true");
});

test("ConfirmSignUp leaves an alias with its holder, and spends nothing, unless it is forced", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  await world.user("first", { email: "ada@example.com" });
  await signUp(world, "second", "ada@example.com");
  const { code } = world.inbox.latest("ada@example.com");
  for (const more of [{}, { ForceAliasCreation: false }]) {
    await assert.rejects(confirm(world, "second", code, more), {
      name: "AliasExistsException",
      message: "An account with the email already exists.",
    });
  }
  assert.equal((await attributesOf(world, "first"))["email_verified"], "true");

  await confirm(world, "second", code, { ForceAliasCreation: true });
  assert.equal((await attributesOf(world, "first"))["email_verified"], "false");
  assert.ok((await world.signIn("ada@example.com", Password)).AuthenticationResult);
});

test("ConfirmSignUp never takes the address of a user by a name that only looks like it", async () => {
  await using world = await startWorld({
    pool: { AliasAttributes: ["email"], UsernameConfiguration: { CaseSensitive: false } },
  });
  await world.user("first", { email: "ada@example.com" });
  await signUp(world, "second", "\uFF21DA@example.com");
  const { code } = world.inbox.latest("\uFF21DA@example.com");
  await assert.rejects(confirm(world, "second", code), { name: "AliasExistsException" });
});

test("ConfirmSignUp tells PostConfirmation, whose error is told while the user stays confirmed", async () => {
  await using world = await startWorld();
  const PostConfirmation = world.functions.set("post", () => {
    throw new Error("too late");
  });
  await world.updatePool({ LambdaConfig: { PostConfirmation } });
  await signUp(world, "ada");
  const { code } = world.inbox.latest("ada@example.com");
  await assert.rejects(confirm(world, "ada", code, { ClientMetadata: { a: "1" } }), {
    name: "UserLambdaValidationException",
    message: "PostConfirmation failed with error too late.",
  });
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada" })).UserStatus, "CONFIRMED");
  const [event] = world.functions.events;
  assert.equal(event?.triggerSource, "PostConfirmation_ConfirmSignUp");
  assert.deepEqual(event?.request["clientMetadata"], { a: "1" });
});

test("ConfirmSignUp is won once by fifty at once", async () => {
  const { world, code } = await withAda();
  await using _ = world;
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => confirm(world, "ada", code)));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
});

test("ConfirmSignUp does not take the code of another user, nor that of a reset", async () => {
  const { world, code } = await withAda();
  await using _ = world;
  await signUp(world, "eve");
  await assert.rejects(confirm(world, "eve", code), mismatch);
  await confirm(world, "ada", code);
  await world.call.ForgotPassword({ ...world.client, Username: "ada" });
  await assert.rejects(confirm(world, "eve", world.inbox.latest("ada@example.com").code), mismatch);
});
