import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World, type WorldOptions } from "../testing/world.ts";

const Password = "of the old system";

/** A world whose function knows everybody, by the answer given. */
const withMigration = async (answer: Readonly<Record<string, unknown>>, options: WorldOptions = {}) => {
  const world = await startWorld(options);
  const UserMigration = world.functions.set("migrate", (event) => {
    event.response = { ...event.response, ...answer };
    return event;
  });
  await world.updatePool({ LambdaConfig: { UserMigration } });
  return world;
};

const ada = { userAttributes: { email: "ada@example.com", email_verified: "true" }, finalUserStatus: "CONFIRMED" };

const cannot = (world: World) => ({
  name: "NotAuthorizedException",
  message: `Exception migrating user in app client ${world.client.ClientId}`,
});

test("migrateSigningInUser brings a user in with the typed password, whatever the policy", async () => {
  await using world = await withMigration(ada);
  assert.ok((await world.signIn("ada", Password)).AuthenticationResult);
  const [event] = world.functions.events;
  assert.equal(event?.triggerSource, "UserMigration_Authentication");
  assert.equal(event?.userName, "ada");
  assert.equal(event?.request["password"], Password);

  // From now on the user is the pool's: the function is not asked again, and another password is wrong.
  assert.ok((await world.signIn("ada", Password)).AuthenticationResult);
  await assert.rejects(world.signIn("ada", "another"), { message: "Incorrect username or password." });
  assert.equal(world.functions.events.length, 1);
  assert.equal(world.inbox.all.length, 0);
});

test("migrateSigningInUser asks for a reset unless the status is CONFIRMED", async () => {
  for (const PreventUserExistenceErrors of ["LEGACY", "ENABLED"] as const) {
    await using world = await withMigration(
      { userAttributes: ada.userAttributes },
      { client: { PreventUserExistenceErrors } },
    );
    await assert.rejects(world.signIn("ada", Password), { name: "PasswordResetRequiredException" });
    const { UserStatus } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
    assert.equal(UserStatus, "RESET_REQUIRED");
  }
});

test("migrateSigningInUser finds nobody where the function answers nothing", async () => {
  await using world = await withMigration({});
  await assert.rejects(world.signIn("ada", Password), { name: "UserNotFoundException" });
});

test("migrateSigningInUser tells the function's error", async () => {
  await using world = await startWorld();
  const UserMigration = world.functions.set("migrate", () => {
    throw new Error("Bad password");
  });
  await world.updatePool({ LambdaConfig: { UserMigration } });
  await assert.rejects(world.signIn("ada", Password), {
    name: "UserLambdaValidationException",
    message: "UserMigration failed with error Bad password.",
  });
});

test("migrateSigningInUser takes no user whom the pool cannot have", async () => {
  for (const answer of [
    { ...ada, userAttributes: { ...ada.userAttributes, "custom:unknown": "x" } },
    { ...ada, userAttributes: { ...ada.userAttributes, email: "two@example.com,eve@evil.example" } },
    { ...ada, userAttributes: { ...ada.userAttributes, username: "somebody-else" } },
    { ...ada, enableSMSMFA: true },
  ]) {
    await using world = await withMigration(answer);
    await assert.rejects(world.signIn("ada", Password), cannot(world));
    await assert.rejects(world.call.AdminGetUser({ ...world.pool, Username: "ada" }), {
      name: "UserNotFoundException",
    });
  }
});

test("migrateSigningInUser gives whoever typed an alias the function's username", async () => {
  await using world = await withMigration(
    { ...ada, userAttributes: { ...ada.userAttributes, username: "ada" } },
    { pool: { AliasAttributes: ["email"] } },
  );
  assert.ok((await world.signIn("ada@example.com", Password)).AuthenticationResult);
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada@example.com" })).Username, "ada");
  assert.ok((await world.signIn("ada", Password)).AuthenticationResult);
  assert.equal(world.functions.events.length, 1);
});

test("migrateSigningInUser takes an alias from its holder only if the function forces it", async () => {
  for (const forceAliasCreation of [false, true]) {
    await using world = await withMigration({ ...ada, forceAliasCreation }, { pool: { AliasAttributes: ["email"] } });
    await world.user("first", { email: "ada@example.com" });
    const signIn = world.signIn("ada", Password);
    if (forceAliasCreation) assert.ok((await signIn).AuthenticationResult);
    else await assert.rejects(signIn, cannot(world));
    assert.equal(
      (await world.call.AdminGetUser({ ...world.pool, Username: "ada@example.com" })).Username,
      forceAliasCreation ? "ada" : "first",
    );
  }
});

test("migrateSigningInUser makes the typed address the attribute where addresses are names", async () => {
  await using world = await withMigration(
    { userAttributes: { email_verified: "true" }, finalUserStatus: "CONFIRMED" },
    { pool: { UsernameAttributes: ["email"] } },
  );
  assert.ok((await world.signIn("ada@example.com", Password)).AuthenticationResult);
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada@example.com" });
  assert.deepEqual(UserAttributes?.slice(1), [
    { Name: "email_verified", Value: "true" },
    { Name: "email", Value: "ada@example.com" },
  ]);
});

test("migrateSigningInUser makes one user of many sign-ins at once", async () => {
  await using world = await withMigration(ada);
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => world.signIn("ada", Password)));
  assert.deepEqual(
    outcomes.filter(({ status }) => status === "rejected"),
    [],
  );
});

test("migrateForgottenUser brings a user in without a password, and the code goes to the verified address", async () => {
  await using world = await withMigration({ userAttributes: ada.userAttributes });
  await world.call.ForgotPassword({ ...world.client, Username: "ada", ClientMetadata: { a: "1" } });
  const [event] = world.functions.events;
  assert.equal(event?.triggerSource, "UserMigration_ForgotPassword");
  assert.equal("password" in (event?.request ?? {}), false);
  assert.deepEqual(event?.request["clientMetadata"], { a: "1" });
  const { code } = world.inbox.latest("ada@example.com");
  await world.call.ConfirmForgotPassword({
    ...world.client,
    Username: "ada",
    ConfirmationCode: code,
    Password: "Chosen by Ada 1!",
  });
  assert.ok((await world.signIn("ada", "Chosen by Ada 1!")).AuthenticationResult);
});
