/** Functions that send messages themselves: what they are told, when, and what becomes of it when they fail. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createCodeEncryption } from "../crypto/encrypted-code.ts";
import { newCode } from "../flows/codes.ts";
import { createContext } from "../runtime/context.ts";
import { decryptCode, KEY_ARN, testCodeEncryption } from "../testing/code-functions.ts";
import { copyAsCrashed, createDataFolder } from "../testing/data-folder.ts";
import { startSenderWorld, withTold } from "../testing/sender-world.ts";
import { startWorld, type World } from "../testing/world.ts";
import { backoffMs, DELIVERY_ATTEMPTS } from "./carry.ts";

const EMAIL = "ada@example.com";
const PHONE = "+12065550100";
const NEW_PASSWORD = "A better 1!";
const LEASES_OVER_MS = 60_000;
const ClientMetadata = { tenant: "t1" };
const production = { mode: "production", publicUrl: "https://id.example.com" } as const;

const rows = (world: World) => world.server.store.reader.outbox.newest({ limit: 100 });
const states = async (world: World) => (await rows(world)).map(({ state }) => state);
const reasons = async (world: World) => (await rows(world)).map(({ reason }) => reason);

/** A server on a database that is there already; it has the key. */
const restart = (path: string) => startWorld({ path, populated: false, codeEncryption: testCodeEncryption() });

const confirm = (world: World, Username: string, ConfirmationCode: string) =>
  world.call.ConfirmForgotPassword({ ...world.client, Username, Password: NEW_PASSWORD, ConfirmationCode });

const reset = (world: World, Username: string) =>
  world.call.AdminResetUserPassword({ ...world.pool, Username, ClientMetadata });

const subOf = async (world: World, Username: string) => {
  const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
  return UserAttributes.find(({ Name }) => Name === "sub")?.Value;
};

test("AdminResetUserPassword tells the pool's function instead of the mail server, with the caller's metadata", async () => {
  await using world = await startSenderWorld();
  const { Username } = await world.user();

  await reset(world, Username);

  const { event, code } = await world.latest();
  assert.deepEqual(event, {
    version: "1",
    triggerSource: "CustomEmailSender_ForgotPassword",
    region: "us-east-1",
    userPoolId: world.pool.UserPoolId,
    userName: "ada",
    callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: "CLIENT_ID_NOT_APPLICABLE" },
    request: {
      type: "customEmailSenderRequestV1",
      code: event.request["code"],
      clientMetadata: { tenant: "t1" },
      userAttributes: {
        sub: await subOf(world, Username),
        "cognito:user_status": "CONFIRMED",
        email: EMAIL,
        email_verified: "true",
      },
    },
  });
  const { poolId, messageHeader } = await decryptCode(event.request["code"]);
  assert.equal(poolId, world.pool.UserPoolId);
  assert.equal(messageHeader.encryptedDataKeys.length, 1);
  assert.match(code, /^\d{6}$/);
  await confirm(world, Username, code);
  await world.signIn(Username, NEW_PASSWORD);
  assert.deepEqual(world.inbox.all, []);
  assert.deepEqual(await states(world), ["sent"]);
});

test("AdminResetUserPassword without metadata tells the function null", async () => {
  await using world = await startSenderWorld();
  const { Username } = await world.user();
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  const { event } = await world.latest();
  assert.equal(event.request["clientMetadata"], null);
  assert.equal("response" in event, false);
});

test("every operation that sends a message tells the function of its medium", async () => {
  await using world = await startSenderWorld();
  const { call, pool, client } = world;
  const mfa = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" };
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "OPTIONAL",
    SmsMfaConfiguration: { SmsConfiguration: mfa },
  });
  const email = [{ Name: "email", Value: EMAIL }];
  const ada = { ...client, Username: "ada", ClientMetadata };
  const bob = { ...pool, Username: "bob", ClientMetadata, TemporaryPassword: "Temporary 1!" };
  const reach = ["EMAIL", "SMS"] as const;
  const contacts = [
    { Name: "email", Value: "bob@example.com" },
    { Name: "phone_number", Value: PHONE },
  ];
  const last = async (count: number) =>
    (await world.told()).slice(-count).map(({ source, metadata, attributes, code }) => {
      assert.deepEqual(metadata, ClientMetadata);
      return [source, source.includes("SMS") ? attributes["phone_number"] : attributes["email"], code.length];
    });

  await call.SignUp({ ...ada, Password: "Secret of ada 1!", UserAttributes: email });
  assert.deepEqual(await last(1), [["CustomEmailSender_SignUp", EMAIL, 6]]);
  await call.ResendConfirmationCode(ada);
  assert.deepEqual(await last(1), [["CustomEmailSender_ResendCode", EMAIL, 6]]);
  const { code: ConfirmationCode } = await world.latest();
  await call.ConfirmSignUp({ ...client, Username: "ada", ConfirmationCode });
  await call.ForgotPassword(ada);
  assert.deepEqual(await last(1), [["CustomEmailSender_ForgotPassword", EMAIL, 6]]);

  await call.AdminCreateUser({ ...bob, UserAttributes: contacts, DesiredDeliveryMediums: reach });
  const invitations = [
    ["CustomEmailSender_AdminCreateUser", "bob@example.com", 12],
    ["CustomSMSSender_AdminCreateUser", PHONE, 12],
  ];
  const sorted = async () => (await last(2)).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  assert.deepEqual(await sorted(), invitations);
  await call.AdminCreateUser({ ...bob, MessageAction: "RESEND", DesiredDeliveryMediums: reach });
  assert.deepEqual(await sorted(), invitations);

  assert.deepEqual(world.inbox.all, []);
  assert.equal((await world.told()).length, 7);
});

test("a sign-in's code goes to the function of its medium, without the metadata of InitiateAuth", async () => {
  await using world = await startSenderWorld();
  const { call, pool, client } = world;
  const sms = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" };
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "OPTIONAL",
    SmsMfaConfiguration: { SmsConfiguration: sms },
  });
  const { Username, Password } = await world.user("ada", { phone_number: PHONE, phone_number_verified: "true" });
  await call.AdminSetUserMFAPreference({
    ...pool,
    Username,
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });

  const { Session, ChallengeName } = await call.InitiateAuth({
    ...client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
    ClientMetadata,
  });

  assert.equal(ChallengeName, "SMS_MFA");
  const { source, metadata, code, event, attributes } = await world.latest();
  assert.equal(source, "CustomSMSSender_Authentication");
  assert.equal(event.request["type"], "customSMSSenderRequestV1");
  assert.equal(metadata, null);
  assert.equal(attributes["phone_number"], PHONE);
  assert.equal(event.callerContext.clientId, client.ClientId);
  const { AuthenticationResult } = await call.RespondToAuthChallenge({
    ...client,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: Username, SMS_MFA_CODE: code },
  });
  assert.ok(AuthenticationResult?.AccessToken);
  assert.deepEqual(world.inbox.all, []);
});

test("a code after an answered challenge comes with the metadata of that answer", async () => {
  await using world = await startSenderWorld();
  const { call, pool, client } = world;
  const sms = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" };
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "ON",
    SmsMfaConfiguration: { SmsConfiguration: sms },
  });
  const TemporaryPassword = "Temporary 1!";
  await call.AdminCreateUser({
    ...pool,
    Username: "ada",
    TemporaryPassword,
    MessageAction: "SUPPRESS",
    UserAttributes: [
      { Name: "phone_number", Value: PHONE },
      { Name: "phone_number_verified", Value: "true" },
    ],
  });
  const { Session, ChallengeName } = await world.signIn("ada", TemporaryPassword);
  assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");

  await call.RespondToAuthChallenge({
    ...client,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD },
    ClientMetadata,
  });

  const { source, metadata } = await world.latest();
  assert.deepEqual([source, metadata], ["CustomSMSSender_Authentication", ClientMetadata]);
});

test("a function takes over its own channel alone, and CustomMessage is asked for the other", async () => {
  await using world = await startSenderWorld({}, { channels: ["CustomEmailSender"] });
  const { UserPool } = await world.call.DescribeUserPool(world.pool);
  const CustomMessage = world.functions.set("words", (event) => {
    event.response["smsMessage"] = "Yours: {####}";
    return event;
  });
  await world.updatePool({ LambdaConfig: { ...UserPool?.LambdaConfig, CustomMessage } });
  await world.user();
  await world.user("bob", { phone_number: PHONE, phone_number_verified: "true", email_verified: "false" });

  await reset(world, "ada");
  assert.deepEqual(
    world.functions.events.map(({ triggerSource }) => triggerSource),
    ["CustomEmailSender_ForgotPassword"],
  );
  await reset(world, "bob");
  assert.equal(world.functions.events.at(-1)?.triggerSource, "CustomMessage_ForgotPassword");
  assert.match(world.inbox.latest(PHONE).body, /^Yours: \d{6}$/);
});

test("AdminCreateUser escapes a temporary password for HTML before it is encrypted", async () => {
  await using world = await startSenderWorld();
  const TemporaryPassword = `Tom & <b>'"1`;
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "ada",
    TemporaryPassword,
    UserAttributes: [{ Name: "email", Value: EMAIL }],
    DesiredDeliveryMediums: ["EMAIL"],
  });
  assert.equal((await world.latest()).code, "Tom &amp; &lt;b&gt;&#39;&quot;1");
  assert.equal((await rows(world))[0]?.content?.codeValue?.reveal(), TemporaryPassword);
});

test("SignUp reaches a number through the pool's function where the server has no carrier for SMS", async () => {
  await using world = await startSenderWorld({
    pool: {
      AutoVerifiedAttributes: ["phone_number", "email"],
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" },
    },
  });
  // As in production without POOLHOUSE_SMS_URL.
  Object.assign(world.server.place.media, { SMS: false });
  const { CodeDeliveryDetails } = await world.call.SignUp({
    ...world.client,
    Username: "ada",
    Password: "Secret of ada 1!",
    UserAttributes: [
      { Name: "email", Value: EMAIL },
      { Name: "phone_number", Value: PHONE },
    ],
  });
  assert.equal(CodeDeliveryDetails?.DeliveryMedium, "SMS");
  assert.equal((await world.latest()).source, "CustomSMSSender_SignUp");
});

test("ForgotPassword neither waits for the function nor tells its failure", async () => {
  const gate = Promise.withResolvers<undefined>();
  const post = async () => {
    await gate.promise;
    throw new Error("secret of a function");
  };
  await using world = await startSenderWorld({}, { post });
  const { Username } = await world.user();
  const { sdk } = await world.listen();
  const { ForgotPasswordCommand } = await import("@aws-sdk/client-cognito-identity-provider");

  await sdk.send(new ForgotPasswordCommand({ ...world.client, Username }));

  gate.resolve(undefined);
  await world.settle();
  sdk.destroy();
  assert.deepEqual(await states(world), ["pending"]);
  assert.deepEqual(await reasons(world), ["The function that sends it failed."]);
  assert.doesNotMatch(JSON.stringify(world.log), /secret of a function|t1/);
});

test("a function that fails is called again with the same code and metadata, and eight times at most", async () => {
  await using world = await startSenderWorld(
    {},
    {
      post: () => {
        throw new Error("no mail today");
      },
    },
  );
  const { Username } = await world.user();
  await reset(world, Username);
  for (let attempts = 1; attempts < DELIVERY_ATTEMPTS; attempts += 1) {
    world.clock.advance(backoffMs(attempts) - 1);
    await world.settle();
    assert.equal((await world.told()).length, attempts);
    world.clock.advance(1);
    await world.settle();
    assert.equal((await world.told()).length, attempts + 1);
  }
  world.clock.advance(3_600_000);
  await world.settle();
  const told = await world.told();
  assert.equal(told.length, DELIVERY_ATTEMPTS);
  assert.equal(new Set(told.map(({ code }) => code)).size, 1);
  assert.equal(new Set(told.map(({ event }) => event.request["code"])).size, DELIVERY_ATTEMPTS, "encrypted anew");
  for (const { metadata } of told) assert.deepEqual(metadata, ClientMetadata);
  assert.deepEqual(await states(world), ["failed"]);
  const [message] = await rows(world);
  assert.equal(world.server.courier.metadata.of(message?.id ?? ""), undefined);
});

test("a function that is gone is looked for again", async () => {
  using before = createDataFolder();
  using after = createDataFolder();
  await using first = await startSenderWorld({ path: before.database }, { post: () => copyAsCrashed(before, after) });
  const { Username } = await first.user();
  await reset(first, Username);

  await using second = withTold(await restart(after.database));
  second.clock.advance(LEASES_OVER_MS);
  await second.settle();
  assert.deepEqual(await states(second), ["pending"]);
  assert.deepEqual(await reasons(second), [
    "The function that sends it could not be called: ResourceNotFoundException.",
  ]);

  second.functions.set("post", () => undefined);
  second.clock.advance(backoffMs(2));
  await second.settle();
  assert.deepEqual(await states(second), ["sent"]);
  assert.equal((await second.latest()).code, (await first.latest()).code);
});

test("a function is never told a code that was replaced or spent", async () => {
  let broken = true;
  await using world = await startSenderWorld(
    {},
    {
      post: () => {
        if (broken) throw new Error("no mail today");
      },
    },
  );
  const { Username } = await world.user();
  await reset(world, Username);
  await reset(world, Username);
  broken = false;
  const [, older] = (await world.told()).toReversed();
  assert.ok(older);
  world.clock.advance(backoffMs(1));
  await world.settle();

  assert.deepEqual(await states(world), ["sent", "refused"]);
  assert.equal((await reasons(world))[1], "The code it carries is spent, replaced or expired.");
  assert.equal((await world.told()).length, 3);
  const { code } = await world.latest();
  if (older.code !== code)
    await assert.rejects(confirm(world, Username, older.code), { name: "CodeMismatchException" });
  await confirm(world, Username, code);
});

test("a function is called after a restart by a process that had died before the call, without the metadata", async () => {
  using before = createDataFolder();
  using after = createDataFolder();
  const post = () => copyAsCrashed(before, after);
  await using first = await startSenderWorld({ path: before.database }, { post });
  const { Username } = await first.user();
  await reset(first, Username);
  const [owed] = await first.told();

  await using second = withTold(await restart(after.database));
  second.functions.set("post", () => undefined);
  second.clock.advance(LEASES_OVER_MS);
  await second.settle();

  const [again] = await second.told();
  assert.ok(owed && again);
  assert.deepEqual(owed.metadata, ClientMetadata);
  assert.equal(again.metadata, null);
  assert.equal(again.code, owed.code);
  const { code: _, clientMetadata: __, ...request } = owed.event.request;
  const { code: ___, clientMetadata: ____, ...requestAgain } = again.event.request;
  assert.deepEqual({ ...again.event, request: requestAgain }, { ...owed.event, request });
  assert.deepEqual(await states(second), ["sent"]);
  await second.call.ConfirmForgotPassword({
    ...first.client,
    Username,
    Password: NEW_PASSWORD,
    ConfirmationCode: again.code,
  });
});

test("neither metadata nor a clear code lies in the database while a function is owed its message", async () => {
  using folder = createDataFolder();
  await using world = await startSenderWorld(
    { path: folder.database },
    {
      post: () => {
        throw new Error("no mail today");
      },
    },
  );
  const { Username } = await world.user();
  const marked = { tenant: "marked-metadata-of-the-caller" };
  await world.call.AdminResetUserPassword({ ...world.pool, Username, ClientMetadata: marked });
  const { code, metadata } = await world.latest();
  assert.deepEqual(metadata, marked);
  assert.deepEqual(await states(world), ["pending"]);
  for (const suffix of ["", "-wal"]) {
    const bytes = readFileSync(folder.database + suffix);
    assert.equal(bytes.includes("marked-metadata"), false);
    assert.equal(bytes.includes(code), false);
  }
});

test("a write that fails leaves no metadata in memory", async () => {
  await using world = await startSenderWorld();
  const { Username } = await world.user();
  const { facilities, store, courier } = world.server;
  const facts = { id: "r-1", userAgent: "", remoteAddress: "127.0.0.1" };
  const ctx = createContext(facilities, { errors: [] }, facts);
  const { pool, user } = await store.reader.users.locate(world.pool.UserPoolId, Username);
  const message = await ctx.messages.compose("ForgotPassword", {
    pool,
    user,
    client: null,
    destination: { attribute: "email", medium: "EMAIL", value: EMAIL },
    carries: { code: newCode(ctx.random, ctx.now, "reset", "email") },
    clientMetadata: ClientMetadata,
  });
  assert.ok(message);
  const held: unknown[] = [];
  const write = ctx.transaction(async (tx) => {
    await tx.outbox.send(message);
    held.push(courier.metadata.of(message.id));
    throw new Error("the write fails");
  });
  await assert.rejects(write, { message: "the write fails" });
  assert.deepEqual(held, [ClientMetadata]);
  assert.equal(courier.metadata.of(message.id), undefined);
});

test("the inbox of a development server shows what a function was given, with its code", async () => {
  await using world = await startSenderWorld();
  const { Username } = await world.user();
  await reset(world, Username);
  const { endpoint } = await world.listen();
  const shown: unknown = await (await fetch(`${endpoint}/_poolhouse/inbox?to=${EMAIL}`)).json();
  assert.ok(Array.isArray(shown));
  assert.deepEqual(
    shown.map(({ to, medium, subject, body, code, state, reason }) => [to, medium, subject, body, code, state, reason]),
    [[EMAIL, "EMAIL", null, "", (await world.latest()).code, "sent", null]],
  );
});

test("in production nothing is left of a message once its function has it", async () => {
  await using world = await startSenderWorld({ settings: production });
  const { Username } = await world.user();
  await reset(world, Username);
  assert.equal((await world.told()).length, 1);
  assert.deepEqual(
    (await rows(world)).map(({ content, state }) => [content, state]),
    [[null, "sent"]],
  );
});

test("a pool whose key the server has not is refused when it is saved", async () => {
  await using world = await startSenderWorld();
  const LambdaArn = world.functions.set("post", () => undefined);
  const KMSKeyID = KEY_ARN.replace("key/1", "key/2");
  const LambdaConfig = { CustomEmailSender: { LambdaVersion: "V1_0", LambdaArn }, KMSKeyID } as const;
  const refusal = {
    name: "InvalidParameterException",
    message:
      `The key ${KMSKeyID} (KMSKeyID) is not known to this server: put it into the file of POOLHOUSE_KMS_KEYS_FILE, ` +
      "or set POOLHOUSE_KMS_ENDPOINT to where codes can be encrypted under it.",
  };
  await assert.rejects(world.updatePool({ LambdaConfig }), refusal);
  await assert.rejects(world.call.CreateUserPool({ PoolName: "other", LambdaConfig }), refusal);
  // A key that no function needs is nobody's business.
  await world.updatePool({ LambdaConfig: { KMSKeyID } });
});

test("a message whose key is gone is not sent in clear, and goes out when the key is back", async () => {
  using folder = createDataFolder();
  const begin = async () => {
    await using world = await startSenderWorld({ path: folder.database });
    await world.user();
    return world.pool;
  };
  const pool = await begin();

  for (const codeEncryption of [undefined, createCodeEncryption({})]) {
    const given = codeEncryption === undefined ? {} : { codeEncryption };
    await using world = await startWorld({ path: folder.database, populated: false, ...given });
    world.functions.set("post", () => undefined);
    await world.call.AdminResetUserPassword({ ...pool, Username: "ada" });
    assert.equal((await states(world))[0], "pending");
    assert.equal(
      (await reasons(world))[0],
      "There is no key for its code: put the pool's KMSKeyID into POOLHOUSE_KMS_KEYS_FILE, or set POOLHOUSE_KMS_ENDPOINT.",
    );
    assert.deepEqual([world.functions.events, world.inbox.all], [[], []]);
  }

  await using world = withTold(await restart(folder.database));
  world.functions.set("post", () => undefined);
  world.clock.advance(backoffMs(1));
  await world.settle();
  assert.deepEqual(await states(world), ["sent", "refused"]);
  assert.equal((await world.told()).length, 1);
});

test("a function that does not answer holds up no mail", async () => {
  const gate = Promise.withResolvers<undefined>();
  await using world = await startSenderWorld({}, { channels: ["CustomSMSSender"], post: () => gate.promise });
  await world.user("bob", { phone_number: PHONE, phone_number_verified: "true" });
  await world.user();
  const arrived = Promise.withResolvers<undefined>();
  world.inbox.answer = () => {
    arrived.resolve(undefined);
    return { outcome: "sent" };
  };
  const hung = reset(world, "bob");
  const mailed = reset(world, "ada");
  await arrived.promise;
  gate.resolve(undefined);
  await Promise.all([hung, mailed]);
  await world.settle();
  assert.deepEqual(await states(world), ["sent", "sent"]);
});
