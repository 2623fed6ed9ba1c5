import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { contracts } from "../../contracts/index.ts";
import { createDataFolder } from "../../testing/data-folder.ts";
import { operationNames, rawCalls, stringMap } from "../../testing/raw.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { answerSrp, beginSrp, signInBySrp } from "../../testing/srp-client.ts";
import { startWorld, type Login, type World } from "../../testing/world.ts";
import { implementationOf } from "../index.ts";

const HOUR_MS = 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
const NEW = "A better 1!";

const reset = ({ call, pool }: World, Username = "ada") => call.AdminResetUserPassword({ ...pool, Username });

const statusOf = async ({ call, pool }: World, Username = "ada") =>
  (await call.AdminGetUser({ ...pool, Username })).UserStatus;

const confirm = ({ call, client }: World, ConfirmationCode: string, Password = NEW) =>
  call.ConfirmForgotPassword({ ...client, Username: "ada", Password, ConfirmationCode });

const tokensOf = async (world: World, { Username, Password }: Login) => {
  const { AuthenticationResult } = await world.signIn(Username, Password);
  return {
    AccessToken: AuthenticationResult?.AccessToken ?? "",
    RefreshToken: AuthenticationResult?.RefreshToken ?? "",
  };
};

const refresh = ({ call, client }: World, REFRESH_TOKEN: string) =>
  call.InitiateAuth({ ...client, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } });

test("AdminResetUserPassword sends a code that buys the user a new password", async () => {
  await using world = await startWorld();
  const { call, pool, inbox } = world;
  const { Username, Password } = await world.user();

  await call.AdminResetUserPassword({ ...pool, Username, ClientMetadata: { tenant: "t1" } });

  await assert.rejects(world.signIn(Username, Password), { name: "PasswordResetRequiredException" });
  const { code } = inbox.latest("ada@example.com");
  await call.ConfirmForgotPassword({ ...world.client, Username, Password: NEW, ConfirmationCode: code });
  await world.signIn(Username, NEW);
});

test("AdminResetUserPassword answers with nothing at all, and sends one message of six digits", async () => {
  await using world = await startWorld();
  await world.user();
  assert.deepEqual(await reset(world), {});
  const messages = world.inbox.all.map(({ medium, to, subject, body, from, replyTo }) => ({
    medium,
    to,
    subject,
    body: body.replace(/\d{6}/, "######"),
    from,
    replyTo,
  }));
  assert.deepEqual(messages, [
    {
      medium: "EMAIL",
      to: "ada@example.com",
      subject: "Your verification code",
      body: "Your verification code is ######.",
      from: undefined,
      replyTo: undefined,
    },
  ]);
});

test("AdminResetUserPassword makes the user RESET_REQUIRED and moves the date of change", async () => {
  await using world = await startWorld();
  await world.user();
  world.clock.advance(5_000);
  await reset(world);
  const { UserStatus, UserLastModifiedDate, Enabled } = await world.call.AdminGetUser({
    ...world.pool,
    Username: "ada",
  });
  assert.deepEqual(
    { UserStatus, UserLastModifiedDate, Enabled },
    { UserStatus: "RESET_REQUIRED", UserLastModifiedDate: world.clock.now() / 1000, Enabled: true },
  );
});

test("AdminResetUserPassword leaves attributes, groups, second factors and links as they were", async () => {
  await using world = await startWorld({
    pool: { AliasAttributes: ["email"], SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" } },
  });
  const { call, pool } = world;
  const Username = (await world.user("ada", { phone_number: "+12065550100", name: "Ada" })).Username;
  await call.CreateGroup({ ...pool, GroupName: "engines" });
  await call.AdminAddUserToGroup({ ...pool, Username, GroupName: "engines" });
  await call.AdminSetUserMFAPreference({
    ...pool,
    Username,
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  await call.AdminLinkProviderForUser({
    ...pool,
    DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: Username },
    SourceUser: { ProviderName: "Google", ProviderAttributeName: "Cognito_Subject", ProviderAttributeValue: "7" },
  });
  const look = async () => {
    const {
      UserStatus: _status,
      UserLastModifiedDate: _date,
      ...user
    } = await call.AdminGetUser({
      ...pool,
      Username,
    });
    return { user, groups: await call.AdminListGroupsForUser({ ...pool, Username }) };
  };
  const before = await look();
  assert.equal(before.user.PreferredMfaSetting, "SMS_MFA");

  await reset(world);
  assert.deepEqual(await look(), before);
  await confirm(world, world.inbox.latest("ada@example.com").code);
  assert.deepEqual(await look(), before);
  assert.equal(await statusOf(world), "CONFIRMED");
});

for (const PreventUserExistenceErrors of ["LEGACY", "ENABLED"] as const) {
  test(`AdminResetUserPassword bars the old password at every entrance of a ${PreventUserExistenceErrors} client`, async () => {
    await using world = await startWorld({ client: { PreventUserExistenceErrors } });
    const { call, pool, client } = world;
    const { Username, Password } = await world.user();
    await reset(world);

    const asAdministrator = (AuthFlow: "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH", PASSWORD: string) =>
      call.AdminInitiateAuth({ ...pool, ...client, AuthFlow, AuthParameters: { USERNAME: Username, PASSWORD } });
    await refused(world.signIn(Username, Password), "PasswordResetRequiredException", TEXTS.resetRequired);
    // Who only guesses is told nothing, where the client hides users.
    await (PreventUserExistenceErrors === "ENABLED"
      ? refused(world.signIn(Username, "A wrong guess 1!"), "NotAuthorizedException", TEXTS.incorrect)
      : refused(world.signIn(Username, "A wrong guess 1!"), "PasswordResetRequiredException", TEXTS.resetRequired));
    for (const flow of ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] as const) {
      for (const password of [Password, "A wrong guess 1!"]) {
        await refused(asAdministrator(flow, password), "PasswordResetRequiredException", TEXTS.resetRequired);
      }
    }
  });

  test(`AdminResetUserPassword bars sign-ins by SRP at a ${PreventUserExistenceErrors} client, also those under way`, async () => {
    await using world = await startWorld({ client: { PreventUserExistenceErrors } });
    const { Username, Password } = await world.user();
    const underWay = await beginSrp(world, Username, Password);
    await reset(world);
    await refused(answerSrp(world, underWay.responses), "PasswordResetRequiredException", TEXTS.resetRequired);

    if (PreventUserExistenceErrors === "LEGACY") {
      // Already where SRP begins, with nothing proven.
      await refused(
        beginSrp(world, Username, "A wrong guess 1!"),
        "PasswordResetRequiredException",
        TEXTS.resetRequired,
      );
    } else {
      await refused(signInBySrp(world, Username, "A wrong guess 1!"), "NotAuthorizedException", TEXTS.incorrect);
      await refused(signInBySrp(world, Username, Password), "PasswordResetRequiredException", TEXTS.resetRequired);
    }
    const late = await beginSrp(world, Username, Password).catch(() => underWay);
    await confirm(world, world.inbox.latest("ada@example.com").code);
    // Begun with the old password, worthless with the new one.
    await refused(answerSrp(world, late.responses), "NotAuthorizedException", TEXTS.incorrect);
    await signInBySrp(world, Username, NEW);
  });

  test(`AdminResetUserPassword stops the tokens of a ${PreventUserExistenceErrors} client, until the reset is finished`, async () => {
    await using world = await startWorld({ client: { PreventUserExistenceErrors } });
    const { call, pool, client } = world;
    const login = await world.user();
    const { AccessToken, RefreshToken } = await tokensOf(world, login);
    await reset(world);

    const barred = (answer: Promise<unknown>) => refused(answer, "PasswordResetRequiredException", TEXTS.resetRequired);
    await barred(call.GetUser({ AccessToken }));
    await barred(call.ChangePassword({ AccessToken, PreviousPassword: login.Password, ProposedPassword: NEW }));
    await barred(refresh(world, RefreshToken));
    await barred(
      call.AdminInitiateAuth({
        ...pool,
        ...client,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    );
    // It has no word of its own for it.
    const exchange = () => call.GetTokensFromRefreshToken({ ...client, RefreshToken });
    await refused(exchange(), "NotAuthorizedException", "Refresh Token has been revoked");

    await confirm(world, world.inbox.latest("ada@example.com").code);
    assert.equal((await call.GetUser({ AccessToken })).Username, "ada");
    const { AuthenticationResult } = await refresh(world, RefreshToken);
    assert.equal((await call.GetUser({ AccessToken: AuthenticationResult?.AccessToken ?? "" })).Username, "ada");
    assert.ok((await exchange()).AuthenticationResult?.AccessToken);
    await refused(world.signIn("ada", login.Password), "NotAuthorizedException", TEXTS.incorrect);
  });
}

test("AdminResetUserPassword stops an access token at every operation that takes nothing but a token", async () => {
  await using world = await startWorld();
  const { AccessToken } = await tokensOf(world, await world.user());
  await reset(world);
  const takesTokenAlone = operationNames.filter((name) => {
    const { caller, input } = contracts[name];
    const needed = Object.entries(input.members).filter(([, member]) => "required" in member && member.required);
    return caller === "user" && implementationOf(name) !== undefined && needed.every(([key]) => key === "AccessToken");
  });
  assert.ok(takesTokenAlone.includes("GetUser") && takesTokenAlone.includes("GlobalSignOut"));
  const calls = rawCalls(world.call);
  for (const name of takesTokenAlone) {
    await refused(calls[name]({ AccessToken }), "PasswordResetRequiredException", TEXTS.resetRequired);
  }
});

test("AdminResetUserPassword twice: the second code works and the first is dead", async () => {
  await using world = await startWorld();
  await world.user();
  await reset(world);
  const first = world.inbox.latest("ada@example.com").code;
  await reset(world);
  const second = world.inbox.latest("ada@example.com").code;
  // One in a million worlds draws the same code twice.
  if (first !== second) await refused(confirm(world, first), "CodeMismatchException", TEXTS.codeMismatch);
  await confirm(world, second);
  await world.signIn("ada", NEW);
});

test("AdminResetUserPassword leaves ForgotPassword to fetch a fresh code", async () => {
  await using world = await startWorld();
  await world.user();
  await reset(world);
  const first = world.inbox.latest("ada@example.com").code;
  await world.call.ForgotPassword({ ...world.client, Username: "ada" });
  const second = world.inbox.latest("ada@example.com").code;
  assert.equal(world.inbox.all.length, 2);
  assert.equal(await statusOf(world), "RESET_REQUIRED");
  if (first !== second) await refused(confirm(world, first), "CodeMismatchException", TEXTS.codeMismatch);
  await confirm(world, second);
});

test("AdminResetUserPassword sends a code that every client of the pool takes, and no other pool's", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await world.user();
  const other = await call.CreateUserPoolClient({ ...pool, ClientName: "other" });
  const foreign = await call.CreateUserPool({ PoolName: "foreign" });
  const UserPoolId = foreign.UserPool?.Id ?? "";
  await call.AdminCreateUser({ UserPoolId, Username: "ada", MessageAction: "SUPPRESS" });
  const stranger = await call.CreateUserPoolClient({ UserPoolId, ClientName: "stranger" });
  await reset(world);
  const ConfirmationCode = world.inbox.latest("ada@example.com").code;
  const through = (client: typeof other) =>
    call.ConfirmForgotPassword({
      ClientId: client.UserPoolClient?.ClientId ?? "",
      Username: "ada",
      Password: NEW,
      ConfirmationCode,
    });
  await refused(through(stranger), "ExpiredCodeException", TEXTS.codeExpired);
  assert.deepEqual(await through(other), {});
  await world.signIn("ada", NEW);
});

test("AdminResetUserPassword sends a code that works for an hour", async () => {
  for (const { after, works } of [
    { after: HOUR_MS - 1_000, works: true },
    { after: HOUR_MS, works: false },
    { after: HOUR_MS + 1_000, works: false },
  ]) {
    await using world = await startWorld();
    await world.user();
    await reset(world);
    const { code } = world.inbox.latest("ada@example.com");
    world.clock.advance(after);
    if (works) assert.deepEqual(await confirm(world, code), {});
    else await refused(confirm(world, code), "ExpiredCodeException", TEXTS.codeExpired);
  }
});

test("AdminResetUserPassword refuses a disabled user, and the status and the password stay", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { Username, Password } = await world.user();
  await call.AdminDisableUser({ ...pool, Username });
  await refused(reset(world), "NotAuthorizedException", TEXTS.disabled);
  await call.AdminEnableUser({ ...pool, Username });
  assert.equal(await statusOf(world), "CONFIRMED");
  await world.signIn(Username, Password);
  assert.equal(world.inbox.all.length, 0);
});

test("AdminResetUserPassword refuses an expired temporary password as it does a fresh one", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await call.AdminCreateUser({
    ...pool,
    Username: "ada",
    MessageAction: "SUPPRESS",
    UserAttributes: [
      { Name: "email", Value: "ada@example.com" },
      { Name: "email_verified", Value: "true" },
    ],
  });
  await refused(reset(world), "NotAuthorizedException", TEXTS.state);
  world.clock.advance(8 * 24 * HOUR_MS);
  await refused(reset(world), "NotAuthorizedException", TEXTS.state);
});

test("AdminResetUserPassword allows twenty resets of a user in any hour", async () => {
  await using world = await startWorld();
  await world.user();
  await world.user("bob");
  for (let minute = 0; minute < 20; minute += 1) {
    await reset(world);
    world.clock.advance(MINUTE_MS);
  }
  await refused(reset(world), "LimitExceededException", TEXTS.attemptLimit);
  assert.equal(world.inbox.to("ada@example.com").length, 20);
  await reset(world, "bob");

  world.clock.advance(40 * MINUTE_MS - 1);
  await refused(reset(world), "LimitExceededException", TEXTS.attemptLimit);
  world.clock.advance(1);
  await reset(world);
  await refused(reset(world), "LimitExceededException", TEXTS.attemptLimit);
  world.clock.advance(MINUTE_MS);
  await reset(world);
});

test("AdminResetUserPassword has a budget that no unsigned call can spend, and spends none of theirs", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await world.user();
  for (let n = 0; n < 10; n += 1) await call.ForgotPassword({ ...client, Username: "ada" });
  await refused(call.ForgotPassword({ ...client, Username: "ada" }), "LimitExceededException", TEXTS.attemptLimit);
  for (let n = 0; n < 12; n += 1) await assert.rejects(confirm(world, "not a code".replaceAll(" ", "-")));
  await refused(confirm(world, "000000"), "LimitExceededException", TEXTS.attemptLimit);

  for (let n = 0; n < 20; n += 1) await reset(world);
  await refused(reset(world), "LimitExceededException", TEXTS.attemptLimit);
  world.clock.advance(HOUR_MS);
  await call.ForgotPassword({ ...client, Username: "ada" });
});

test("AdminResetUserPassword leaves ForgotPassword its ten messages", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await world.user();
  for (let n = 0; n < 20; n += 1) await reset(world);
  for (let n = 0; n < 10; n += 1) await call.ForgotPassword({ ...client, Username: "ada" });
});

test("AdminResetUserPassword made thirty times at once stays within its budget, and one code lives", async () => {
  await using world = await startWorld();
  await world.user();
  const answers = await Promise.allSettled(Array.from({ length: 30 }, () => reset(world)));
  const made = answers.filter(({ status }) => status === "fulfilled").length;
  assert.ok(made >= 1 && made <= 20, `${made} resets were made`);
  for (const answer of answers) {
    if (answer.status === "rejected") {
      assert.match(String(answer.reason.name), /^(?:TooManyRequests|LimitExceeded)Exception$/);
    }
  }
  assert.ok(world.inbox.all.length <= made);
  await confirm(world, world.inbox.latest("ada@example.com").code);
});

test("AdminResetUserPassword does not tell that a message could not be delivered; the log does", async () => {
  await using world = await startWorld();
  const { inbox } = world;
  await world.user();
  inbox.answer = () => ({ outcome: "failed", reason: "The server said 550.", final: true });
  assert.deepEqual(await reset(world), {});
  assert.equal(await statusOf(world), "RESET_REQUIRED");
  assert.equal(inbox.all.length, 0);
  const told = world.log.filter(({ event }) => event === "message failed");
  assert.deepEqual(
    told.map(({ level, fields }) => ({ level, medium: fields.medium, reason: fields.reason })),
    [{ level: "warn", medium: "EMAIL", reason: "The server said 550." }],
  );
  inbox.answer = undefined;
  await reset(world);
  await confirm(world, inbox.latest("ada@example.com").code);
});

test("AdminResetUserPassword tries a message again, but never one whose code was replaced", async () => {
  await using world = await startWorld();
  const { inbox } = world;
  await world.user();
  inbox.answer = () => ({ outcome: "failed", reason: "The server said 421.", final: false });
  await reset(world);
  await reset(world);
  inbox.answer = undefined;
  world.clock.advance(HOUR_MS - 1);
  await world.settle();
  assert.equal(inbox.all.length, 1);
  await confirm(world, inbox.latest("ada@example.com").code);
});

test("AdminResetUserPassword sends by SMS where the phone is what is verified", async () => {
  await using world = await startWorld({
    pool: { SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" } },
  });
  await world.user("ada", { email_verified: "false", phone_number: "+12065550100", phone_number_verified: "true" });
  await reset(world);
  const [message] = world.inbox.all;
  assert.equal(world.inbox.all.length, 1);
  assert.deepEqual(
    { medium: message?.medium, to: message?.to, subject: message?.subject, body: message?.body },
    {
      medium: "SMS",
      to: "+12065550100",
      subject: undefined,
      body: `Your verification code is ${message?.code}.`,
    },
  );
  await confirm(world, message?.code ?? "");
});

test("AdminResetUserPassword sends the pool's own texts for codes, also where sign-ups are confirmed by link", async () => {
  await using world = await startWorld({
    pool: {
      VerificationMessageTemplate: {
        DefaultEmailOption: "CONFIRM_WITH_LINK",
        EmailMessage: "<p>Take {####}</p>",
        EmailSubject: "Your way back",
        EmailMessageByLink: "{##Click##}",
        EmailSubjectByLink: "A link",
        SmsMessage: "Text {####}",
      },
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" },
    },
  });
  await world.user();
  await world.user("bob", { email_verified: "false", phone_number: "+12065550100", phone_number_verified: "true" });
  await reset(world);
  await reset(world, "bob");
  const texts = world.inbox.all.map(({ subject, body }) => ({ subject, body: body.replace(/\d{6}/, "######") }));
  assert.deepEqual(texts, [
    { subject: "Your way back", body: "<p>Take ######</p>" },
    { subject: undefined, body: "Text ######" },
  ]);
});

const withFunction = async (world: World, name: string, handler: Parameters<World["functions"]["set"]>[1]) => {
  const arn = world.functions.set(name, handler);
  await world.updatePool({ LambdaConfig: { CustomMessage: arn } });
};

test("AdminResetUserPassword asks CustomMessage with an event of exactly this shape", async () => {
  await using world = await startWorld();
  const { call, pool, functions } = world;
  await withFunction(world, "texts", (event) => event);
  const { Username } = await world.user("ada", { name: "Ada" });
  const { UserAttributes } = await call.AdminGetUser({ ...pool, Username });
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value;
  const shape = (status: string, metadata: object) => ({
    version: "1",
    region: "us-east-1",
    userPoolId: pool.UserPoolId,
    userName: "ada",
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "CLIENT_ID_NOT_APPLICABLE" },
    triggerSource: "CustomMessage_ForgotPassword",
    request: {
      userAttributes: {
        sub,
        "cognito:user_status": status,
        email: "ada@example.com",
        email_verified: "true",
        name: "Ada",
      },
      codeParameter: "{####}",
      linkParameter: "{##Click Here##}",
      usernameParameter: null,
      ...metadata,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });

  await call.AdminResetUserPassword({ ...pool, Username, ClientMetadata: { tenant: "t1", lang: "en" } });
  await call.AdminResetUserPassword({ ...pool, Username: sub ?? "" });
  assert.deepEqual(functions.events, [
    shape("CONFIRMED", { clientMetadata: { tenant: "t1", lang: "en" } }),
    shape("RESET_REQUIRED", {}),
  ]);
});

test("AdminResetUserPassword asks CustomMessage and no other function", async () => {
  await using world = await startWorld();
  await world.user();
  const arn = world.functions.set("every", (event) => event);
  const names = ["CustomMessage", "PreSignUp", "PreAuthentication", "PostAuthentication", "PostConfirmation"] as const;
  await world.updatePool({
    LambdaConfig: { ...Object.fromEntries(names.map((name) => [name, arn])), PreTokenGeneration: arn },
  });
  await reset(world);
  assert.deepEqual(
    world.functions.events.map(({ triggerSource }) => triggerSource),
    ["CustomMessage_ForgotPassword"],
  );
});

test("AdminResetUserPassword names the stored username to its function, never the alias that was typed", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email"], AutoVerifiedAttributes: ["email"] } });
  const { call, pool, functions } = world;
  await withFunction(world, "texts", (event) => event);
  await call.AdminCreateUser({
    ...pool,
    Username: "ada@example.com",
    MessageAction: "SUPPRESS",
    UserAttributes: [{ Name: "email_verified", Value: "true" }],
  });
  await call.AdminSetUserPassword({ ...pool, Username: "ada@example.com", Password: NEW, Permanent: true });
  await reset(world, "ada@example.com");
  const [event] = functions.events;
  const attributes = stringMap(event?.request["userAttributes"]);
  assert.equal(event?.userName, attributes["sub"]);
  assert.equal(attributes["email"], "ada@example.com");
});

test("AdminResetUserPassword sends the texts that CustomMessage wrote", async () => {
  await using world = await startWorld({
    pool: { SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" } },
  });
  await world.user();
  await world.user("bob", { email_verified: "false", phone_number: "+12065550100", phone_number_verified: "true" });
  await withFunction(world, "texts", (event) => {
    const { lang } = stringMap(event.request["clientMetadata"]);
    event.response["emailMessage"] = `${lang}: <b>{####}</b>`;
    event.response["emailSubject"] = `${lang}: way back`;
    event.response["smsMessage"] = `${lang} {####}`;
    return event;
  });
  const { call, pool, inbox } = world;
  await call.AdminResetUserPassword({ ...pool, Username: "ada", ClientMetadata: { lang: "fr" } });
  await call.AdminResetUserPassword({ ...pool, Username: "bob", ClientMetadata: { lang: "de" } });
  const { subject, body, code } = inbox.latest("ada@example.com");
  assert.deepEqual({ subject, body }, { subject: "fr: way back", body: `fr: <b>${code}</b>` });
  const sms = inbox.latest("+12065550100");
  assert.deepEqual({ subject: sms.subject, body: sms.body }, { subject: undefined, body: `de ${sms.code}` });
});

/** The user can still sign in, nothing was sent, nothing was spent. */
const requireUntouched = async (world: World, { Username, Password }: Login, resets: number) => {
  assert.equal(world.inbox.all.length, 0);
  assert.equal(await statusOf(world), "CONFIRMED");
  await world.signIn(Username, Password);
  await world.updatePool({ LambdaConfig: {} });
  for (let n = 0; n < resets; n += 1) await reset(world);
};

test("AdminResetUserPassword whose CustomMessage fails leaves the user able to sign in, and sends nothing", async () => {
  for (const { handler, name, message } of [
    {
      handler: () => {
        throw new Error("no such tenant");
      },
      name: "UserLambdaValidationException",
      message: "CustomMessage failed with error no such tenant.",
    },
    {
      handler: () => new Promise<never>(() => undefined),
      name: "UnexpectedLambdaException",
      message: "CustomMessage invocation failed due to error Socket timeout while invoking Lambda function.",
    },
    { handler: () => null, name: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" },
    {
      handler: () => ({ response: { emailMessage: "no place for the code" } }),
      name: "InvalidLambdaResponseException",
      message: "Unrecognizable lambda output",
    },
    {
      handler: () => ({ response: { emailSubject: 7 } }),
      name: "InvalidLambdaResponseException",
      message: "Unrecognizable lambda output",
    },
  ] as const) {
    await using world = await startWorld({ triggerTimeoutMs: 200 });
    const login = await world.user();
    await withFunction(world, "texts", handler);
    await refused(reset(world), name, message);
    await requireUntouched(world, login, 20);
  }
});

test("AdminResetUserPassword whose function is gone leaves the user able to sign in", async () => {
  using folder = createDataFolder();
  const path = folder.database;
  const before = await startWorld({ path });
  const { pool, client } = before;
  const { Username, Password } = await before.user();
  await withFunction(before, "gone", (event) => event);
  await before[Symbol.asyncDispose]();

  await using world = await startWorld({ path, populated: false });
  world.clock.advance(1_000);
  await refused(
    world.call.AdminResetUserPassword({ ...pool, Username }),
    "UnexpectedLambdaException",
    "CustomMessage invocation failed due to error ResourceNotFoundException.",
  );
  assert.equal((await world.call.AdminGetUser({ ...pool, Username })).UserStatus, "CONFIRMED");
  await world.call.InitiateAuth({
    ...client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
  });
  assert.equal(world.inbox.all.length, 0);
});

test("AdminResetUserPassword sends to the address as it is when the change is written, not as it was when asked", async () => {
  await using world = await startWorld();
  const { call, pool, inbox, functions } = world;
  await world.user();
  let moved = false;
  await withFunction(world, "slow", async (event) => {
    if (!moved) {
      moved = true;
      await call.AdminUpdateUserAttributes({
        ...pool,
        Username: "ada",
        UserAttributes: [
          { Name: "email", Value: "new@example.com" },
          { Name: "email_verified", Value: "true" },
        ],
      });
    }
    return event;
  });
  await reset(world);
  assert.deepEqual(
    inbox.all.map(({ to }) => to),
    ["new@example.com"],
  );
  assert.equal(functions.events.length, 2);
});

test("AdminResetUserPassword that judged a user who was deleted meanwhile sends nothing", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await world.user();
  await withFunction(world, "slow", async (event) => {
    await call.AdminDeleteUser({ ...pool, Username: "ada" });
    return event;
  });
  await refused(reset(world), "UserNotFoundException", TEXTS.unknownUser);
  assert.equal(world.inbox.all.length, 0);
});

/** Every byte that the database holds on disk. */
const bytesIn = async (folder: string): Promise<Buffer> =>
  Buffer.concat(await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file)))));

test("AdminResetUserPassword stores and logs ClientMetadata nowhere", async () => {
  using folder = createDataFolder();
  const world = await startWorld({ path: folder.database });
  const { call, pool, functions, inbox, log } = world;
  await withFunction(world, "texts", (event) => event);
  await world.user("witness-of-the-scan");
  const ClientMetadata = { "sentinel-key-83c1": "sentinel-value-5d2f" };
  await call.AdminResetUserPassword({ ...pool, Username: "witness-of-the-scan", ClientMetadata });
  assert.deepEqual(functions.events[0]?.request["clientMetadata"], ClientMetadata);
  const open = await bytesIn(folder.path);
  await world[Symbol.asyncDispose]();
  const closed = await bytesIn(folder.path);

  for (const bytes of [open, closed, Buffer.from(JSON.stringify([log, inbox.all]))]) {
    assert.equal(bytes.includes("sentinel-"), false);
  }
  // What is stored can be found this way.
  for (const bytes of [open, closed]) assert.equal(bytes.includes("witness-of-the-scan"), true);
  assert.match(JSON.stringify(inbox.all), /witness-of-the-scan/);
});

test("AdminResetUserPassword is for administrators alone", async () => {
  await using world = await startWorld();
  await world.user();
  const { endpoint } = await world.listen();
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityProviderService.AdminResetUserPassword",
    },
    body: JSON.stringify({ ...world.pool, Username: "ada" }),
  });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /"__type":"MissingAuthenticationTokenException"/);
  assert.equal(await statusOf(world), "CONFIRMED");
  assert.equal(world.inbox.all.length, 0);
});
