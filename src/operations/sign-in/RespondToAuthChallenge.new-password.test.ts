/** NEW_PASSWORD_REQUIRED, and the session that waits for its answer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { secretHash } from "../../testing/secret-hash.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const USERNAME = "tess";
const TEMPORARY = "Temporary of tess 1!";
const CHOSEN = "Chosen by tess 1!";
const INVALID = "Invalid session for the user.";
const SPENT = "Invalid session for the user, session can only be used once.";
const EXPIRED = "Invalid session for the user, session is expired.";
const MINUTE = 60_000;

type Attributes = Readonly<Record<string, string>>;

const invite = (
  { call, pool }: World,
  attributes: Attributes = { email: "tess@example.com", email_verified: "true" },
) =>
  call.AdminCreateUser({
    ...pool,
    Username: USERNAME,
    TemporaryPassword: TEMPORARY,
    MessageAction: "SUPPRESS",
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });

const begin = async (world: World): Promise<string> => (await world.signIn(USERNAME, TEMPORARY)).Session ?? "";

const answer = (
  { call, client }: World,
  Session: string,
  responses: Attributes = {},
  change: Partial<WireInput<"RespondToAuthChallenge">> = {},
) =>
  call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session,
    ChallengeResponses: { USERNAME, NEW_PASSWORD: CHOSEN, ...responses },
    ...change,
  });

const startInvited = async (options: WorldOptions = {}, attributes?: Attributes): Promise<World> => {
  const world = await startWorld(options);
  await invite(world, attributes);
  return world;
};

const statusOf = async ({ call, pool }: World) => (await call.AdminGetUser({ ...pool, Username: USERNAME })).UserStatus;

test("InitiateAuth asks an invited user for a new password", async () => {
  await using world = await startInvited({ pool: { Schema: [{ Name: "name", Required: true }] } });
  const { ChallengeName, ChallengeParameters, Session, ...rest } = await world.signIn(USERNAME, TEMPORARY);
  assert.deepEqual(rest, {});
  assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
  const { requiredAttributes, userAttributes, ...parameters } = ChallengeParameters ?? {};
  assert.deepEqual(parameters, { USER_ID_FOR_SRP: USERNAME });
  assert.deepEqual(JSON.parse(requiredAttributes ?? ""), ["userAttributes.name"]);
  assert.deepEqual(JSON.parse(userAttributes ?? ""), { email: "tess@example.com", email_verified: "true" });
  const length = Session?.length ?? 0;
  assert.ok(length >= 20 && length <= 2048, `a session has 20 to 2048 characters, not ${length}`);
});

test("RespondToAuthChallenge confirms the user with the new password and signs in", async () => {
  await using world = await startInvited();
  const { AuthenticationResult, ...rest } = await answer(world, await begin(world));
  assert.deepEqual(rest, { ChallengeParameters: {} });
  assert.ok(AuthenticationResult?.AccessToken && AuthenticationResult.IdToken && AuthenticationResult.RefreshToken);
  assert.equal(await statusOf(world), "CONFIRMED");
  await refused(world.signIn(USERNAME, TEMPORARY), "NotAuthorizedException", TEXTS.incorrect);
  assert.ok((await world.signIn(USERNAME, CHOSEN)).AuthenticationResult);
});

test("RespondToAuthChallenge accepts the temporary password as the new one", async () => {
  await using world = await startInvited();
  assert.ok((await answer(world, await begin(world), { NEW_PASSWORD: TEMPORARY })).AuthenticationResult);
  assert.ok((await world.signIn(USERNAME, TEMPORARY)).AuthenticationResult);
});

test("RespondToAuthChallenge keeps the pool's policy, and a weak password does not cost the session", async () => {
  await using world = await startInvited();
  const session = await begin(world);
  await refused(
    answer(world, session, { NEW_PASSWORD: "Short1!" }),
    "InvalidPasswordException",
    "Password did not conform with policy: Password not long enough",
  );
  await refused(answer(world, session, { NEW_PASSWORD: "" }), "InvalidParameterException");
  assert.ok((await answer(world, session)).AuthenticationResult);
});

test("RespondToAuthChallenge takes the required attributes that are missing, and insists on them", async () => {
  await using world = await startInvited({
    pool: {
      Schema: [
        { Name: "name", Required: true, Mutable: false },
        { Name: "email", Required: true },
      ],
    },
  });
  const session = await begin(world);
  await refused(answer(world, session), "InvalidParameterException", "Invalid attributes given, name is missing");
  await refused(
    answer(world, session, { "userAttributes.name": "Tess", "userAttributes.email": "eve@example.com" }),
    "NotAuthorizedException",
    "Cannot modify an already provided email",
  );
  // Repeating what is so already is no change.
  const repeated = { "userAttributes.name": "Tess", "userAttributes.email_verified": "true" };
  assert.ok((await answer(world, session, repeated)).AuthenticationResult);
});

test("RespondToAuthChallenge writes the attributes with the password", async () => {
  await using world = await startInvited({ pool: { Schema: [{ Name: "name", Required: true, Mutable: false }] } });
  const answered = await answer(world, await begin(world), {
    "userAttributes.name": "Tess",
    "userAttributes.nickname": "T",
    "userAttributes.email": "tess@example.com",
  });
  assert.ok(answered.AuthenticationResult);
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: USERNAME });
  const attributes = Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
  assert.equal(attributes["name"], "Tess");
  assert.equal(attributes["nickname"], "T");
  assert.equal(attributes["email_verified"], "true");
});

test("RespondToAuthChallenge lets a user claim neither the proof of an address nor what the client may not write", async () => {
  await using world = await startInvited({}, { email: "tess@example.com", email_verified: "false" });
  const session = await begin(world);
  for (const name of ["email_verified", "phone_number_verified", "sub", "identities"]) {
    await refused(answer(world, session, { [`userAttributes.${name}`]: "true" }), "NotAuthorizedException");
  }
  await refused(answer(world, session, { "userAttributes.custom:none": "1" }), "InvalidParameterException");
  await answer(world, session, { "userAttributes.email": "new@example.com" });
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: USERNAME });
  assert.equal(UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "false");
});

test("RespondToAuthChallenge lets nobody with a temporary password choose where the second factor goes", async () => {
  for (const MfaConfiguration of ["ON", "OPTIONAL"] as const) {
    await using world = await startInvited();
    const { call, pool } = world;
    await call.SetUserPoolMfaConfig({
      ...pool,
      MfaConfiguration,
      SmsMfaConfiguration: {
        SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" },
      },
      EmailMfaConfiguration: {},
    });
    if (MfaConfiguration === "OPTIONAL") {
      await call.AdminSetUserMFAPreference({ ...pool, Username: USERNAME, EmailMfaSettings: { Enabled: true } });
    }
    const session = await begin(world);
    for (const email of ["eve@example.com", ""]) {
      await refused(
        answer(world, session, { "userAttributes.email": email }),
        "NotAuthorizedException",
        "Cannot modify an already provided email",
      );
    }
    const next = await answer(world, session, { "userAttributes.phone_number": "+12065550199" });
    assert.equal(next.ChallengeName, "EMAIL_OTP");
    assert.equal(next.ChallengeParameters?.["CODE_DELIVERY_DESTINATION"], "t***@e***");
  }
});

test("RespondToAuthChallenge refuses an alias that is another user's, and nothing changes", async () => {
  await using world = await startInvited({ pool: { AliasAttributes: ["preferred_username"] } });
  await world.user("ada", { preferred_username: "countess" });
  const session = await begin(world);
  await refused(answer(world, session, { "userAttributes.preferred_username": "countess" }), "AliasExistsException");
  assert.equal(await statusOf(world), "FORCE_CHANGE_PASSWORD");
  assert.ok((await answer(world, session)).AuthenticationResult);
});

test("RespondToAuthChallenge names what is missing", async () => {
  await using world = await startInvited();
  const session = await begin(world);
  const { call, client } = world;
  const respond = (ChallengeResponses: Attributes) =>
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: session,
      ChallengeResponses,
    });
  const missing = (name: string) => `Missing required parameter ${name}`;
  await refused(respond({ NEW_PASSWORD: CHOSEN }), "InvalidParameterException", missing("USERNAME"));
  await refused(respond({ USERNAME }), "InvalidParameterException", missing("NEW_PASSWORD"));
  await refused(
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      ChallengeResponses: { USERNAME, NEW_PASSWORD: CHOSEN },
    }),
    "InvalidParameterException",
    missing("Session"),
  );
});

test("RespondToAuthChallenge takes a session once, of fifty answers at the same time too", async () => {
  await using world = await startInvited();
  const session = await begin(world);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      answer(world, session, { NEW_PASSWORD: `Chosen ${n} by tess 1!` }).then(
        () => "signed in",
        (error: unknown) => String(error),
      ),
    ),
  );
  assert.equal(outcomes.filter((outcome) => outcome === "signed in").length, 1);
  await refused(answer(world, session), "NotAuthorizedException", SPENT);
});

test("RespondToAuthChallenge binds a session to its client, its pool, its user and its challenge", async () => {
  await using world = await startInvited();
  const { call, pool } = world;
  await world.user();
  const session = await begin(world);
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "other" });
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const foreign = await call.CreateUserPoolClient({ UserPoolId: UserPool?.Id ?? "", ClientName: "foreign" });
  for (const ClientId of [UserPoolClient?.ClientId ?? "", foreign.UserPoolClient?.ClientId ?? ""]) {
    await refused(answer(world, session, {}, { ClientId }), "NotAuthorizedException", INVALID);
  }
  await refused(answer(world, session, { USERNAME: "ada" }), "NotAuthorizedException", INVALID);
  await refused(answer(world, session, { USERNAME: "nobody" }), "NotAuthorizedException", INVALID);
  await refused(
    answer(world, session, { SMS_MFA_CODE: "123456" }, { ChallengeName: "SMS_MFA" }),
    "NotAuthorizedException",
    INVALID,
  );
  await refused(answer(world, "a".repeat(128)), "NotAuthorizedException", INVALID);
  assert.ok((await answer(world, session)).AuthenticationResult);
});

test("RespondToAuthChallenge accepts any name of the session's user", async () => {
  await using world = await startInvited({ pool: { UsernameConfiguration: { CaseSensitive: false } } });
  assert.ok((await answer(world, await begin(world), { USERNAME: "TESS" })).AuthenticationResult);
});

test("RespondToAuthChallenge ends a session after the client's AuthSessionValidity, three minutes unless said", async () => {
  for (const [validity, minutes] of [
    [undefined, 3],
    [7, 7],
  ] as const) {
    await using world = await startInvited({
      client: validity === undefined ? {} : { AuthSessionValidity: validity },
    });
    const session = await begin(world);
    world.clock.advance(minutes * MINUTE - 1);
    const inTime = await begin(world);
    world.clock.advance(1);
    await refused(answer(world, session), "NotAuthorizedException", EXPIRED);
    assert.ok((await answer(world, inTime)).AuthenticationResult);
  }
});

test("RespondToAuthChallenge refuses users who were disabled, reset, deleted or given another password meanwhile", async () => {
  const Username = USERNAME;
  await using world = await startInvited();
  const { call, pool } = world;
  const session = await begin(world);
  await call.AdminDisableUser({ ...pool, Username });
  await refused(answer(world, session), "NotAuthorizedException", TEXTS.disabled);
  await call.AdminEnableUser({ ...pool, Username });

  await call.AdminSetUserPassword({ ...pool, Username, Password: "Another temporary 1!", Permanent: false });
  await refused(answer(world, session), "NotAuthorizedException", INVALID);

  const { Session } = await world.signIn(Username, "Another temporary 1!");
  await call.AdminDeleteUser({ ...pool, Username });
  await refused(answer(world, Session ?? ""), "NotAuthorizedException", INVALID);
  await invite(world);
  await refused(answer(world, Session ?? ""), "NotAuthorizedException", INVALID);
});

test("RespondToAuthChallenge lets another temporary password win that is set while a function is asked", async () => {
  await using world = await startInvited();
  const { call, pool, functions } = world;
  const session = await begin(world);
  const Password = "Another temporary 1!";
  const PreTokenGeneration = functions.set("pre-token", async (event) => {
    await call.AdminSetUserPassword({ ...pool, Username: USERNAME, Password, Permanent: false });
    return event;
  });
  await world.updatePool({ LambdaConfig: { PreTokenGeneration } });
  await refused(answer(world, session), "NotAuthorizedException", INVALID);
  assert.equal((await world.signIn(USERNAME, Password)).ChallengeName, "NEW_PASSWORD_REQUIRED");
});

test("RespondToAuthChallenge wants the secret hash over the username that is sent", async () => {
  await using world = await startInvited();
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    ...world.pool,
    ClientName: "confidential",
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  });
  const { ClientId = "", ClientSecret = "" } = UserPoolClient ?? {};
  const hash = secretHash(ClientSecret, USERNAME, ClientId);
  const { Session = "" } = await world.call.InitiateAuth({
    ClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD: TEMPORARY, SECRET_HASH: hash },
  });
  await refused(
    answer(world, Session, {}, { ClientId }),
    "NotAuthorizedException",
    `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
  );
  await refused(
    answer(world, Session, { SECRET_HASH: secretHash(ClientSecret, "eve", ClientId) }, { ClientId }),
    "NotAuthorizedException",
    `Unable to verify secret hash for client ${ClientId}`,
  );
  assert.ok((await answer(world, Session, { SECRET_HASH: hash }, { ClientId })).AuthenticationResult);
});

test("RespondToAuthChallenge kills an older reset code with the new password", async () => {
  await using world = await startWorld();
  const { call, pool, client, inbox } = world;
  const { Username } = await world.user("tess");
  await call.ForgotPassword({ ...client, Username });
  const { code } = inbox.latest("tess@example.com");
  await call.AdminSetUserPassword({ ...pool, Username, Password: TEMPORARY, Permanent: false });
  await answer(world, await begin(world));
  await refused(
    call.ConfirmForgotPassword({ ...client, Username, Password: "Stolen 1! password", ConfirmationCode: code }),
    "ExpiredCodeException",
  );
});

test("RespondToAuthChallenge tells the functions in order, with its own metadata", async () => {
  await using world = await startInvited();
  const { functions } = world;
  const pass = (event: { response: unknown }) => event;
  await world.updatePool({
    LambdaConfig: {
      PreAuthentication: functions.set("pre-auth", pass),
      PostAuthentication: functions.set("post-auth", pass),
      PostConfirmation: functions.set("post-confirm", pass),
      PreTokenGeneration: functions.set("pre-token", pass),
    },
  });
  const { Session } = await world.call.InitiateAuth({
    ...world.client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD: TEMPORARY },
    ClientMetadata: { step: "one" },
  });
  await answer(world, Session ?? "", {}, { ClientMetadata: { step: "two" } });
  assert.deepEqual(
    functions.events.map(({ triggerSource, request }) => [
      triggerSource,
      request["validationData"],
      request["clientMetadata"],
    ]),
    [
      ["PreAuthentication_Authentication", { step: "one" }, undefined],
      ["PostAuthentication_Authentication", undefined, { step: "two" }],
      ["TokenGeneration_NewPasswordChallenge", undefined, { step: "two" }],
    ],
  );
});

test("RespondToAuthChallenge changes nothing when PreTokenGeneration fails and there is no PostAuthentication", async () => {
  await using world = await startInvited();
  const { functions } = world;
  let fails = true;
  const PreTokenGeneration = functions.set("pre-token", (event) => {
    if (fails) throw new Error("not now");
    return event;
  });
  await world.updatePool({ LambdaConfig: { PreTokenGeneration } });
  const session = await begin(world);
  await refused(
    answer(world, session),
    "UserLambdaValidationException",
    "PreTokenGeneration failed with error not now.",
  );
  assert.equal(await statusOf(world), "FORCE_CHANGE_PASSWORD");
  fails = false;
  assert.ok((await answer(world, session)).AuthenticationResult);
});

test("RespondToAuthChallenge says which challenges are to come", async () => {
  await using world = await startInvited();
  await refused(
    answer(world, await begin(world), {}, { ChallengeName: "ADMIN_NO_SRP_AUTH" }),
    "InvalidParameterException",
    "The challenge ADMIN_NO_SRP_AUTH is not supported yet.",
  );
});

test("AdminRespondToAuthChallenge takes what InitiateAuth asked, and may write what the client may not", async () => {
  await using world = await startInvited({}, { email: "tess@example.com" });
  const { call, pool, client } = world;
  const { AuthenticationResult } = await call.AdminRespondToAuthChallenge({
    ...pool,
    ...client,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: await begin(world),
    ChallengeResponses: { USERNAME, NEW_PASSWORD: CHOSEN, "userAttributes.email_verified": "true" },
  });
  assert.ok(AuthenticationResult?.IdToken);
  const { UserAttributes } = await call.AdminGetUser({ ...pool, Username: USERNAME });
  assert.equal(UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "true");
});
