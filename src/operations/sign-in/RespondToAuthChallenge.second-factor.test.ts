/** SMS_MFA, EMAIL_OTP and the choice between them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type Login, type World, type WorldOptions } from "../../testing/world.ts";

const PHONE = "+12065550100";
const EMAIL = "ada@example.com";
const MISMATCH = "Invalid code or auth state for the user.";
const LOCKED = "Password attempts exceeded";
const SPENT = "Invalid session for the user, session can only be used once.";
const SECOND = 1_000;
const HOUR = 3_600_000;
const SMS = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" };

type Factor = "SMS_MFA" | "EMAIL_OTP";
type Preference = Omit<WireInput<"AdminSetUserMFAPreference">, "UserPoolId" | "Username">;

const ON = { Enabled: true, PreferredMfa: false } as const;
const PREFERRED = { Enabled: true, PreferredMfa: true } as const;

interface Scene {
  readonly mode?: "OPTIONAL" | "ON";
  readonly preference?: Preference;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A world with MFA by SMS and e-mail, and Ada, who has a verified number and address. */
const startFactors = async (
  scene: Scene = {},
  options: WorldOptions = {},
): Promise<World & { readonly ada: Login }> => {
  const world = await startWorld(options);
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: scene.mode ?? "OPTIONAL",
    SmsMfaConfiguration: { SmsConfiguration: SMS },
    EmailMfaConfiguration: {},
  });
  const ada = await world.user("ada", { phone_number: PHONE, phone_number_verified: "true", ...scene.attributes });
  if (scene.preference !== undefined) {
    await world.call.AdminSetUserMFAPreference({ ...world.pool, Username: ada.Username, ...scene.preference });
  }
  return { ...world, ada };
};

const begin = async ({ signIn, ada }: World & { readonly ada: Login }) => {
  const { Session = "", ...challenge } = await signIn(ada.Username, ada.Password);
  return { Session, ...challenge };
};

const answer = ({ call, client }: World, ChallengeName: Factor, Session: string, code: string) =>
  call.RespondToAuthChallenge({
    ...client,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: "ada", [`${ChallengeName}_CODE`]: code },
  });

/** A code that is not `code`. */
const other = (code: string, n = 1): string => String((Number(code) + n) % 1_000_000).padStart(6, "0");

test("InitiateAuth sends the preferred factor's code and says where, without the whole address", async () => {
  for (const [preference, name, medium, destination, to] of [
    [{ SMSMfaSettings: PREFERRED }, "SMS_MFA", "SMS", "+*******0100", PHONE],
    [{ EmailMfaSettings: PREFERRED }, "EMAIL_OTP", "EMAIL", "a***@e***", EMAIL],
  ] as const) {
    await using world = await startFactors({ preference });
    const { ChallengeName, ChallengeParameters, Session } = await begin(world);
    assert.equal(ChallengeName, name);
    assert.deepEqual(ChallengeParameters, {
      CODE_DELIVERY_DELIVERY_MEDIUM: medium,
      CODE_DELIVERY_DESTINATION: destination,
      USER_ID_FOR_SRP: "ada",
    });
    const { code } = world.inbox.latest(to);
    assert.match(code, /^\d{6}$/);
    const { AuthenticationResult } = await answer(world, name, Session, code);
    assert.ok(AuthenticationResult?.AccessToken && AuthenticationResult.RefreshToken);
  }
});

test("RespondToAuthChallenge leaves the session usable after a wrong code", async () => {
  await using world = await startFactors({ preference: { SMSMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const { code } = world.inbox.latest(PHONE);
  for (const n of [1, 2, 3, 4]) {
    await refused(answer(world, "SMS_MFA", Session, other(code, n)), "CodeMismatchException", MISMATCH);
  }
  assert.ok((await answer(world, "SMS_MFA", Session, code)).AuthenticationResult);
  await refused(answer(world, "SMS_MFA", Session, code), "NotAuthorizedException", SPENT);
});

test("RespondToAuthChallenge takes five tries at one code, and locks the user as wrong passwords do", async () => {
  await using world = await startFactors({ preference: { SMSMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const { code } = world.inbox.latest(PHONE);
  for (const n of [1, 2, 3, 4, 5]) {
    await refused(answer(world, "SMS_MFA", Session, other(code, n)), "CodeMismatchException", MISMATCH);
  }
  await refused(answer(world, "SMS_MFA", Session, code), "NotAuthorizedException", LOCKED);
  await refused(world.signIn("ada", world.ada.Password), "NotAuthorizedException", LOCKED);
  world.clock.advance(SECOND);
  await refused(answer(world, "SMS_MFA", Session, code), "NotAuthorizedException", LOCKED);
  assert.equal((await begin(world)).ChallengeName, "SMS_MFA");
});

test("RespondToAuthChallenge looks at no code while the user is locked", async () => {
  await using world = await startFactors({ preference: { SMSMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const { code } = world.inbox.latest(PHONE);
  for (let n = 0; n < 5; n += 1) await refused(world.signIn("ada", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  for (const tried of [1, 2, 3, 4, 5, 0]) {
    await refused(answer(world, "SMS_MFA", Session, other(code, tried)), "NotAuthorizedException", LOCKED);
  }
  world.clock.advance(SECOND);
  assert.ok((await answer(world, "SMS_MFA", Session, code)).AuthenticationResult);
});

test("RespondToAuthChallenge gives nobody more tries for knowing the password", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  let tried = 0;
  for (let round = 0; round < 12; round += 1) {
    const { Session } = await begin(world);
    const { code } = world.inbox.latest(EMAIL);
    const outcome = await answer(world, "EMAIL_OTP", Session, other(code)).catch((error: unknown) => error);
    assert.ok(outcome instanceof Error);
    if (outcome.name === "CodeMismatchException") tried += 1;
    world.clock.advance(200 * SECOND);
  }
  // Ten an hour, whatever number of codes was sent.
  assert.equal(tried, 10);
});

test("RespondToAuthChallenge judges no more than five of fifty codes at once", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const { code } = world.inbox.latest(EMAIL);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      answer(world, "EMAIL_OTP", Session, n === 49 ? code : other(code, n + 1)).then(
        () => "signed in",
        (error: unknown) => (error instanceof Error ? error.name : "?"),
      ),
    ),
  );
  assert.equal(outcomes.filter((name) => name === "CodeMismatchException").length, 5);
  assert.equal(outcomes.filter((name) => name === "NotAuthorizedException").length, 45);
});

test("RespondToAuthChallenge takes a right code once, of fifty at the same time too", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const { code } = world.inbox.latest(EMAIL);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, () => answer(world, "EMAIL_OTP", Session, code)),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
});

test("RespondToAuthChallenge takes a code only for the sign-in it was sent for", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  const first = await begin(world);
  const { code: old } = world.inbox.latest(EMAIL);
  const second = await begin(world);
  const { code } = world.inbox.latest(EMAIL);
  await refused(answer(world, "EMAIL_OTP", first.Session, code), "CodeMismatchException", MISMATCH);
  if (old !== code) {
    await refused(answer(world, "EMAIL_OTP", first.Session, old), "CodeMismatchException", MISMATCH);
  }
  assert.ok((await answer(world, "EMAIL_OTP", second.Session, code)).AuthenticationResult);
});

test("RespondToAuthChallenge accepts the e-mail factor's code under its other name", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const respond = (ChallengeResponses: Readonly<Record<string, string>>) =>
    world.call.RespondToAuthChallenge({
      ...world.client,
      ChallengeName: "EMAIL_OTP",
      Session,
      ChallengeResponses: { USERNAME: "ada", ...ChallengeResponses },
    });
  await refused(respond({}), "InvalidParameterException", "Missing required parameter EMAIL_OTP_CODE");
  assert.ok((await respond({ EMAIL_MFA_CODE: world.inbox.latest(EMAIL).code })).AuthenticationResult);
});

test("RespondToAuthChallenge refuses a code whose address was replaced after it was sent", async () => {
  await using world = await startFactors({ preference: { SMSMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const { code } = world.inbox.latest(PHONE);
  await world.call.AdminUpdateUserAttributes({
    ...world.pool,
    Username: "ada",
    UserAttributes: [
      { Name: "phone_number", Value: "+12065550199" },
      { Name: "phone_number_verified", Value: "true" },
    ],
  });
  await refused(answer(world, "SMS_MFA", Session, code), "CodeMismatchException", MISMATCH);
});

test("RespondToAuthChallenge lets an administrator's reset win against a code that is under way", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const { code } = world.inbox.latest(EMAIL);
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await refused(answer(world, "EMAIL_OTP", Session, code), "PasswordResetRequiredException", TEXTS.resetRequired);
});

test("RespondToAuthChallenge ends with the session of a password that was replaced", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  const { Session } = await begin(world);
  const { code } = world.inbox.latest(EMAIL);
  await world.call.AdminSetUserPassword({
    ...world.pool,
    Username: "ada",
    Password: "Another one 1!",
    Permanent: true,
  });
  await refused(answer(world, "EMAIL_OTP", Session, code), "NotAuthorizedException", "Invalid session for the user.");
});

test("InitiateAuth asks which of several factors, and RespondToAuthChallenge sends the chosen one's code", async () => {
  await using world = await startFactors({ preference: { SMSMfaSettings: ON, EmailMfaSettings: ON } });
  const { ChallengeName, ChallengeParameters, Session } = await begin(world);
  assert.equal(ChallengeName, "SELECT_MFA_TYPE");
  const { MFAS_CAN_CHOOSE = "", ...rest } = ChallengeParameters ?? {};
  assert.deepEqual(rest, { USER_ID_FOR_SRP: "ada" });
  assert.equal(MFAS_CAN_CHOOSE, '["SMS_MFA","EMAIL_OTP"]');
  assert.equal(world.inbox.all.length, 0);
  const choose = (ANSWER: string) =>
    world.call.RespondToAuthChallenge({
      ...world.client,
      ChallengeName: "SELECT_MFA_TYPE",
      Session,
      ChallengeResponses: { USERNAME: "ada", ANSWER },
    });
  await refused(choose("SOFTWARE_TOKEN_MFA"), "InvalidParameterException");
  const chosen = await choose("EMAIL_MFA");
  assert.equal(chosen.ChallengeName, "EMAIL_OTP");
  assert.notEqual(chosen.Session, Session);
  await refused(choose("SMS_MFA"), "NotAuthorizedException", SPENT);
  assert.ok(
    (await answer(world, "EMAIL_OTP", chosen.Session ?? "", world.inbox.latest(EMAIL).code)).AuthenticationResult,
  );
});

test("RespondToAuthChallenge takes one of fifty choices at the same time", async () => {
  await using world = await startFactors({ preference: { SMSMfaSettings: ON, EmailMfaSettings: ON } });
  const { Session } = await begin(world);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, n) =>
      world.call.RespondToAuthChallenge({
        ...world.client,
        ChallengeName: "SELECT_MFA_TYPE",
        Session,
        ChallengeResponses: { USERNAME: "ada", ANSWER: n % 2 === 0 ? "EMAIL_OTP" : "SMS_MFA" },
      }),
    ),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  assert.equal(world.inbox.all.length, 1);
});

test("InitiateAuth issues no tokens to a user whose factor has lost its number", async () => {
  await using world = await startFactors({ preference: { SMSMfaSettings: PREFERRED } });
  await world.call.AdminUpdateUserAttributes({
    ...world.pool,
    Username: "ada",
    UserAttributes: [{ Name: "phone_number", Value: "" }],
  });
  await refused(
    world.signIn("ada", world.ada.Password),
    "NotAuthorizedException",
    "No MFA mechanism registered in the account.",
  );
});

test("RespondToAuthChallenge leaves an address unverified that is another user's name", async () => {
  await using world = await startFactors(
    { preference: { EmailMfaSettings: PREFERRED }, attributes: { email_verified: "false" } },
    { pool: { AliasAttributes: ["email"] } },
  );
  await world.user("bob", { email: EMAIL });
  const { Session } = await begin(world);
  assert.ok((await answer(world, "EMAIL_OTP", Session, world.inbox.latest(EMAIL).code)).AuthenticationResult);
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  assert.equal(UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "false");
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: EMAIL })).Username, "bob");
});

test("InitiateAuth issues no tokens where a required factor is not set up yet", async () => {
  await using world = await startFactors({
    mode: "ON",
    attributes: { phone_number_verified: "false", email_verified: "false" },
  });
  const { ChallengeName, AuthenticationResult } = await world.signIn("ada", world.ada.Password);
  assert.deepEqual([ChallengeName, AuthenticationResult], ["MFA_SETUP", undefined]);
  await refused(world.signIn("ada", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
});

test("InitiateAuth needs no factor of a user who switched none on, where the pool leaves it to them", async () => {
  await using world = await startFactors();
  assert.ok((await begin(world)).AuthenticationResult);
});

test("RespondToAuthChallenge goes on from a new password to the factor that the pool requires", async () => {
  await using world = await startFactors({ mode: "ON" });
  const { call, pool, client, inbox, functions } = world;
  await world.updatePool({
    LambdaConfig: {
      CustomMessage: functions.set("message", (event) => event),
      PreTokenGeneration: functions.set("pre-token", (event) => event),
    },
  });
  const Password = "Temporary of ada 1!";
  await call.AdminUpdateUserAttributes({
    ...pool,
    Username: "ada",
    UserAttributes: [{ Name: "phone_number_verified", Value: "false" }],
  });
  await call.AdminSetUserPassword({ ...pool, Username: "ada", Password, Permanent: false });
  const { Session, ChallengeName } = await world.signIn("ada", Password);
  assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
  assert.equal(inbox.all.length, 0);
  const next = await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session,
    ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: "Chosen by ada 1!" },
    ClientMetadata: { step: "two" },
  });
  assert.equal(next.ChallengeName, "EMAIL_OTP");
  assert.equal(next.AuthenticationResult, undefined);
  const { AuthenticationResult } = await answer(world, "EMAIL_OTP", next.Session ?? "", inbox.latest(EMAIL).code);
  assert.ok(AuthenticationResult?.AccessToken);
  assert.deepEqual(
    functions.events.map(({ triggerSource, request }) => [triggerSource, request["clientMetadata"]]),
    [
      ["CustomMessage_Authentication", { step: "two" }],
      ["TokenGeneration_NewPasswordChallenge", undefined],
    ],
  );
});

test("RespondToAuthChallenge marks the address verified that the code has proven", async () => {
  await using world = await startFactors({
    preference: { EmailMfaSettings: PREFERRED },
    attributes: { email_verified: "false" },
  });
  const { Session } = await begin(world);
  await answer(world, "EMAIL_OTP", Session, world.inbox.latest(EMAIL).code);
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  assert.equal(UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "true");
});

test("InitiateAuth sends no more than twenty codes an hour to one user", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  for (let n = 0; n < 20; n += 1) await begin(world);
  await refused(begin(world), "TooManyRequestsException", "Rate exceeded");
  world.clock.advance(HOUR);
  assert.equal((await begin(world)).ChallengeName, "EMAIL_OTP");
});

test("InitiateAuth changes nothing when CustomMessage fails", async () => {
  await using world = await startFactors({ preference: { EmailMfaSettings: PREFERRED } });
  const CustomMessage = world.functions.set("message", () => {
    throw new Error("no");
  });
  await world.updatePool({ LambdaConfig: { CustomMessage } });
  await refused(begin(world), "UserLambdaValidationException", "CustomMessage failed with error no.");
  assert.equal(world.inbox.all.length, 0);
});
