/** USER_AUTH: how a user may choose to prove who they are, and what each choice leads to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { createSrpClient } from "../../testing/srp-client.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const PHONE = "+12065550100";
const MISMATCH = "Invalid code or auth state for the user.";
const INVALID = "Invalid session for the user.";
const SPENT = "Invalid session for the user, session can only be used once.";
const LOCKED = "Password attempts exceeded";
const SMS = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" };
const HIDING = { PreventUserExistenceErrors: "ENABLED" } as const;
const EVERYTHING = ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"];

type Parameters = Readonly<Record<string, string>>;
type ChallengeName = WireInput<"RespondToAuthChallenge">["ChallengeName"];

/** A world whose pool lets codes come first, and whose client has USER_AUTH beside passwords. */
const startChoiceWorld = (options: WorldOptions = {}): Promise<World> =>
  startWorld({
    ...options,
    pool: {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] } },
      SmsConfiguration: SMS,
      ...options.pool,
    },
    client: {
      ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"],
      ...options.client,
    },
  });

const ada = (world: World, attributes: Parameters = {}) =>
  world.user("ada", { phone_number: PHONE, phone_number_verified: "true", ...attributes });

const begin = (world: World, USERNAME: string, more: Parameters = {}) =>
  world.call.InitiateAuth({ ...world.client, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME, ...more } });

const prefer = (world: World, USERNAME: string, PREFERRED_CHALLENGE: string, more: Parameters = {}) =>
  begin(world, USERNAME, { PREFERRED_CHALLENGE, ...more });

const respond = (world: World, ChallengeName: ChallengeName, Session: string | undefined, responses: Parameters) =>
  world.call.RespondToAuthChallenge({
    ...world.client,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: "ada", ...responses },
  });

const choose = (world: World, Session: string | undefined, ANSWER: string, more: Parameters = {}) =>
  respond(world, "SELECT_CHALLENGE", Session, { ANSWER, ...more });

const invite = async ({ call, pool }: World, Username: string) => {
  await call.AdminCreateUser({
    ...pool,
    Username,
    TemporaryPassword: "Temporary 1!",
    MessageAction: "SUPPRESS",
    UserAttributes: [{ Name: "email", Value: `${Username}@example.com` }],
  });
};

const signUp = ({ call, client }: World, Username: string, more: Partial<WireInput<"SignUp">> = {}) =>
  call.SignUp({
    ...client,
    Username,
    Password: `Secret of ${Username} 1!`,
    UserAttributes: [{ Name: "email", Value: `${Username}@example.com` }],
    ...more,
  });

const factorsOf = async (world: World, name: string) => (await begin(world, name)).AvailableChallenges;

test("InitiateAuth lists what the user can begin with, where nothing is preferred", async () => {
  await using world = await startChoiceWorld();
  const { Username } = await ada(world);
  const { Session, ...asked } = await begin(world, Username);
  assert.deepEqual(asked, {
    ChallengeName: "SELECT_CHALLENGE",
    ChallengeParameters: {},
    AvailableChallenges: EVERYTHING,
  });
  assert.ok(Session !== undefined && Session.length >= 20);
  // What is preferred and cannot be had is no error.
  for (const factor of ["WEB_AUTHN", "CUSTOM_CHALLENGE", ""]) {
    assert.deepEqual((await prefer(world, Username, factor)).AvailableChallenges, EVERYTHING);
  }
});

test("InitiateAuth lists what the pool allows and the user has", async () => {
  await using world = await startChoiceWorld();
  await world.user("bob");
  assert.deepEqual(await factorsOf(world, "bob"), ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP"]);
  await invite(world, "tess");
  assert.deepEqual(await factorsOf(world, "tess"), ["PASSWORD_SRP", "PASSWORD"]);
  await signUp(world, "uma");
  assert.deepEqual(await factorsOf(world, "uma"), ["EMAIL_OTP"]);
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "lena",
    MessageAction: "SUPPRESS",
    UserAttributes: [{ Name: "email", Value: "lena@example.com" }],
  });
  assert.deepEqual(await factorsOf(world, "lena"), ["EMAIL_OTP"]);
  const { Username } = await ada(world);
  await world.updatePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } });
  assert.deepEqual(await factorsOf(world, Username), ["PASSWORD_SRP", "PASSWORD"]);
});

test("InitiateAuth lists passwords alone where a second factor must follow", async () => {
  await using world = await startChoiceWorld();
  const { Username } = await ada(world);
  const factors = { SmsMfaConfiguration: { SmsConfiguration: SMS }, SoftwareTokenMfaConfiguration: { Enabled: true } };
  const configure = (MfaConfiguration: "ON" | "OPTIONAL") =>
    world.call.SetUserPoolMfaConfig({ ...world.pool, MfaConfiguration, ...factors });
  await configure("OPTIONAL");
  assert.deepEqual(await factorsOf(world, Username), EVERYTHING);
  const begun = await prefer(world, Username, "EMAIL_OTP");
  await world.call.AdminSetUserMFAPreference({ ...world.pool, Username, SMSMfaSettings: { Enabled: true } });
  assert.deepEqual(await factorsOf(world, Username), ["PASSWORD_SRP", "PASSWORD"]);
  const { code } = world.inbox.latest("ada@example.com");
  await refused(
    respond(world, "EMAIL_OTP", begun.Session, { EMAIL_OTP_CODE: code }),
    "NotAuthorizedException",
    INVALID,
  );
  await world.user("bob");
  await configure("ON");
  assert.deepEqual(await factorsOf(world, "bob"), ["PASSWORD_SRP", "PASSWORD"]);
});

test("InitiateAuth takes a password with the preference, or asks for it", async () => {
  await using world = await startChoiceWorld();
  const { Username, Password } = await ada(world);
  assert.ok((await prefer(world, Username, "PASSWORD", { PASSWORD: Password })).AuthenticationResult);
  await refused(prefer(world, Username, "PASSWORD", { PASSWORD: "wrong" }), "NotAuthorizedException", TEXTS.incorrect);
  const { Session, ...asked } = await prefer(world, Username, "PASSWORD");
  assert.deepEqual(asked, {
    ChallengeName: "PASSWORD",
    ChallengeParameters: {},
    AvailableChallenges: ["PASSWORD"],
  });
  await refused(
    respond(world, "PASSWORD", Session, {}),
    "InvalidParameterException",
    "Missing required parameter PASSWORD",
  );
  await refused(respond(world, "PASSWORD", Session, { PASSWORD: "wrong" }), "NotAuthorizedException", TEXTS.incorrect);
  assert.ok((await respond(world, "PASSWORD", Session, { PASSWORD: Password })).AuthenticationResult);
  await refused(respond(world, "PASSWORD", Session, { PASSWORD: Password }), "NotAuthorizedException", SPENT);
});

test("InitiateAuth takes SRP_A with the preference, or asks for it, and answers with a session", async () => {
  await using world = await startChoiceWorld();
  const { Username, Password } = await ada(world);
  const login = { poolId: world.pool.UserPoolId, password: Password, now: world.clock.now() };
  const client = await createSrpClient();
  const { SRP_A } = client;
  const asked = await prefer(world, Username, "PASSWORD_SRP");
  assert.equal(asked.ChallengeName, "PASSWORD_SRP");
  const chosen = await choose(world, (await begin(world, Username)).Session, "PASSWORD_SRP", { SRP_A });
  for (const challenge of [
    await prefer(world, Username, "PASSWORD_SRP", { SRP_A }),
    await respond(world, "PASSWORD_SRP", asked.Session, { SRP_A }),
    chosen,
  ]) {
    assert.equal(challenge.ChallengeName, "PASSWORD_VERIFIER");
    const responses = await client.answer(challenge.ChallengeParameters ?? {}, login);
    // Bound to its session: not the answer of any other sign-in.
    await refused(respond(world, "PASSWORD_VERIFIER", undefined, responses), "NotAuthorizedException", TEXTS.incorrect);
    const { AuthenticationResult } = await respond(world, "PASSWORD_VERIFIER", challenge.Session, responses);
    assert.ok(AuthenticationResult);
    await refused(respond(world, "PASSWORD_VERIFIER", challenge.Session, responses), "NotAuthorizedException", SPENT);
  }
  await refused(
    prefer(world, Username, "PASSWORD_SRP", { SRP_A: "0" }),
    "InvalidParameterException",
    "SRP_A is not a valid public value of SRP.",
  );
});

test("RespondToAuthChallenge leaves the session of a wrong proof, and counts it with every other try", async () => {
  await using world = await startChoiceWorld();
  const { Username, Password } = await ada(world);
  const client = await createSrpClient();
  const challenge = await prefer(world, Username, "PASSWORD_SRP", { SRP_A: client.SRP_A });
  const answer = (password: string) =>
    client.answer(challenge.ChallengeParameters ?? {}, {
      poolId: world.pool.UserPoolId,
      password,
      now: world.clock.now(),
    });
  const prove = async (password: string) =>
    respond(world, "PASSWORD_VERIFIER", challenge.Session, await answer(password));
  await refused(prove("wrong"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(
    prefer(world, "ada@example.com", "PASSWORD", { PASSWORD: "wrong" }),
    "UserNotFoundException",
    TEXTS.unknownUser,
  );
  for (let n = 0; n < 2; n += 1) {
    await refused(world.signIn(Username, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
    await refused(
      prefer(world, Username, "PASSWORD", { PASSWORD: "wrong" }),
      "NotAuthorizedException",
      TEXTS.incorrect,
    );
  }
  await refused(prove(Password), "NotAuthorizedException", LOCKED);
  await refused(prefer(world, Username, "PASSWORD", { PASSWORD: Password }), "NotAuthorizedException", LOCKED);
  world.clock.advance(1_000);
  assert.ok((await prove(Password)).AuthenticationResult);
});

for (const [factor, to, destination, medium] of [
  ["EMAIL_OTP", "ada@example.com", "a***@e***", "EMAIL"],
  ["SMS_OTP", PHONE, "+*******0100", "SMS"],
] as const) {
  test(`InitiateAuth sends a code of eight digits for ${factor}, which signs in by itself`, async () => {
    await using world = await startChoiceWorld();
    const { Username } = await ada(world, { email_verified: "false", phone_number_verified: "false" });
    const { Session, ...asked } = await prefer(world, Username, factor);
    assert.deepEqual(asked, {
      ChallengeName: factor,
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: medium, CODE_DELIVERY_DESTINATION: destination },
      AvailableChallenges: [factor],
    });
    const { code } = world.inbox.latest(to);
    assert.match(code, /^\d{8}$/);
    const { AuthenticationResult } = await respond(world, factor, Session, { [`${factor}_CODE`]: code });
    assert.ok(AuthenticationResult?.RefreshToken);
    const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username });
    const verified = UserAttributes?.filter(({ Name, Value }) => Name.endsWith("_verified") && Value === "true");
    assert.deepEqual(
      verified?.map(({ Name }) => Name),
      [factor === "EMAIL_OTP" ? "email_verified" : "phone_number_verified"],
    );
    await refused(respond(world, factor, Session, { [`${factor}_CODE`]: code }), "NotAuthorizedException", SPENT);
  });
}

test("RespondToAuthChallenge leaves the session and the code of six wrong ones, and bounds how many there are", async () => {
  await using world = await startChoiceWorld();
  const { Username, Password } = await ada(world);
  const first = await prefer(world, Username, "EMAIL_OTP");
  const wrong = (Session: string | undefined) => respond(world, "EMAIL_OTP", Session, { EMAIL_OTP_CODE: "no" });
  for (let n = 0; n < 6; n += 1) await refused(wrong(first.Session), "CodeMismatchException", MISMATCH);
  const { code } = world.inbox.latest("ada@example.com");
  assert.ok((await respond(world, "EMAIL_OTP", first.Session, { EMAIL_OTP_CODE: code })).AuthenticationResult);
  const second = await prefer(world, Username, "EMAIL_OTP");
  for (let n = 0; n < 10; n += 1) await refused(wrong(second.Session), "CodeMismatchException", MISMATCH);
  const right = () =>
    respond(world, "EMAIL_OTP", second.Session, { EMAIL_OTP_CODE: world.inbox.latest("ada@example.com").code });
  await refused(right(), "NotAuthorizedException", LOCKED);
  // A new code buys four more tries this hour.
  const third = await prefer(world, Username, "EMAIL_OTP");
  for (let n = 0; n < 4; n += 1) await refused(wrong(third.Session), "CodeMismatchException", MISMATCH);
  await refused(wrong(third.Session), "NotAuthorizedException", LOCKED);
  // Codes lock no password.
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("RespondToAuthChallenge takes a code for its own sign-in and in its time alone", async () => {
  await using world = await startChoiceWorld();
  const { Username } = await ada(world);
  await world.user("eve");
  const first = await prefer(world, Username, "EMAIL_OTP");
  const old = world.inbox.latest("ada@example.com").code;
  const second = await prefer(world, Username, "EMAIL_OTP");
  const { code } = world.inbox.latest("ada@example.com");
  const answer = (Session: string | undefined, EMAIL_OTP_CODE: string, more: Parameters = {}) =>
    respond(world, "EMAIL_OTP", Session, { EMAIL_OTP_CODE, ...more });
  await refused(answer(first.Session, code), "CodeMismatchException", MISMATCH);
  await refused(answer(first.Session, old), "CodeMismatchException", MISMATCH);
  await refused(answer(second.Session, code, { USERNAME: "eve" }), "NotAuthorizedException", INVALID);
  await refused(respond(world, "SMS_OTP", second.Session, { SMS_OTP_CODE: code }), "NotAuthorizedException", INVALID);
  await refused(
    respond(world, "EMAIL_OTP", second.Session, {}),
    "InvalidParameterException",
    "Missing required parameter EMAIL_OTP_CODE",
  );
  world.clock.advance(180_000);
  await refused(
    answer(second.Session, code),
    "NotAuthorizedException",
    "Invalid session for the user, session is expired.",
  );
});

test("RespondToAuthChallenge takes no code for an address that is another by now", async () => {
  await using world = await startChoiceWorld();
  const { Username } = await ada(world);
  const { Session } = await prefer(world, Username, "EMAIL_OTP");
  const { code } = world.inbox.latest("ada@example.com");
  const UserAttributes = [
    { Name: "email", Value: "new@example.com" },
    { Name: "email_verified", Value: "true" },
  ];
  await world.call.AdminUpdateUserAttributes({ ...world.pool, Username, UserAttributes });
  await refused(respond(world, "EMAIL_OTP", Session, { EMAIL_OTP_CODE: code }), "CodeMismatchException", MISMATCH);
});

test("RespondToAuthChallenge lets one of fifty equal codes at once sign in", async () => {
  await using world = await startChoiceWorld();
  const { Username } = await ada(world);
  const { Session } = await prefer(world, Username, "EMAIL_OTP");
  const { code } = world.inbox.latest("ada@example.com");
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, () => respond(world, "EMAIL_OTP", Session, { EMAIL_OTP_CODE: code })),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
});

test("RespondToAuthChallenge confirms a sign-up by the code of a sign-in", async () => {
  await using world = await startChoiceWorld();
  await signUp(world, "uma");
  const { Session } = await prefer(world, "uma", "EMAIL_OTP");
  const { code } = world.inbox.latest("uma@example.com");
  const { AuthenticationResult } = await respond(world, "EMAIL_OTP", Session, {
    USERNAME: "uma",
    EMAIL_OTP_CODE: code,
  });
  assert.ok(AuthenticationResult);
  const { UserStatus } = await world.call.AdminGetUser({ ...world.pool, Username: "uma" });
  assert.equal(UserStatus, "CONFIRMED");
});

test("RespondToAuthChallenge takes a choice from the list, and goes on with it", async () => {
  await using world = await startChoiceWorld();
  const { Username, Password } = await ada(world);
  const session = async () => (await begin(world, Username)).Session;
  const first = await session();
  await refused(
    choose(world, first, "WEB_AUTHN"),
    "InvalidParameterException",
    `ANSWER must be one of ${EVERYTHING.join(", ")}.`,
  );
  const asked = await choose(world, first, "EMAIL_OTP");
  assert.deepEqual(
    [asked.ChallengeName, asked.ChallengeParameters?.["CODE_DELIVERY_DESTINATION"]],
    ["EMAIL_OTP", "a***@e***"],
  );
  await refused(choose(world, first, "EMAIL_OTP"), "NotAuthorizedException", SPENT);
  const { code } = world.inbox.latest("ada@example.com");
  assert.ok((await respond(world, "EMAIL_OTP", asked.Session, { EMAIL_OTP_CODE: code })).AuthenticationResult);

  const second = await session();
  await refused(choose(world, second, "PASSWORD", { PASSWORD: "wrong" }), "NotAuthorizedException", TEXTS.incorrect);
  assert.ok((await choose(world, second, "PASSWORD", { PASSWORD: Password })).AuthenticationResult);
  const third = await choose(world, await session(), "PASSWORD");
  assert.equal(third.ChallengeName, "PASSWORD");
  assert.ok((await respond(world, "PASSWORD", third.Session, { PASSWORD: Password })).AuthenticationResult);
});

test("InitiateAuth asks for a new password after a temporary one, and for the second factor after a password", async () => {
  await using world = await startChoiceWorld();
  await invite(world, "tess");
  const { ChallengeName } = await prefer(world, "tess", "PASSWORD", { PASSWORD: "Temporary 1!" });
  assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
  const { Username, Password } = await ada(world);
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    SmsMfaConfiguration: { SmsConfiguration: SMS },
    EmailMfaConfiguration: {},
  });
  await world.call.AdminSetUserMFAPreference({
    ...world.pool,
    Username,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const second = await prefer(world, Username, "PASSWORD", { PASSWORD: Password });
  assert.deepEqual([second.ChallengeName, second.AvailableChallenges], ["EMAIL_OTP", undefined]);
  const { code } = world.inbox.latest("ada@example.com");
  assert.match(code, /^\d{6}$/);
  assert.ok((await respond(world, "EMAIL_OTP", second.Session, { EMAIL_OTP_CODE: code })).AuthenticationResult);
});

test("InitiateAuth tells who is nobody, and who is barred, before anything is chosen, where it may", async () => {
  await using world = await startChoiceWorld({ client: { PreventUserExistenceErrors: "LEGACY" } });
  await refused(begin(world, "nobody"), "UserNotFoundException", TEXTS.unknownUser);
  const { Username } = await ada(world);
  const { Session } = await prefer(world, Username, "EMAIL_OTP");
  const { code } = world.inbox.latest("ada@example.com");
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  await refused(begin(world, Username), "PasswordResetRequiredException", TEXTS.resetRequired);
  await refused(
    respond(world, "EMAIL_OTP", Session, { EMAIL_OTP_CODE: code }),
    "PasswordResetRequiredException",
    TEXTS.resetRequired,
  );
  await world.call.AdminDisableUser({ ...world.pool, Username });
  await refused(begin(world, Username), "NotAuthorizedException", TEXTS.disabled);
  await world.updatePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } });
  await signUp(world, "uma");
  await refused(begin(world, "uma"), "UserNotConfirmedException", TEXTS.notConfirmed);
});

/** Users of every state, and nobody, in a pool of addresses. */
const everybody = async (world: World): Promise<string[]> => {
  const names = ["nobody", "confirmed", "disabled", "reset", "temporary"].map((name) => `${name}@example.com`);
  for (const Username of names.slice(1)) {
    await world.call.AdminCreateUser({
      ...world.pool,
      Username,
      MessageAction: "SUPPRESS",
      TemporaryPassword: "Temporary 1!",
      UserAttributes: [{ Name: "email_verified", Value: "true" }],
    });
    if (Username.startsWith("temporary")) continue;
    await world.call.AdminSetUserPassword({ ...world.pool, Username, Password: "Permanent 1!", Permanent: true });
  }
  await world.call.AdminDisableUser({ ...world.pool, Username: "disabled@example.com" });
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "reset@example.com" });
  await signUp(world, "unconfirmed@example.com", { UserAttributes: [] });
  return [...names, "unconfirmed@example.com"];
};

test("InitiateAuth offers everybody the same, and nobody too, where users are hidden", async () => {
  await using world = await startChoiceWorld({ client: HIDING, pool: { UsernameAttributes: ["email"] } });
  const names = await everybody(world);
  const { endpoint } = await world.listen();
  const { SRP_A } = await createSrpClient();
  const post = async (operation: string, body: object) => {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ ...world.client, ...body }),
    });
    return { status: response.status, text: await response.text() };
  };
  const masked = (text: string, name: string) =>
    text
      .replaceAll(`${name[0]}***@e***`, "MASK")
      .replaceAll(/"Session":"[\w-]{140,}"/gu, "SESSION")
      .replaceAll(/"(SECRET_BLOCK|SALT|SRP_B|USERNAME|USER_ID_FOR_SRP)":"[^"]+"/gu, "$1");
  for (const more of [
    {},
    ...["EMAIL_OTP", "SMS_OTP", "PASSWORD", "PASSWORD_SRP"].map((PREFERRED_CHALLENGE) => ({ PREFERRED_CHALLENGE })),
    { PREFERRED_CHALLENGE: "PASSWORD_SRP", SRP_A },
    { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: "wrong" },
  ]) {
    const answers = new Set<string>();
    for (const USERNAME of names) {
      const { status, text } = await post("InitiateAuth", {
        AuthFlow: "USER_AUTH",
        AuthParameters: { USERNAME, ...more },
      });
      // Where somebody has no number, one is made up of the name.
      answers.add(`${status} ${masked(text, USERNAME).replaceAll(/\+\*{7}\d{4}/gu, "MASK")}`);
    }
    assert.equal(answers.size, 1, [...answers].join("\n"));
  }
});

test("RespondToAuthChallenge refuses every code of whom none was sent to, where users are hidden", async () => {
  await using world = await startChoiceWorld({ client: HIDING, pool: { UsernameAttributes: ["email"] } });
  const names = await everybody(world);
  const before = world.inbox.all.length;
  const outcomes: Record<string, readonly string[]> = {};
  for (const USERNAME of names) {
    const told: string[] = [];
    const { Session } = await prefer(world, USERNAME, "EMAIL_OTP");
    const sent = world.inbox.all.length > before ? world.inbox.all.findLast(({ to }) => to === USERNAME)?.code : "";
    for (const EMAIL_OTP_CODE of ["00000000", "11111111", ...(sent?.length === 8 ? [sent] : [])]) {
      const call = respond(world, "EMAIL_OTP", Session, { USERNAME, EMAIL_OTP_CODE });
      told.push(
        await call.then(
          () => "signed in",
          (error: unknown) => (error instanceof Error ? error.message : ""),
        ),
      );
    }
    outcomes[USERNAME.split("@")[0] ?? ""] = told;
  }
  const wrong = [MISMATCH, MISMATCH];
  assert.deepEqual(outcomes, {
    nobody: wrong,
    confirmed: [...wrong, "signed in"],
    disabled: wrong,
    // The code proves who it is: now the state may be told.
    reset: [...wrong, TEXTS.resetRequired],
    temporary: wrong,
    unconfirmed: [...wrong, "signed in"],
  });
});

test("RespondToAuthChallenge refuses nobody's choices and passwords, where users are hidden", async () => {
  await using world = await startChoiceWorld({ client: HIDING });
  const { Session } = await begin(world, "nobody");
  const answer = (ANSWER: string, more: Parameters) =>
    respond(world, "SELECT_CHALLENGE", Session, { USERNAME: "nobody", ANSWER, ...more });
  await refused(answer("PASSWORD", { PASSWORD: "any" }), "NotAuthorizedException", TEXTS.incorrect);
  await ada(world);
  await refused(choose(world, Session, "PASSWORD"), "NotAuthorizedException", INVALID);
  const client = await createSrpClient();
  const challenge = await answer("PASSWORD_SRP", { SRP_A: client.SRP_A });
  const responses = await client.answer(challenge.ChallengeParameters ?? {}, {
    poolId: world.pool.UserPoolId,
    password: "any",
    now: world.clock.now(),
  });
  await refused(
    respond(world, "PASSWORD_VERIFIER", challenge.Session, responses),
    "NotAuthorizedException",
    TEXTS.incorrect,
  );
});

test("InitiateAuth sends anybody twenty codes an hour, and nobody as many", async () => {
  await using world = await startChoiceWorld({ client: HIDING });
  const { Username } = await ada(world);
  for (const name of [Username, "nobody"]) {
    for (let n = 0; n < 20; n += 1) assert.ok((await prefer(world, name, "EMAIL_OTP")).Session);
    await refused(prefer(world, name, "EMAIL_OTP"), "TooManyRequestsException", "Rate exceeded");
    await refused(prefer(world, name, "SMS_OTP"), "TooManyRequestsException", "Rate exceeded");
  }
});

test("RespondToAuthChallenge keeps the sessions of one flow from serving another", async () => {
  await using world = await startChoiceWorld();
  const { Username, Password } = await ada(world);
  const { Session } = await begin(world, Username);
  const password = await prefer(world, Username, "PASSWORD");
  for (const [name, token] of [
    ["PASSWORD", Session],
    ["SELECT_CHALLENGE", password.Session],
    ["EMAIL_OTP", Session],
    ["CUSTOM_CHALLENGE", Session],
    ["SMS_MFA", Session],
    ["NEW_PASSWORD_REQUIRED", Session],
  ] as const) {
    const all = {
      PASSWORD: Password,
      ANSWER: "PASSWORD",
      EMAIL_OTP_CODE: "1",
      SMS_MFA_CODE: "1",
      NEW_PASSWORD: "Aa1!aaaa",
    };
    await refused(respond(world, name, token, all), "NotAuthorizedException", INVALID);
  }
  await refused(
    respond(world, "SELECT_CHALLENGE", undefined, { ANSWER: "PASSWORD" }),
    "InvalidParameterException",
    "Missing required parameter Session",
  );
});

test("InitiateAuth asks the functions of a sign-in by code, and never migrates", async () => {
  await using world = await startChoiceWorld();
  const { functions } = world;
  const same = (event: object) => event;
  await world.updatePool({
    LambdaConfig: {
      PreAuthentication: functions.set("pre", same),
      CustomMessage: functions.set("message", same),
      PostAuthentication: functions.set("post", same),
      PreTokenGeneration: functions.set("token", same),
      UserMigration: functions.set("migrate", same),
    },
  });
  await refused(begin(world, "nobody"), "UserNotFoundException", TEXTS.unknownUser);
  const { Username } = await ada(world);
  const { Session } = await begin(world, Username);
  const asked = await choose(world, Session, "EMAIL_OTP");
  const { code } = world.inbox.latest("ada@example.com");
  await respond(world, "EMAIL_OTP", asked.Session, { EMAIL_OTP_CODE: code });
  assert.deepEqual(
    functions.events.map(({ triggerSource }) => triggerSource),
    [
      "PreAuthentication_Authentication",
      "CustomMessage_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ],
  );
});

test("AdminInitiateAuth offers the choice too, and is told the user's state whatever the client hides", async () => {
  await using world = await startChoiceWorld({ client: HIDING });
  const { Username } = await ada(world);
  const ids = { ...world.pool, ...world.client };
  const initiate = (USERNAME: string) =>
    world.call.AdminInitiateAuth({ ...ids, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME } });
  const { Session } = await initiate(Username);
  const ChallengeResponses = { USERNAME: Username, ANSWER: "EMAIL_OTP" };
  const asked = await world.call.AdminRespondToAuthChallenge({
    ...ids,
    ChallengeName: "SELECT_CHALLENGE",
    Session,
    ChallengeResponses,
  });
  assert.equal(asked.ChallengeName, "EMAIL_OTP");
  await refused(initiate("nobody"), "UserNotFoundException", TEXTS.unknownUser);
});
