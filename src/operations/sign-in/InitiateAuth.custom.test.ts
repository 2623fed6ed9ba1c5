/** CUSTOM_AUTH: a sign-in that the pool's own functions decide. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReceivedEvent } from "../../testing/fakes.ts";
import { stringMap } from "../../testing/raw.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { createSrpClient } from "../../testing/srp-client.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";
import { readFlag, readList, readObject, readString } from "../../triggers/read-json.ts";

const SPENT = "Invalid session for the user, session can only be used once.";
const INVALID = "Invalid session for the user.";
const LOCKED = "Password attempts exceeded";

interface Step {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
}

const stepsOf = ({ request }: ReceivedEvent): readonly Step[] =>
  readList(request["session"])
    .map(readObject)
    .map(({ challengeName, challengeResult, challengeMetadata }) => ({
      challengeName: readString(challengeName) ?? "",
      challengeResult: readFlag(challengeResult),
      challengeMetadata: readString(challengeMetadata) ?? null,
    }));

const answering = (event: ReceivedEvent, response: object): ReceivedEvent => ({
  ...event,
  response: { ...event.response, ...response },
});

/** Three tries at one question; a password first, where the client offers one. */
const decide = (event: ReceivedEvent): ReceivedEvent => {
  const steps = stepsOf(event);
  const last = steps.at(-1);
  if (last?.challengeName === "SRP_A") return answering(event, { challengeName: "PASSWORD_VERIFIER" });
  if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult)
    return answering(event, { issueTokens: true });
  if (steps.filter(({ challengeName }) => challengeName === "CUSTOM_CHALLENGE").length === 3) {
    return answering(event, { failAuthentication: true });
  }
  return answering(event, { challengeName: "CUSTOM_CHALLENGE" });
};

const ask = (event: ReceivedEvent): ReceivedEvent =>
  answering(event, {
    publicChallengeParameters: { question: "6 × 7" },
    privateChallengeParameters: { answer: "42" },
    challengeMetadata: `TRY-${stepsOf(event).length}`,
  });

const judge = (event: ReceivedEvent): ReceivedEvent => {
  const { privateChallengeParameters, challengeAnswer } = event.request;
  return answering(event, { answerCorrect: stringMap(privateChallengeParameters)["answer"] === challengeAnswer });
};

const FUNCTIONS = { DefineAuthChallenge: decide, CreateAuthChallenge: ask, VerifyAuthChallengeResponse: judge };

type Functions = Partial<Record<keyof typeof FUNCTIONS, (event: ReceivedEvent) => unknown>>;

/** A world whose client has CUSTOM_AUTH beside passwords, and whose pool has the three functions. */
const startCustomWorld = async (
  options: WorldOptions = {},
  functions: Functions = {},
  without: readonly string[] = [],
): Promise<World> => {
  const world = await startWorld({
    ...options,
    client: { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH"], ...options.client },
  });
  const named = Object.entries({ ...FUNCTIONS, ...functions }).filter(([name]) => !without.includes(name));
  await world.updatePool({
    LambdaConfig: Object.fromEntries(named.map(([name, handler]) => [name, world.functions.set(name, handler)])),
  });
  return world;
};

const begin = (world: World, USERNAME: string, more: Readonly<Record<string, string>> = {}) =>
  world.call.InitiateAuth({
    ...world.client,
    AuthFlow: "CUSTOM_AUTH",
    AuthParameters: { USERNAME, ...more },
    ClientMetadata: { step: "begin" },
  });

const respond = (world: World, USERNAME: string, Session: string | undefined, ANSWER: string) =>
  world.call.RespondToAuthChallenge({
    ...world.client,
    ChallengeName: "CUSTOM_CHALLENGE",
    Session,
    ChallengeResponses: { USERNAME, ANSWER },
    ClientMetadata: { step: "answer" },
  });

/** Begins with SRP and makes the answer to the PASSWORD_VERIFIER that follows. */
const beginBySrp = async (world: World, Username: string, password: string) => {
  const client = await createSrpClient();
  const asked = await begin(world, Username, { CHALLENGE_NAME: "SRP_A", SRP_A: client.SRP_A });
  const login = { poolId: world.pool.UserPoolId, password, now: world.clock.now() };
  return { asked, responses: await client.answer(asked.ChallengeParameters ?? {}, login) };
};

const prove = (world: World, Session: string | undefined, ChallengeResponses: Readonly<Record<string, string>>) =>
  world.call.RespondToAuthChallenge({
    ...world.client,
    ChallengeName: "PASSWORD_VERIFIER",
    Session,
    ChallengeResponses,
  });

const sourcesOf = ({ functions }: World) => functions.events.map(({ triggerSource }) => triggerSource);

test("InitiateAuth asks the pool's functions what to ask, and shows the client what it may see", async () => {
  await using world = await startCustomWorld();
  const { Username } = await world.user();
  const { Session, ...asked } = await begin(world, Username);
  assert.deepEqual(asked, {
    ChallengeName: "CUSTOM_CHALLENGE",
    ChallengeParameters: { question: "6 × 7", USERNAME: "ada" },
  });
  assert.ok(Session !== undefined && Session.length >= 20);
  const [defined, created] = world.functions.events;
  assert.deepEqual(sourcesOf(world), ["DefineAuthChallenge_Authentication", "CreateAuthChallenge_Authentication"]);
  const { sub, ...attributes } = stringMap(defined?.request["userAttributes"]);
  assert.ok(sub);
  assert.deepEqual(attributes, {
    "cognito:user_status": "CONFIRMED",
    email: "ada@example.com",
    email_verified: "true",
  });
  const told = { userAttributes: { sub, ...attributes }, session: [], userNotFound: false };
  assert.deepEqual(defined?.request, told);
  assert.deepEqual(created?.request, { ...told, challengeName: "CUSTOM_CHALLENGE" });
  assert.equal(defined?.userName, "ada");
});

test("RespondToAuthChallenge has the answer judged, and issues tokens when the functions say so, in this order", async () => {
  await using world = await startCustomWorld();
  const { functions } = world;
  const same = (event: object) => event;
  const { UserPool } = await world.call.DescribeUserPool(world.pool);
  await world.updatePool({
    LambdaConfig: {
      ...UserPool?.LambdaConfig,
      PreAuthentication: functions.set("pre", same),
      PostAuthentication: functions.set("post", same),
      PreTokenGeneration: functions.set("token", same),
    },
  });
  const { Username } = await world.user();
  const { Session } = await begin(world, Username);
  const { AuthenticationResult } = await respond(world, Username, Session, "42");
  assert.ok(AuthenticationResult?.RefreshToken);
  assert.deepEqual(sourcesOf(world), [
    "PreAuthentication_Authentication",
    "DefineAuthChallenge_Authentication",
    "CreateAuthChallenge_Authentication",
    "VerifyAuthChallengeResponse_Authentication",
    "DefineAuthChallenge_Authentication",
    "PostAuthentication_Authentication",
    "TokenGeneration_Authentication",
  ]);
  const [pre, define, create, verify, ...later] = functions.events;
  // What InitiateAuth was given reaches PreAuthentication alone.
  assert.deepEqual(pre?.request["validationData"], { step: "begin" });
  for (const event of [define, create]) assert.equal(Object.hasOwn(event?.request ?? {}, "clientMetadata"), false);
  for (const event of [verify, ...later]) assert.deepEqual(event?.request["clientMetadata"], { step: "answer" });
  assert.deepEqual(verify?.request["privateChallengeParameters"], { answer: "42" });
  assert.equal(verify?.request["challengeAnswer"], "42");
  assert.deepEqual(later[0]?.request["session"], [
    { challengeName: "CUSTOM_CHALLENGE", challengeResult: true, challengeMetadata: "TRY-0" },
  ]);
});

test("RespondToAuthChallenge takes a wrong answer for an answer: the functions decide what comes of it", async () => {
  await using world = await startCustomWorld();
  const { Username } = await world.user();
  let { Session } = await begin(world, Username);
  for (const wrong of ["1", "2"]) {
    const asked = await respond(world, Username, Session, wrong);
    assert.equal(asked.ChallengeName, "CUSTOM_CHALLENGE");
    assert.notEqual(asked.Session, Session);
    ({ Session } = asked);
  }
  await refused(respond(world, Username, Session, "3"), "NotAuthorizedException", TEXTS.incorrect);
  assert.deepEqual(stepsOf(world.functions.events.at(-1)!), [
    { challengeName: "CUSTOM_CHALLENGE", challengeResult: false, challengeMetadata: "TRY-0" },
    { challengeName: "CUSTOM_CHALLENGE", challengeResult: false, challengeMetadata: "TRY-1" },
    { challengeName: "CUSTOM_CHALLENGE", challengeResult: false, challengeMetadata: "TRY-2" },
  ]);
  await refused(respond(world, Username, Session, "42"), "NotAuthorizedException", SPENT);
  // Custom challenges lock nobody out.
  assert.ok((await begin(world, Username)).Session);
});

test("InitiateAuth proves the password first where the client offers SRP", async () => {
  await using world = await startCustomWorld();
  const { Username, Password } = await world.user();
  const { asked, responses } = await beginBySrp(world, Username, Password);
  assert.equal(asked.ChallengeName, "PASSWORD_VERIFIER");
  assert.deepEqual(Object.keys(asked.ChallengeParameters ?? {}).toSorted(), [
    "SALT",
    "SECRET_BLOCK",
    "SRP_B",
    "USERNAME",
    "USER_ID_FOR_SRP",
  ]);
  const question = await prove(world, asked.Session, responses);
  assert.equal(question.ChallengeName, "CUSTOM_CHALLENGE");
  const { AuthenticationResult } = await respond(world, Username, question.Session, "42");
  assert.ok(AuthenticationResult);
  const defined = world.functions.events.filter(({ triggerSource }) => triggerSource.startsWith("Define"));
  const srp = { challengeName: "SRP_A", challengeResult: true, challengeMetadata: null };
  const password = { challengeName: "PASSWORD_VERIFIER", challengeResult: true, challengeMetadata: null };
  const custom = { challengeName: "CUSTOM_CHALLENGE", challengeResult: true, challengeMetadata: "TRY-2" };
  assert.deepEqual(defined.map(stepsOf), [[srp], [srp, password], [srp, password, custom]]);
});

test("InitiateAuth ignores CHALLENGE_NAME=CUSTOM_CHALLENGE, which clients without SRP send", async () => {
  await using world = await startCustomWorld();
  const { Username } = await world.user();
  const asked = await begin(world, Username, { CHALLENGE_NAME: "CUSTOM_CHALLENGE" });
  assert.equal(asked.ChallengeName, "CUSTOM_CHALLENGE");
  await refused(
    begin(world, Username, { CHALLENGE_NAME: "SRP_A" }),
    "InvalidParameterException",
    "Missing required parameter SRP_A",
  );
  await refused(
    begin(world, Username, { CHALLENGE_NAME: "SRP_A", SRP_A: "0" }),
    "InvalidParameterException",
    "SRP_A is not a valid public value of SRP.",
  );
});

test("RespondToAuthChallenge ends a custom sign-in at a wrong proof, and counts it with every other try", async () => {
  await using world = await startCustomWorld();
  const { Username, Password } = await world.user();
  for (let n = 0; n < 4; n += 1)
    await refused(world.signIn(Username, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  const [wrong, right] = [await beginBySrp(world, Username, "wrong"), await beginBySrp(world, Username, Password)];
  const asked = world.functions.events.length;
  await refused(prove(world, wrong.asked.Session, wrong.responses), "NotAuthorizedException", TEXTS.incorrect);
  await refused(prove(world, wrong.asked.Session, wrong.responses), "NotAuthorizedException", SPENT);
  await refused(prove(world, right.asked.Session, right.responses), "NotAuthorizedException", LOCKED);
  assert.equal(world.functions.events.length, asked, "no function hears of it");
  world.clock.advance(1_000);
  assert.ok((await prove(world, right.asked.Session, right.responses)).Session);
});

test("RespondToAuthChallenge takes no proof out of its own sign-in, so that no custom challenge is skipped", async () => {
  await using world = await startCustomWorld({
    client: { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH"] },
  });
  const { Username, Password } = await world.user();
  const first = await beginBySrp(world, Username, Password);
  const second = await beginBySrp(world, Username, Password);
  await refused(prove(world, undefined, first.responses), "NotAuthorizedException", TEXTS.incorrect);
  await refused(prove(world, second.asked.Session, first.responses), "NotAuthorizedException", TEXTS.incorrect);
  const question = await begin(world, Username);
  await refused(prove(world, question.Session, first.responses), "NotAuthorizedException", INVALID);
  await refused(respond(world, Username, first.asked.Session, "42"), "NotAuthorizedException", INVALID);
});

test("RespondToAuthChallenge asks the function once, however many answers come at once", async () => {
  await using world = await startCustomWorld();
  const { Username } = await world.user();
  const { Session } = await begin(world, Username);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) => respond(world, Username, Session, String(n)).catch((error: unknown) => error)),
  );
  const asked = sourcesOf(world).filter((source) => source.startsWith("Verify"));
  assert.equal(asked.length, 1);
  const spent = outcomes.filter((outcome) => outcome instanceof Error && outcome.message === SPENT);
  assert.equal(spent.length, 49);
});

test("RespondToAuthChallenge spends the session of an answer, even when a function fails", async () => {
  const fail = () => {
    throw new Error("out of order");
  };
  await using world = await startCustomWorld({}, { VerifyAuthChallengeResponse: fail });
  const { Username } = await world.user();
  const { Session } = await begin(world, Username);
  await refused(
    respond(world, Username, Session, "42"),
    "UserLambdaValidationException",
    "VerifyAuthChallengeResponse failed with error out of order.",
  );
  world.functions.set("VerifyAuthChallengeResponse", judge);
  await refused(respond(world, Username, Session, "42"), "NotAuthorizedException", SPENT);
});

test("InitiateAuth refuses what its functions answer without deciding anything", async () => {
  for (const response of [{}, { challengeName: "SMS_MFA" }, { challengeName: "PASSWORD_VERIFIER" }]) {
    await using world = await startCustomWorld({}, { DefineAuthChallenge: (event) => answering(event, response) });
    const { Username } = await world.user();
    await refused(begin(world, Username), "InvalidLambdaResponseException", "Unrecognizable lambda output");
  }
});

test("InitiateAuth says which function the pool lacks", async () => {
  for (const name of ["CreateAuthChallenge", "VerifyAuthChallengeResponse"]) {
    await using world = await startCustomWorld({}, {}, [name]);
    const { Username } = await world.user();
    const signIn = async () => respond(world, Username, (await begin(world, Username)).Session, "42");
    await refused(signIn(), "InvalidUserPoolConfigurationException", `The user pool has no ${name} trigger.`);
  }
});

test("RespondToAuthChallenge names the response that a custom challenge misses, and keeps the session", async () => {
  await using world = await startCustomWorld();
  const { Username: USERNAME } = await world.user();
  const { Session } = await begin(world, USERNAME);
  const call = (more: object) =>
    world.call.RespondToAuthChallenge({ ...world.client, ChallengeName: "CUSTOM_CHALLENGE", ...more });
  await refused(
    call({ Session, ChallengeResponses: { USERNAME } }),
    "InvalidParameterException",
    "Missing required parameter ANSWER",
  );
  await refused(
    call({ ChallengeResponses: { USERNAME, ANSWER: "42" } }),
    "InvalidParameterException",
    "Missing required parameter Session",
  );
  assert.ok((await respond(world, USERNAME, Session, "42")).AuthenticationResult);
});

test("RespondToAuthChallenge takes a session from its client, for its user and in its time alone", async () => {
  await using world = await startCustomWorld();
  const { Username } = await world.user();
  await world.user("eve");
  const { UserPoolClient } = await world.call.CreateUserPoolClient({ ...world.pool, ClientName: "other" });
  const { Session } = await begin(world, Username);
  for (const name of ["eve", "nobody"]) {
    await refused(respond(world, name, Session, "42"), "NotAuthorizedException", INVALID);
  }
  const elsewhere = world.call.RespondToAuthChallenge({
    ClientId: UserPoolClient?.ClientId ?? "",
    ChallengeName: "CUSTOM_CHALLENGE",
    Session,
    ChallengeResponses: { USERNAME: Username, ANSWER: "42" },
  });
  await refused(elsewhere, "NotAuthorizedException", INVALID);
  world.clock.advance(180_000);
  await refused(
    respond(world, Username, Session, "42"),
    "NotAuthorizedException",
    "Invalid session for the user, session is expired.",
  );
});

test("InitiateAuth tells who is nobody, and a user's state, before a function is asked, where it may", async () => {
  await using world = await startCustomWorld({ client: { PreventUserExistenceErrors: "LEGACY" } });
  await refused(begin(world, "nobody"), "UserNotFoundException", TEXTS.unknownUser);
  const { Username } = await world.user();
  const { Session } = await begin(world, Username);
  const asked = world.functions.events.length;
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  await refused(begin(world, Username), "PasswordResetRequiredException", TEXTS.resetRequired);
  await refused(respond(world, Username, Session, "42"), "PasswordResetRequiredException", TEXTS.resetRequired);
  await world.call.AdminDisableUser({ ...world.pool, Username });
  await refused(begin(world, Username), "NotAuthorizedException", TEXTS.disabled);
  assert.equal(world.functions.events.length, asked);
});

test("InitiateAuth asks the functions about nobody too, where users are hidden, and lets nobody in", async () => {
  await using world = await startCustomWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const { Username } = await world.user();
  const shape = async (name: string) => {
    const { Session, ChallengeParameters, ...rest } = await begin(world, name);
    return { Session, shape: [rest, { ...ChallengeParameters, USERNAME: ChallengeParameters?.["USERNAME"] === name }] };
  };
  const nobody = await shape("nobody");
  assert.deepEqual(nobody.shape, (await shape(Username)).shape);
  const [defined, created] = world.functions.events;
  for (const event of [defined, created]) {
    assert.equal(event?.userName, "nobody");
    assert.deepEqual([event?.request["userNotFound"], event?.request["userAttributes"]], [true, {}]);
  }
  await refused(respond(world, Username, nobody.Session, "42"), "NotAuthorizedException", INVALID);
  await refused(respond(world, "nobody", nobody.Session, "42"), "NotAuthorizedException", TEXTS.incorrect);
  const srp = await beginBySrp(world, "nobody", "any");
  await refused(prove(world, srp.asked.Session, srp.responses), "NotAuthorizedException", TEXTS.incorrect);
});

test("RespondToAuthChallenge tells what bars a hidden user when the functions would let them in", async () => {
  await using world = await startCustomWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const { Username } = await world.user();
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  const first = await begin(world, Username);
  const second = await respond(world, Username, first.Session, "41");
  assert.equal(second.ChallengeName, "CUSTOM_CHALLENGE");
  await refused(respond(world, Username, second.Session, "42"), "PasswordResetRequiredException", TEXTS.resetRequired);
});

test("RespondToAuthChallenge goes on where a password that was proven has been changed since, with a refusal", async () => {
  await using world = await startCustomWorld();
  const { Username, Password } = await world.user();
  const { asked, responses } = await beginBySrp(world, Username, Password);
  const question = await prove(world, asked.Session, responses);
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
  await refused(respond(world, Username, question.Session, "42"), "NotAuthorizedException", INVALID);
});

test("RespondToAuthChallenge lets functions write into the user whom they judge", async () => {
  await using world = await startCustomWorld(
    {},
    {
      VerifyAuthChallengeResponse: async (event) => {
        await world.call.AdminUpdateUserAttributes({
          ...world.pool,
          Username: event.userName,
          UserAttributes: [
            { Name: "email_verified", Value: "true" },
            { Name: "nickname", Value: "countess" },
          ],
        });
        return judge(event);
      },
    },
  );
  const { Username } = await world.user("ada", { email_verified: "false" });
  const { Session } = await begin(world, Username);
  assert.ok((await respond(world, Username, Session, "42")).AuthenticationResult);
});

test("InitiateAuth issues tokens at once where the function says so", async () => {
  await using world = await startCustomWorld(
    {},
    { DefineAuthChallenge: (event) => answering(event, { issueTokens: true }) },
  );
  const { Username } = await world.user();
  assert.ok((await begin(world, Username)).AuthenticationResult);
});

test("RespondToAuthChallenge asks for the second factor that the pool demands after the functions' challenges", async () => {
  await using world = await startCustomWorld();
  const { Username, Password } = await world.user();
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    EmailMfaConfiguration: {},
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  await world.call.AdminSetUserMFAPreference({
    ...world.pool,
    Username,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const finish = async (Session: string | undefined) => {
    const asked = await respond(world, Username, Session, "42");
    assert.deepEqual([asked.ChallengeName, asked.AuthenticationResult], ["EMAIL_OTP", undefined]);
    return world.call.RespondToAuthChallenge({
      ...world.client,
      ChallengeName: "EMAIL_OTP",
      Session: asked.Session,
      ChallengeResponses: { USERNAME: Username, EMAIL_OTP_CODE: world.inbox.latest("ada@example.com").code },
    });
  };
  assert.ok((await finish((await begin(world, Username)).Session)).AuthenticationResult);
  const { asked, responses } = await beginBySrp(world, Username, Password);
  assert.ok((await finish((await prove(world, asked.Session, responses)).Session)).AuthenticationResult);
});

test("RespondToAuthChallenge asks a user without a password for the second factor too", async () => {
  await using world = await startCustomWorld({
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
  });
  const Username = "lena";
  await world.call.AdminCreateUser({
    ...world.pool,
    Username,
    MessageAction: "SUPPRESS",
    UserAttributes: [
      { Name: "email", Value: "lena@example.com" },
      { Name: "email_verified", Value: "true" },
      { Name: "phone_number", Value: "+12065550100" },
    ],
  });
  const mfa = { EmailMfaConfiguration: {}, SoftwareTokenMfaConfiguration: { Enabled: true } };
  await world.call.SetUserPoolMfaConfig({ ...world.pool, MfaConfiguration: "OPTIONAL", ...mfa });
  await world.call.AdminSetUserMFAPreference({
    ...world.pool,
    Username,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const asked = await respond(world, Username, (await begin(world, Username)).Session, "42");
  assert.equal(asked.ChallengeName, "EMAIL_OTP");
  const answer = (Session: string | undefined) =>
    world.call.RespondToAuthChallenge({
      ...world.client,
      ChallengeName: "EMAIL_OTP",
      Session,
      ChallengeResponses: { USERNAME: Username, EMAIL_OTP_CODE: world.inbox.latest("lena@example.com").code },
    });
  assert.ok((await answer(asked.Session)).AuthenticationResult);
  const again = await respond(world, Username, (await begin(world, Username)).Session, "42");
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password: "Secret of lena 1!", Permanent: true });
  await refused(answer(again.Session), "NotAuthorizedException", INVALID);
});

test("RespondToAuthChallenge has a temporary password replaced that was proven on the way", async () => {
  await using world = await startCustomWorld();
  const Username = "tess";
  await world.call.AdminCreateUser({
    ...world.pool,
    Username,
    TemporaryPassword: "Temporary 1!",
    MessageAction: "SUPPRESS",
  });
  const { asked, responses } = await beginBySrp(world, Username, "Temporary 1!");
  const question = await prove(world, asked.Session, responses);
  const { ChallengeName } = await respond(world, Username, question.Session, "42");
  assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
});

test("RespondToAuthChallenge ends a sign-in that its functions never end", async () => {
  await using world = await startCustomWorld(
    {},
    { DefineAuthChallenge: (event) => answering(event, { challengeName: "CUSTOM_CHALLENGE" }) },
  );
  const { Username } = await world.user();
  let { Session } = await begin(world, Username);
  for (let n = 0; n < 49; n += 1) ({ Session } = await respond(world, Username, Session, "42"));
  await refused(respond(world, Username, Session, "42"), "NotAuthorizedException", TEXTS.incorrect);
});

test("RespondToAuthChallenge keeps no more for the functions of a sign-in than is bounded", async () => {
  await using world = await startCustomWorld(
    {},
    { CreateAuthChallenge: (event) => answering(event, { challengeMetadata: "x".repeat(60 * 1024) }) },
  );
  const { Username } = await world.user();
  const first = await begin(world, Username);
  const second = await respond(world, Username, first.Session, "1");
  await refused(
    respond(world, Username, second.Session, "2"),
    "InvalidLambdaResponseException",
    "Unrecognizable lambda output",
  );
});

test("AdminInitiateAuth begins custom challenges too, and AdminRespondToAuthChallenge answers them", async () => {
  await using world = await startCustomWorld();
  const { Username: USERNAME } = await world.user();
  const ids = { ...world.pool, ...world.client };
  const { Session } = await world.call.AdminInitiateAuth({
    ...ids,
    AuthFlow: "CUSTOM_AUTH",
    AuthParameters: { USERNAME },
  });
  const { AuthenticationResult } = await world.call.AdminRespondToAuthChallenge({
    ...ids,
    ChallengeName: "CUSTOM_CHALLENGE",
    Session,
    ChallengeResponses: { USERNAME, ANSWER: "42" },
  });
  assert.ok(AuthenticationResult);
});
