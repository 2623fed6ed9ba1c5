/** MFA_SETUP: whom the pool demands a factor of, and how they get one before they get tokens. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { createAuthenticator, FACTORS } from "../../testing/authenticator.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const NONE = "Software Token MFA does not exist for the user.";
const INVALID = "Invalid session for the user.";
const MISMATCH = "Invalid code or auth state for the user.";
const ADDRESS = "countess@example.org";

type Responses = Readonly<Record<string, string>>;

/** A pool that demands MFA, and Ada, who has nothing that could be a factor. */
const start = async (options: WorldOptions = {}, attributes: Responses = {}) => {
  const world = await startWorld(options);
  const { call, pool } = world;
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "ON", ...FACTORS });
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  await call.AdminCreateUser({ ...pool, Username: "ada", MessageAction: "SUPPRESS", UserAttributes });
  const Password = "Secret of ada 1!";
  await call.AdminSetUserPassword({ ...pool, Username: "ada", Password, Permanent: true });
  return world;
};

const begin = async ({ signIn }: World): Promise<string> => {
  const { ChallengeName, AuthenticationResult, Session = "" } = await signIn("ada", "Secret of ada 1!");
  assert.deepEqual([ChallengeName, AuthenticationResult], ["MFA_SETUP", undefined]);
  return Session;
};

const answer = (
  { call, client }: World,
  Session: string,
  responses: Responses = {},
  ChallengeName: WireInput<"RespondToAuthChallenge">["ChallengeName"] = "MFA_SETUP",
) =>
  call.RespondToAuthChallenge({
    ...client,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: "ada", ...responses },
  });

const userOf = async ({ call, pool }: World) => {
  const { UserAttributes = [], UserMFASettingList } = await call.AdminGetUser({ ...pool, Username: "ada" });
  const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  return { email: attributes["email"], verified: attributes["email_verified"], factors: UserMFASettingList };
};

test("InitiateAuth tells which factors can be set up", async () => {
  await using world = await start();
  const { ChallengeParameters } = await world.signIn("ada", "Secret of ada 1!");
  assert.deepEqual(ChallengeParameters, {
    MFAS_CAN_SETUP: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
    USER_ID_FOR_SRP: "ada",
  });
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    SmsMfaConfiguration: FACTORS.SmsMfaConfiguration,
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const fewer = await world.signIn("ada", "Secret of ada 1!");
  assert.equal(fewer.ChallengeParameters?.["MFAS_CAN_SETUP"], '["SMS_MFA","SOFTWARE_TOKEN_MFA"]');
});

test("RespondToAuthChallenge issues no tokens for MFA_SETUP before an app has been verified with the session", async () => {
  await using world = await start();
  const { call } = world;
  const Session = await begin(world);
  await refused(answer(world, Session), "SoftwareTokenMFANotFoundException", NONE);
  const associated = await call.AssociateSoftwareToken({ Session });
  await refused(answer(world, associated.Session ?? ""), "SoftwareTokenMFANotFoundException", NONE);
  // One sign-in's app is not another's proof.
  const other = await begin(world);
  const app = createAuthenticator(associated.SecretCode, world.clock);
  const verified = await call.VerifySoftwareToken({ Session: associated.Session, UserCode: app.code() });
  await refused(answer(world, other), "SoftwareTokenMFANotFoundException", NONE);
  assert.ok((await answer(world, verified.Session ?? "")).AuthenticationResult);
});

test("RespondToAuthChallenge sets an address up: nothing changes before its code has come back", async () => {
  for (const name of ["EMAIL", "email"]) {
    await using world = await start();
    const { inbox } = world;
    const Session = await begin(world);
    const sent = await answer(world, Session, { [name]: ADDRESS });
    assert.equal(sent.ChallengeName, "EMAIL_OTP");
    assert.deepEqual(sent.ChallengeParameters, {
      CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL",
      CODE_DELIVERY_DESTINATION: "c***@e***",
      USER_ID_FOR_SRP: "ada",
    });
    assert.deepEqual(await userOf(world), { email: undefined, verified: undefined, factors: undefined });
    const { code } = inbox.latest(ADDRESS);
    const wrong = code === "000000" ? "000001" : "000000";
    const codeAnswer = (EMAIL_OTP_CODE: string) => answer(world, sent.Session ?? "", { EMAIL_OTP_CODE }, "EMAIL_OTP");
    await refused(codeAnswer(wrong), "CodeMismatchException", MISMATCH);
    const { AuthenticationResult } = await codeAnswer(code);
    assert.ok(AuthenticationResult?.AccessToken);
    assert.deepEqual(await userOf(world), { email: ADDRESS, verified: "true", factors: ["EMAIL_OTP"] });

    const next = await world.signIn("ada", "Secret of ada 1!");
    assert.equal(next.ChallengeName, "EMAIL_OTP");
    const again = await answer(world, next.Session ?? "", { EMAIL_OTP_CODE: inbox.latest(ADDRESS).code }, "EMAIL_OTP");
    assert.ok(again.AuthenticationResult);
  }
});

test("RespondToAuthChallenge proves an address that the user has and nobody has proven", async () => {
  await using world = await start({}, { email: "ada@example.com" });
  const sent = await answer(world, await begin(world), { EMAIL: "ada@example.com" });
  const { code } = world.inbox.latest("ada@example.com");
  const done = await answer(world, sent.Session ?? "", { EMAIL_OTP_CODE: code }, "EMAIL_OTP");
  assert.ok(done.AuthenticationResult);
  assert.deepEqual(await userOf(world), { email: "ada@example.com", verified: "true", factors: ["EMAIL_OTP"] });
});

test("RespondToAuthChallenge refuses an address that is none, and one in a pool that sets none up", async () => {
  await using world = await start();
  for (const EMAIL of ["", "nobody", "a@example.com,b@example.com", "a@example.com\nBcc: b@example.com"]) {
    await refused(
      answer(world, await begin(world), { EMAIL }),
      "InvalidParameterException",
      "Invalid email address format.",
    );
  }
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    SmsMfaConfiguration: FACTORS.SmsMfaConfiguration,
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  await refused(
    answer(world, await begin(world), { EMAIL: ADDRESS }),
    "InvalidParameterException",
    "EMAIL_OTP cannot be set up in this user pool.",
  );
  assert.equal(world.inbox.all.length, 0);
});

test("RespondToAuthChallenge sets no address up that alone recovers the account", async () => {
  await using world = await start(
    { pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }] } } },
    { email: "ada@example.com", email_verified: "true" },
  );
  const { ChallengeName, ChallengeParameters, Session = "" } = await world.signIn("ada", "Secret of ada 1!");
  assert.equal(ChallengeName, "MFA_SETUP");
  assert.equal(ChallengeParameters?.["MFAS_CAN_SETUP"], '["SMS_MFA","SOFTWARE_TOKEN_MFA"]');
  await refused(answer(world, Session, { EMAIL: ADDRESS }), "InvalidParameterException");
  assert.equal((await userOf(world)).email, "ada@example.com");
});

test("RespondToAuthChallenge keeps to what the client may write, and to addresses that are nobody else's", async () => {
  await using narrow = await start({ client: { WriteAttributes: ["name"] } });
  await refused(
    answer(narrow, await begin(narrow), { EMAIL: ADDRESS }),
    "NotAuthorizedException",
    "A client attempted to write unauthorized attribute",
  );

  await using world = await start({ pool: { AliasAttributes: ["email"] } });
  await world.user("bob", { email: ADDRESS });
  // Before the address is proven it would tell who has an account.
  const sent = await answer(world, await begin(world), { EMAIL: ADDRESS });
  await refused(
    answer(world, sent.Session ?? "", { EMAIL_OTP_CODE: world.inbox.latest(ADDRESS).code }, "EMAIL_OTP"),
    "AliasExistsException",
    "An account with the given email already exists.",
  );
  assert.equal((await userOf(world)).email, undefined);
});

test("RespondToAuthChallenge sets no address up beside an app that was set up meanwhile", async () => {
  await using world = await start();
  const { call, clock, inbox } = world;
  // Who knows the password alone begins first, and is overtaken.
  const thief = await answer(world, await begin(world), { EMAIL: "thief@example.org" });
  const waiting = await begin(world);
  const { SecretCode, Session } = await call.AssociateSoftwareToken({ Session: await begin(world) });
  const app = createAuthenticator(SecretCode, clock);
  await call.VerifySoftwareToken({ Session, UserCode: app.code() });
  const { code } = inbox.latest("thief@example.org");
  await refused(
    answer(world, thief.Session ?? "", { EMAIL_OTP_CODE: code }, "EMAIL_OTP"),
    "NotAuthorizedException",
    INVALID,
  );
  await refused(answer(world, waiting, { EMAIL: "thief@example.org" }), "NotAuthorizedException", INVALID);
  assert.deepEqual(await userOf(world), { email: undefined, verified: undefined, factors: ["SOFTWARE_TOKEN_MFA"] });
});

test("RespondToAuthChallenge goes on from a new password to the set-up, and tells tokens where they come from", async () => {
  await using world = await start();
  const { call, pool, client, clock, functions } = world;
  await world.updatePool({ LambdaConfig: { PreTokenGeneration: functions.set("tokens", (event) => event) } });
  await call.AdminSetUserPassword({ ...pool, Username: "ada", Password: "Temporary 1!", Permanent: false });
  const begun = await world.signIn("ada", "Temporary 1!");
  const next = await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: begun.Session,
    ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: "Chosen by ada 1!" },
  });
  assert.equal(next.ChallengeName, "MFA_SETUP");
  const { SecretCode, Session } = await call.AssociateSoftwareToken({ Session: next.Session });
  const app = createAuthenticator(SecretCode, clock);
  const verified = await call.VerifySoftwareToken({ Session, UserCode: app.code() });
  assert.ok((await answer(world, verified.Session ?? "")).AuthenticationResult);
  assert.deepEqual(
    functions.events.map(({ triggerSource }) => triggerSource),
    ["TokenGeneration_NewPasswordChallenge"],
  );
});

test("RespondToAuthChallenge has no new app set up by a user who has one and switched it off", async () => {
  await using world = await start();
  const { call, clock } = world;
  const associated = await call.AssociateSoftwareToken({ Session: await begin(world) });
  const app = createAuthenticator(associated.SecretCode, clock);
  const verified = await call.VerifySoftwareToken({ Session: associated.Session, UserCode: app.code() });
  const { AuthenticationResult } = await answer(world, verified.Session ?? "");
  const AccessToken = AuthenticationResult?.AccessToken ?? "";
  await call.SetUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: false } });
  // Who knows the password alone would set up their own.
  assert.equal((await world.signIn("ada", "Secret of ada 1!")).ChallengeName, "SOFTWARE_TOKEN_MFA");
});
