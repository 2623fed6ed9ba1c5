import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AdminResetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { Secret } from "../contracts/secret.ts";
import { poolArn } from "../model/policy.ts";
import { startWorld, testMasterKeys, type World } from "../testing/world.ts";
import { ACCESS_KEYS_MAX } from "./access-keys.ts";
import type { AdminCommands, IssuedAccessKey } from "./commands.ts";
import { createAdminCommands } from "./create-commands.ts";
import { signCommand, type AdminCredentials, type SignedName } from "./signed-command.ts";

const PLACE = { region: "us-east-1", accountId: "000000000000" };
const OPERATOR = { operatingSystemUser: "root (sudo operator)" };
const HOUR_MS = 60 * 60 * 1000;

const commandsOf = ({ server }: World): AdminCommands =>
  createAdminCommands({
    facilities: server.facilities,
    perform: server.perform,
    administrators: server.administrators,
    description: { mode: "development", ...PLACE },
    masterKeyId: testMasterKeys().current.id,
  });

const allowing = (Action: string, Resource: string): string =>
  JSON.stringify({ Statement: { Effect: "Allow", Action, Resource } });

/** A key that may print codes in the world's pool. */
const printingKey = (world: World, commands: AdminCommands, lifetimeMs: number | null = null) =>
  commands.createKey({
    ...OPERATOR,
    name: "desk",
    policy: allowing("poolhouse:PrintResetCode", poolArn(PLACE, world.pool.UserPoolId)),
    lifetimeMs,
  });

const credentialsOf = ({ id, secret, sessionToken }: IssuedAccessKey): AdminCredentials => ({
  accessKeyId: id,
  secretAccessKey: secret,
  ...(sessionToken === null ? {} : { sessionToken }),
});

const sign = (world: World, name: SignedName, body: object, credentials: AdminCredentials) =>
  signCommand(name, JSON.stringify(body), credentials, { region: PLACE.region, now: world.clock.now() });

/** Prints a code for `username` in the world's pool. */
const print = (world: World, commands: AdminCommands, key: IssuedAccessKey, username: string, change: object = {}) => {
  const body = { userPoolId: world.pool.UserPoolId, username, reason: "met in person", ...OPERATOR, ...change };
  return commands.printResetCode(sign(world, "printResetCode", body, credentialsOf(key)));
};

const isRefused = (name: string, message: RegExp) => ({ name, message });

test("printResetCode keeps who took the code and why, and neither the code nor the user's name", async () => {
  await using world = await startWorld();
  const commands = commandsOf(world);
  const key = await printingKey(world, commands);
  const { Username } = await world.user();
  const { code, requestId, expiresAt } = await print(world, commands, key, Username);
  assert.equal(expiresAt, world.clock.now() + HOUR_MS);

  const events = await world.server.store.reader.audit.newest(10);
  const event = events.find(({ name }) => name === "ResetCodePrinted");
  assert.equal(event?.poolId, world.pool.UserPoolId);
  assert.deepEqual(event.fields, { accessKeyId: key.id, ...OPERATOR, requestId, reason: "met in person" });
  const told = JSON.stringify([event, world.log]);
  assert.ok(!told.includes(code.reveal()) && !told.includes(Username));
});

test("printResetCode bars the old password, sends nothing, asks no function, and its code verifies no address", async () => {
  await using world = await startWorld();
  const { call, pool, client, functions, inbox } = world;
  await world.updatePool({ LambdaConfig: { CustomMessage: functions.set("messages", (event) => event) } });
  const { Username, Password } = await world.user("ada", { email_verified: "false" });
  const commands = commandsOf(world);
  const { code } = await print(world, commands, await printingKey(world, commands), Username);
  await world.settle();

  await assert.rejects(world.signIn(Username, Password), { name: "PasswordResetRequiredException" });
  assert.deepEqual([functions.events, inbox.all], [[], []]);
  const next = "A better one, 1!";
  await call.ConfirmForgotPassword({ ...client, Username, Password: next, ConfirmationCode: code.reveal() });
  await world.signIn(Username, next);
  const { UserAttributes } = await call.AdminGetUser({ ...pool, Username });
  assert.equal(UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "false");
});

test("printResetCode works where only administrators recover accounts, and with a temporary password", async () => {
  await using world = await startWorld({
    pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] } },
  });
  const { call, pool, client } = world;
  await call.AdminCreateUser({ ...pool, Username: "grace", MessageAction: "SUPPRESS" });
  const commands = commandsOf(world);
  const { code } = await print(world, commands, await printingKey(world, commands), "grace");
  const { UserStatus } = await call.AdminGetUser({ ...pool, Username: "grace" });
  assert.equal(UserStatus, "RESET_REQUIRED");
  const Password = "A better one, 1!";
  await call.ConfirmForgotPassword({ ...client, Username: "grace", Password, ConfirmationCode: code.reveal() });
  await world.signIn("grace", Password);
});

test("printResetCode refuses users who are disabled or have never confirmed, and unknown ones", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const commands = commandsOf(world);
  const key = await printingKey(world, commands);
  const { Username } = await world.user();
  await call.AdminDisableUser({ ...pool, Username });
  await call.SignUp({ ...client, Username: "grace", Password: "Secret of grace 1!" });

  await assert.rejects(
    print(world, commands, key, Username),
    isRefused("NotAuthorizedException", /^User is disabled\.$/u),
  );
  await assert.rejects(
    print(world, commands, key, "grace"),
    isRefused("NotAuthorizedException", /cannot be reset in the current state/u),
  );
  await assert.rejects(print(world, commands, key, "nobody"), { name: "UserNotFoundException" });
  const { UserStatus } = await call.AdminGetUser({ ...pool, Username: "grace" });
  assert.equal(UserStatus, "UNCONFIRMED");
});

test("printResetCode spends the budget of administrators' resets", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const commands = commandsOf(world);
  const key = await printingKey(world, commands);
  for (let printed = 0; printed < 20; printed += 1) await print(world, commands, key, Username);
  await assert.rejects(print(world, commands, key, Username), { name: "LimitExceededException" });
});

test("printResetCode asks for a reason, of a length that can be kept", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const commands = commandsOf(world);
  const key = await printingKey(world, commands);
  for (const reason of ["", "  ", "x".repeat(501), undefined]) {
    await assert.rejects(print(world, commands, key, Username, { reason }), { name: "AdminRefusal" });
  }
  assert.deepEqual(
    (await world.server.store.reader.audit.newest(10)).map(({ name }) => name),
    ["AccessKeyCreated"],
  );
});

test("printResetCode refuses a key whose policy names another pool or the API's reset alone", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const commands = commandsOf(world);
  const other = poolArn(PLACE, "us-east-1_000000000");
  for (const policy of [allowing("poolhouse:PrintResetCode", other), allowing("cognito-idp:*", "*")]) {
    const key = await commands.createKey({ ...OPERATOR, name: "other", policy, lifetimeMs: null });
    await assert.rejects(print(world, commands, key, Username), {
      name: "AccessDeniedException",
      message: /not authorized to perform: poolhouse:PrintResetCode on resource: arn:aws:cognito-idp:/u,
    });
  }
  await world.signIn(Username, "Secret of ada 1!");
});

test("printResetCode refuses keys that are revoked, rotated or expired", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const commands = commandsOf(world);
  const [revoked, rotated, expired] = [
    await printingKey(world, commands),
    await printingKey(world, commands),
    await printingKey(world, commands, HOUR_MS),
  ];
  await print(world, commands, expired, Username);
  await commands.revokeKey({ ...OPERATOR, id: revoked.id });
  await assert.rejects(print(world, commands, revoked, Username), { name: "UnrecognizedClientException" });
  const renewed = await commands.rotateKey({ ...OPERATOR, id: rotated.id });
  await assert.rejects(print(world, commands, rotated, Username), { name: "InvalidSignatureException" });
  await print(world, commands, renewed, Username);
  world.clock.advance(HOUR_MS);
  await assert.rejects(print(world, commands, expired, Username), { name: "ExpiredTokenException" });
});

test("printResetCode refuses what was signed for another command, and a body that was changed", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const commands = commandsOf(world);
  const policy = allowing("*", "*");
  const key = await commands.createKey({ ...OPERATOR, name: "root", policy, lifetimeMs: null });
  const input = { userPoolId: world.pool.UserPoolId, username: Username, reason: "r", ...OPERATOR };
  const credentials = credentialsOf(key);
  await assert.rejects(commands.printResetCode(sign(world, "resetPassword", input, credentials)), {
    name: "AdminRefusal",
  });
  const signed = sign(world, "printResetCode", input, credentials);
  const changed = { ...signed, body: signed.body.replace('"r"', '"another"') };
  await assert.rejects(commands.printResetCode(changed), { name: "InvalidSignatureException" });
  const renamed = { ...signed, headers: { ...signed.headers, "x-amz-target": "Poolhouse.AdminResetUserPassword" } };
  await assert.rejects(commands.resetPassword(renamed), { name: "InvalidSignatureException" });
  const forged = sign(world, "printResetCode", input, { ...credentials, secretAccessKey: new Secret("guess") });
  await assert.rejects(commands.printResetCode(forged), { name: "InvalidSignatureException" });
  await world.signIn(Username, "Secret of ada 1!");
});

test("createKey's expiry ends the key for the API at its moment", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const commands = commandsOf(world);
  const key = await commands.createKey({ ...OPERATOR, name: "ci", policy: allowing("*", "*"), lifetimeMs: HOUR_MS });
  const { endpoint } = await world.listen();
  const send = async () => {
    const sdk = new CognitoIdentityProviderClient({
      endpoint,
      region: PLACE.region,
      credentials: {
        accessKeyId: key.id,
        secretAccessKey: key.secret.reveal(),
        sessionToken: key.sessionToken?.reveal() ?? "",
      },
      systemClockOffset: world.clock.now() - Date.now(),
      maxAttempts: 1,
    });
    try {
      return await sdk.send(new AdminResetUserPasswordCommand({ ...world.pool, Username }));
    } finally {
      sdk.destroy();
    }
  };
  world.clock.advance(HOUR_MS - 1_000);
  await send();
  world.clock.advance(1_000);
  await assert.rejects(send(), { name: "ExpiredTokenException" });
});

test("createKey refuses names and policies that would surprise later", async () => {
  await using world = await startWorld({ populated: false });
  const commands = commandsOf(world);
  const make = (change: object) =>
    commands.createKey({ ...OPERATOR, name: "ci", policy: allowing("*", "*"), lifetimeMs: null, ...change });
  for (const name of ["", "two words", "a/b", "x".repeat(65)]) {
    await assert.rejects(make({ name }), isRefused("AdminRefusal", /The key's name/u));
  }
  await assert.rejects(make({ policy: "{" }), isRefused("AdminRefusal", /not JSON/u));
  await assert.rejects(make({ policy: allowing("AdminGetUser", "*") }), isRefused("AdminRefusal", /is not an action/u));
  await assert.rejects(make({ lifetimeMs: 366 * 24 * HOUR_MS }), isRefused("AdminRefusal", /at most 365 days/u));
  assert.deepEqual(await commands.listKeys(), []);
});

test("createKey keeps no more keys than a server has, and lets one go that no longer works", async () => {
  await using world = await startWorld({ populated: false });
  const commands = commandsOf(world);
  const make = { ...OPERATOR, name: "ci", policy: allowing("*", "*"), lifetimeMs: null };
  const { id } = await commands.createKey(make);
  await world.server.store.transaction(async (tx) => {
    const key = await tx.accessKeys.find(id);
    assert.ok(key);
    for (let n = 1; n < ACCESS_KEYS_MAX; n += 1) await tx.accessKeys.insert({ ...key, id: `PHAK${n}` });
  });
  await assert.rejects(
    commands.createKey(make),
    isRefused("AdminRefusal", /^There are 1000 access keys; revoke those that nobody uses\.$/u),
  );
  await commands.revokeKey({ ...OPERATOR, id });
  const made = await commands.createKey(make);
  const ids = (await commands.listKeys()).map((key) => key.id);
  assert.equal(ids.length, ACCESS_KEYS_MAX);
  assert.deepEqual([ids.includes(id), ids.includes(made.id)], [false, true]);
});

test("revokeKey and rotateKey are kept as events with whoever did it", async () => {
  await using world = await startWorld({ populated: false });
  const commands = commandsOf(world);
  const make = { ...OPERATOR, name: "ci", policy: allowing("*", "*"), lifetimeMs: null };
  const { id } = await commands.createKey(make);
  world.clock.advance(1);
  await commands.rotateKey({ ...OPERATOR, id });
  world.clock.advance(1);
  const { revokedAt } = await commands.revokeKey({ ...OPERATOR, id });
  assert.equal(revokedAt, world.clock.now());
  const events = await world.server.store.reader.audit.newest(10);
  assert.deepEqual(
    events.map(({ name, fields }) => [name, fields]),
    ["AccessKeyRevoked", "AccessKeyRotated", "AccessKeyCreated"].map((name) => [
      name,
      { accessKeyId: id, ...OPERATOR },
    ]),
  );
});
