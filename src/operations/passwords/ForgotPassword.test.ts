import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { secretHash } from "../../testing/secret-hash.ts";
import { startWorld, type World } from "../../testing/world.ts";

const HOUR_MS = 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
const NEW = "A better 1!";
const HIDING = { client: { PreventUserExistenceErrors: "ENABLED" } } as const;
const SMS = { SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" } };

const forgot = ({ call, client }: World, Username = "ada") => call.ForgotPassword({ ...client, Username });

const statusOf = async ({ call, pool }: World, Username = "ada") =>
  (await call.AdminGetUser({ ...pool, Username })).UserStatus;

/** Every kind of user whom ForgotPassword cannot help, by the refusal of a client that tells. */
const unreachable: readonly {
  readonly kind: string;
  readonly make: (world: World) => Promise<unknown>;
  readonly name: "UserNotFoundException" | "NotAuthorizedException" | "InvalidParameterException";
  readonly text: string;
}[] = [
  {
    kind: "unknown",
    make: async () => undefined,
    name: "UserNotFoundException",
    text: TEXTS.unknownName,
  },
  {
    kind: "disabled",
    make: async (world) => {
      await world.user();
      await world.call.AdminDisableUser({ ...world.pool, Username: "ada" });
    },
    name: "NotAuthorizedException",
    text: TEXTS.disabled,
  },
  {
    kind: "without a verified contact",
    make: (world) => world.user("ada", { email_verified: "false" }),
    name: "InvalidParameterException",
    text: TEXTS.noContact,
  },
  {
    kind: "unconfirmed, as sign-ups begin",
    make: ({ call, client }) =>
      call.SignUp({
        ...client,
        Username: "ada",
        Password: NEW,
        UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
      }),
    name: "InvalidParameterException",
    text: TEXTS.noContact,
  },
  {
    kind: "waiting for the first password of their own",
    make: async (world) => {
      await world.user();
      await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password: "Only for once 1!" });
    },
    name: "NotAuthorizedException",
    text: TEXTS.state,
  },
  {
    kind: "of another provider",
    make: async (world) => {
      await world.user();
      const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
      const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
      // The one status that no operation makes yet.
      await world.server.store.transaction(async (tx) => {
        const user = await tx.users.bySub(world.pool.UserPoolId, sub);
        assert.ok(user);
        await tx.users.save({ ...user, status: "EXTERNAL_PROVIDER" });
      });
    },
    name: "NotAuthorizedException",
    text: TEXTS.state,
  },
];

test("ForgotPassword sends a code, tells where it went, and leaves the old password alone", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  assert.deepEqual(await forgot(world), {
    CodeDeliveryDetails: { Destination: "a***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
  });
  assert.equal(await statusOf(world), "CONFIRMED");
  await world.signIn(Username, Password);
  const { subject, body, code } = world.inbox.latest("ada@example.com");
  assert.equal(world.inbox.all.length, 1);
  assert.deepEqual(
    { subject, body },
    { subject: "Your verification code", body: `Your verification code is ${code}.` },
  );
  await world.call.ConfirmForgotPassword({ ...world.client, Username, Password: NEW, ConfirmationCode: code });
  await world.signIn(Username, NEW);
});

test("ForgotPassword tells the last four digits of a phone number, one asterisk for each other digit", async () => {
  await using world = await startWorld({ pool: SMS });
  await world.user("ada", { email_verified: "false", phone_number: "+12065550134", phone_number_verified: "true" });
  await world.user("bob", { email_verified: "false", phone_number: "+491725550114", phone_number_verified: "true" });
  assert.deepEqual(await forgot(world), {
    CodeDeliveryDetails: { Destination: "+*******0134", DeliveryMedium: "SMS", AttributeName: "phone_number" },
  });
  assert.deepEqual(await forgot(world, "bob"), {
    CodeDeliveryDetails: { Destination: "+********0114", DeliveryMedium: "SMS", AttributeName: "phone_number" },
  });
  assert.deepEqual(
    world.inbox.all.map(({ to, medium }) => ({ to, medium })),
    [
      { to: "+12065550134", medium: "SMS" },
      { to: "+491725550114", medium: "SMS" },
    ],
  );
});

for (const { kind, make, name, text } of unreachable) {
  test(`ForgotPassword for a user who is ${kind}: refused where the client tells who exists`, async () => {
    await using world = await startWorld();
    await make(world);
    const before = world.inbox.all.length;
    await refused(forgot(world), name, text);
    assert.equal(world.inbox.all.length, before);
  });

  test(`ForgotPassword for a user who is ${kind}: a simulated delivery where the client hides it`, async () => {
    await using world = await startWorld(HIDING);
    await make(world);
    const before = world.inbox.all.length;
    const { CodeDeliveryDetails } = await forgot(world);
    assert.match(CodeDeliveryDetails?.Destination ?? "", /^[a-z]\*{3}@[a-z]\*{3}$/);
    assert.deepEqual(
      { ...CodeDeliveryDetails, Destination: "" },
      { Destination: "", DeliveryMedium: "EMAIL", AttributeName: "email" },
    );
    assert.deepEqual(await forgot(world), { CodeDeliveryDetails });
    assert.equal(world.inbox.all.length, before);
  });
}

test("ForgotPassword simulates deliveries that differ by name and by pool", async () => {
  await using world = await startWorld(HIDING);
  const other = await world.call.CreateUserPool({ PoolName: "other" });
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    UserPoolId: other.UserPool?.Id ?? "",
    ClientName: "other",
    PreventUserExistenceErrors: "ENABLED",
  });
  const names = Array.from({ length: 20 }, (_, n) => `nobody${n}`);
  const destinations = async (client: { readonly ClientId: string }) => {
    const found: string[] = [];
    for (const Username of names) {
      const { CodeDeliveryDetails } = await world.call.ForgotPassword({ ...client, Username });
      found.push(CodeDeliveryDetails?.Destination ?? "");
    }
    return found;
  };
  const here = await destinations(world.client);
  assert.ok(new Set(here).size > 10);
  assert.notDeepEqual(await destinations({ ClientId: UserPoolClient?.ClientId ?? "" }), here);
});

test("ForgotPassword simulates what a user of the typed address would be told", async () => {
  await using world = await startWorld({
    ...HIDING,
    pool: { UsernameAttributes: ["email", "phone_number"], ...SMS, AutoVerifiedAttributes: ["email", "phone_number"] },
  });
  const { call, pool } = world;
  for (const [Username, attribute] of [
    ["ada@example.com", "email"],
    ["+12065550134", "phone_number"],
  ] as const) {
    await call.AdminCreateUser({
      ...pool,
      Username,
      MessageAction: "SUPPRESS",
      UserAttributes: [{ Name: `${attribute}_verified`, Value: "true" }],
    });
    await call.AdminSetUserPassword({ ...pool, Username, Password: NEW, Permanent: true });
    const known = await forgot(world, Username);
    assert.equal(world.inbox.all.at(-1)?.to, Username);
    await call.AdminDeleteUser({ ...pool, Username });
    assert.deepEqual(await forgot(world, Username), known);
  }
  assert.equal(world.inbox.all.length, 2);
});

test("ForgotPassword simulates an SMS where the pool recovers by phone first", async () => {
  await using world = await startWorld({
    ...HIDING,
    pool: {
      ...SMS,
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Priority: 2, Name: "verified_email" },
          { Priority: 1, Name: "verified_phone_number" },
        ],
      },
    },
  });
  const { CodeDeliveryDetails } = await forgot(world, "nobody");
  assert.match(CodeDeliveryDetails?.Destination ?? "", /^\+\*{7}\d{4}$/);
  assert.deepEqual(
    { ...CodeDeliveryDetails, Destination: "" },
    { Destination: "", DeliveryMedium: "SMS", AttributeName: "phone_number" },
  );
});

test("ForgotPassword refuses everybody where administrators alone recover accounts", async () => {
  for (const PreventUserExistenceErrors of ["LEGACY", "ENABLED"] as const) {
    await using world = await startWorld({
      client: { PreventUserExistenceErrors },
      pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: "admin_only" }] } },
    });
    await world.user();
    for (const Username of ["ada", "nobody"]) {
      await refused(forgot(world, Username), "NotAuthorizedException", "Contact administrator to reset password.");
    }
    assert.equal(world.inbox.all.length, 0);
  }
});

test("ForgotPassword through a client that is not there finds no client", async () => {
  await using world = await startWorld();
  await world.user();
  const ClientId = "0".repeat(26);
  await refused(
    world.call.ForgotPassword({ ClientId, Username: "ada" }),
    "ResourceNotFoundException",
    `User pool client ${ClientId} does not exist.`,
  );
});

test("ForgotPassword sends to an unconfirmed user whose address is verified, who still cannot finish", async () => {
  for (const PreventUserExistenceErrors of ["LEGACY", "ENABLED"] as const) {
    await using world = await startWorld({ client: { PreventUserExistenceErrors } });
    const { call, client, pool, inbox } = world;
    await call.SignUp({
      ...client,
      Username: "ada",
      Password: "The first one 1!",
      UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
    });
    await call.AdminUpdateUserAttributes({
      ...pool,
      Username: "ada",
      UserAttributes: [{ Name: "email_verified", Value: "true" }],
    });
    await forgot(world);
    const ConfirmationCode = inbox.latest("ada@example.com").code;
    await refused(
      call.ConfirmForgotPassword({ ...client, Username: "ada", Password: NEW, ConfirmationCode }),
      "UserNotConfirmedException",
      TEXTS.notConfirmed,
    );
    await call.AdminConfirmSignUp({ ...pool, Username: "ada" });
    await world.signIn("ada", "The first one 1!");
  }
});

for (const { title, options, known } of [
  { title: "a user", options: {}, known: true },
  { title: "a user of a client that hides", options: HIDING, known: true },
  { title: "a name without a user", options: HIDING, known: false },
]) {
  test(`ForgotPassword allows ten messages in any hour for ${title}`, async () => {
    await using world = await startWorld(options);
    if (known) await world.user();
    for (let minute = 0; minute < 10; minute += 1) {
      await forgot(world);
      world.clock.advance(MINUTE_MS);
    }
    await refused(forgot(world), "LimitExceededException", TEXTS.attemptLimit);
    world.clock.advance(50 * MINUTE_MS - 1);
    await refused(forgot(world), "LimitExceededException", TEXTS.attemptLimit);
    world.clock.advance(1);
    await forgot(world);
    await refused(forgot(world), "LimitExceededException", TEXTS.attemptLimit);
    assert.equal(world.inbox.all.length, known ? 11 : 0);
  });
}

test("ForgotPassword counts a user's messages whatever the name that was typed", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email", "preferred_username"] } });
  await world.user("ada", { preferred_username: "countess" });
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  const names = ["ada", "countess", "ada@example.com", sub];
  for (let n = 0; n < 10; n += 1) await forgot(world, names[n % names.length]);
  for (const name of names) await refused(forgot(world, name), "LimitExceededException", TEXTS.attemptLimit);
  assert.equal(world.inbox.to("ada@example.com").length, 10);
});

const withSecret = async (options: Parameters<typeof startWorld>[0] = {}) => {
  const world = await startWorld({ ...options, pool: { AliasAttributes: ["email"] } });
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    ...world.pool,
    ClientName: "confidential",
    GenerateSecret: true,
    ...options.client,
  });
  return { world, ClientId: UserPoolClient?.ClientId ?? "", secret: UserPoolClient?.ClientSecret ?? "" };
};

test("ForgotPassword of a client with a secret wants the hash over the name that was typed", async () => {
  for (const options of [{}, HIDING]) {
    const { world, ClientId, secret } = await withSecret(options);
    await using owned = world;
    const { call } = owned;
    await owned.user();
    const ask = (Username: string, SecretHash?: string) =>
      call.ForgotPassword({ ClientId, Username, ...(SecretHash === undefined ? {} : { SecretHash }) });
    for (const name of ["ada", "nobody"]) {
      await refused(
        ask(name),
        "NotAuthorizedException",
        `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
      );
      for (const wrong of [
        secretHash(secret, "bob", ClientId),
        secretHash(secret, name, owned.client.ClientId),
        secretHash(`${secret}x`, name, ClientId),
        secret,
      ]) {
        await refused(
          ask(name, wrong),
          "NotAuthorizedException",
          `Unable to verify secret hash for client ${ClientId}`,
        );
      }
    }
    assert.equal(owned.inbox.all.length, 0);
    await ask("ada", secretHash(secret, "ada", ClientId));
    await ask("ada@example.com", secretHash(secret, "ada@example.com", ClientId));
    assert.equal(owned.inbox.all.length, 2);
    await refused(
      ask("ada@example.com", secretHash(secret, "ada", ClientId)),
      "NotAuthorizedException",
      `Unable to verify secret hash for client ${ClientId}`,
    );
  }
});

test("ForgotPassword of a client without a secret takes no notice of a hash", async () => {
  await using world = await startWorld();
  await world.user();
  await world.call.ForgotPassword({ ...world.client, Username: "ada", SecretHash: "bm90aGluZw==" });
  assert.equal(world.inbox.all.length, 1);
});

test("ForgotPassword tells that the message was not delivered, and nobody sends it again", async () => {
  await using world = await startWorld();
  await world.user();
  world.inbox.answer = () => ({ outcome: "failed", reason: "The server said 421.", final: false });
  await refused(forgot(world), "CodeDeliveryFailureException", "The server said 421.");
  world.inbox.answer = undefined;
  world.clock.advance(HOUR_MS / 2);
  await world.settle();
  assert.equal(world.inbox.all.length, 0);
  await forgot(world);
  const { code } = world.inbox.latest("ada@example.com");
  await world.call.ConfirmForgotPassword({
    ...world.client,
    Username: "ada",
    Password: NEW,
    ConfirmationCode: code,
  });
});

test("ForgotPassword of a client that hides users does not tell that a message was not delivered, and tries again", async () => {
  await using world = await startWorld(HIDING);
  await world.user();
  world.inbox.answer = () => ({ outcome: "failed", reason: "The server said 421.", final: false });
  await forgot(world);
  world.inbox.answer = undefined;
  world.clock.advance(MINUTE_MS);
  await world.settle();
  assert.equal(world.inbox.all.length, 1);
});

test("ForgotPassword of a client that hides users does not wait for the delivery", async () => {
  await using world = await startWorld(HIDING);
  await world.user();
  const carrier = Promise.withResolvers<{ readonly outcome: "sent" }>();
  world.inbox.answer = () => carrier.promise;
  const answer = await world.server.perform(
    "ForgotPassword",
    { ...world.client, Username: "ada" },
    {
      facts: { id: "1", userAgent: "", remoteAddress: "127.0.0.1" },
      administrator: () => Promise.reject(new Error("nobody signs this call")),
    },
  );
  assert.match(answer, /a\*\*\*@e\*\*\*/);
  assert.equal(world.inbox.all.length, 0);
  carrier.resolve({ outcome: "sent" });
  await world.settle();
  assert.equal(world.inbox.all.length, 1);
});

test("ForgotPassword asks CustomMessage with the client and the metadata of the call", async () => {
  await using world = await startWorld();
  await world.user();
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  const arn = world.functions.set("texts", (event) => {
    event.response["emailSubject"] = "Ours";
    return event;
  });
  await world.updatePool({ LambdaConfig: { CustomMessage: arn } });
  await world.call.ForgotPassword({ ...world.client, Username: "ada", ClientMetadata: { tenant: "t1" } });
  assert.deepEqual(world.functions.events, [
    {
      version: "1",
      region: "us-east-1",
      userPoolId: world.pool.UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: world.client.ClientId },
      triggerSource: "CustomMessage_ForgotPassword",
      request: {
        userAttributes: {
          sub: UserAttributes?.find(({ Name }) => Name === "sub")?.Value,
          "cognito:user_status": "CONFIRMED",
          email: "ada@example.com",
          email_verified: "true",
        },
        codeParameter: "{####}",
        linkParameter: "{##Click Here##}",
        usernameParameter: null,
        clientMetadata: { tenant: "t1" },
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    },
  ]);
  assert.equal(world.inbox.latest("ada@example.com").subject, "Ours");
});

const migrating = async (world: World, answer: object) => {
  const arn = world.functions.set("migrate", (event) => ({ ...event, response: { ...event.response, ...answer } }));
  await world.updatePool({ LambdaConfig: { UserMigration: arn } });
};

test("ForgotPassword brings in a user whom UserMigration knows, and sends the code", async () => {
  for (const options of [{}, HIDING]) {
    await using world = await startWorld(options);
    const { call, client, functions, inbox } = world;
    await migrating(world, {
      userAttributes: { email: "ada@example.com", email_verified: "true" },
      messageAction: "SUPPRESS",
    });
    assert.deepEqual(await call.ForgotPassword({ ...client, Username: "ada", ClientMetadata: { tenant: "t1" } }), {
      CodeDeliveryDetails: { Destination: "a***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
    });
    const { triggerSource, userName, callerContext, request, response } = functions.events[0]!;
    assert.deepEqual(
      { triggerSource, userName, callerContext, request, response },
      {
        triggerSource: "UserMigration_ForgotPassword",
        userName: "ada",
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: client.ClientId },
        request: { validationData: null, clientMetadata: { tenant: "t1" } },
        response: {
          userAttributes: null,
          forceAliasCreation: null,
          enableSMSMFA: null,
          finalUserStatus: null,
          messageAction: null,
          desiredDeliveryMediums: null,
        },
      },
    );
    assert.equal(await statusOf(world), "RESET_REQUIRED");
    await forgot(world);
    assert.equal(functions.events.length, 1);
    const ConfirmationCode = inbox.latest("ada@example.com").code;
    await call.ConfirmForgotPassword({ ...client, Username: "ada", Password: NEW, ConfirmationCode });
    await world.signIn("ada", NEW);
  }
});

test("ForgotPassword for a user whom UserMigration does not know either is as for every unknown one", async () => {
  await using telling = await startWorld();
  await migrating(telling, {});
  await refused(forgot(telling), "UserNotFoundException", TEXTS.unknownName);
  await using hiding = await startWorld(HIDING);
  await migrating(hiding, {});
  assert.match((await forgot(hiding)).CodeDeliveryDetails?.Destination ?? "", /^[a-z]\*{3}@[a-z]\*{3}$/);
  await refused(hiding.call.AdminGetUser({ ...hiding.pool, Username: "ada" }), "UserNotFoundException");
});

test("ForgotPassword tells a UserMigration function's own error, and makes no user", async () => {
  await using world = await startWorld();
  const arn = world.functions.set("migrate", () => {
    throw new Error("Old directory is down");
  });
  await world.updatePool({ LambdaConfig: { UserMigration: arn } });
  await refused(
    forgot(world),
    "UserLambdaValidationException",
    "UserMigration failed with error Old directory is down.",
  );
  await refused(world.call.AdminGetUser({ ...world.pool, Username: "ada" }), "UserNotFoundException");
});

test("ForgotPassword follows the pool's order of recovery and the user's second factor", async () => {
  await using world = await startWorld({ pool: SMS });
  const { call, pool, inbox } = world;
  await world.user("ada", { phone_number: "+12065550134", phone_number_verified: "true" });
  const recovery = async (...names: readonly ("verified_email" | "verified_phone_number")[]) => {
    const setting: WireInput<"UpdateUserPool">["AccountRecoverySetting"] = {
      RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })),
    };
    await world.updatePool({ AccountRecoverySetting: setting });
    await forgot(world);
    return inbox.all.at(-1)?.medium;
  };
  assert.equal(await recovery("verified_email", "verified_phone_number"), "EMAIL");
  assert.equal(await recovery("verified_phone_number", "verified_email"), "SMS");
  assert.equal(await recovery("verified_phone_number"), "SMS");
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", SmsMfaConfiguration: SMS });
  await call.AdminSetUserMFAPreference({
    ...pool,
    Username: "ada",
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  assert.equal(await recovery("verified_phone_number", "verified_email"), "EMAIL");
  await refused(recovery("verified_phone_number"), "InvalidParameterException", TEXTS.noContact);
});
