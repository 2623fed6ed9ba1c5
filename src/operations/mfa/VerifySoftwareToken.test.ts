import assert from "node:assert/strict";
import { test } from "node:test";
import { STEP_MS } from "../../crypto/totp.ts";
import { createAuthenticator, wrongCode, type Authenticator } from "../../testing/authenticator.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const MISMATCH = "Code mismatch and fail enable Software Token MFA";
const NONE = "Software Token MFA does not exist for the user.";
const SPENT = "Invalid session for the user, session can only be used once.";
const INVALID = "Invalid session for the user.";
const DAY = 86_400_000;
const SoftwareTokenMfaConfiguration = { Enabled: true };

const demand = ({ call, pool }: World, MfaConfiguration: "OPTIONAL" | "ON") =>
  call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration, SoftwareTokenMfaConfiguration });

/** Ada, signed in, with an app whose first code nobody has seen. */
const startWithToken = async (world: World) => {
  await demand(world, "OPTIONAL");
  const { Username, Password } = await world.user();
  const AccessToken = (await world.signIn(Username, Password)).AuthenticationResult?.AccessToken ?? "";
  const { SecretCode } = await world.call.AssociateSoftwareToken({ AccessToken });
  return { AccessToken, app: createAuthenticator(SecretCode, world.clock) };
};

/** The same in a sign-in that waits for the factor. */
const startWithSession = async (world: World): Promise<{ Session: string; app: Authenticator }> => {
  const begun = await world.signIn("ada", "Secret of ada 1!");
  const { SecretCode, Session = "" } = await world.call.AssociateSoftwareToken({ Session: begun.Session });
  return { Session, app: createAuthenticator(SecretCode, world.clock) };
};

const factorsOf = async ({ call, pool }: World) => {
  const { UserMFASettingList, PreferredMfaSetting } = await call.AdminGetUser({ ...pool, Username: "ada" });
  return [UserMFASettingList, PreferredMfaSetting];
};

test("VerifySoftwareToken registers the app of who is signed in, and leaves it to them to switch it on", async () => {
  await using world = await startWorld();
  const { AccessToken, app } = await startWithToken(world);
  const { call } = world;
  const answer = await call.VerifySoftwareToken({ AccessToken, UserCode: app.code(), FriendlyDeviceName: "phone" });
  assert.deepEqual(answer, { Status: "SUCCESS" });
  assert.deepEqual(await factorsOf(world), [undefined, undefined]);
  assert.ok((await world.signIn("ada", "Secret of ada 1!")).AuthenticationResult);
  await call.SetUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } });
  assert.equal((await world.signIn("ada", "Secret of ada 1!")).ChallengeName, "SOFTWARE_TOKEN_MFA");
});

test("VerifySoftwareToken takes a code that is a step early or late", async () => {
  for (const drift of [-1, 1]) {
    await using world = await startWorld();
    const { AccessToken, app } = await startWithToken(world);
    const { Status } = await world.call.VerifySoftwareToken({ AccessToken, UserCode: app.code(drift) });
    assert.equal(Status, "SUCCESS");
  }
  await using world = await startWorld();
  const { AccessToken, app } = await startWithToken(world);
  for (const drift of [-2, 2]) {
    await refused(
      world.call.VerifySoftwareToken({ AccessToken, UserCode: app.code(drift) }),
      "EnableSoftwareTokenMFAException",
      MISMATCH,
    );
  }
});

test("VerifySoftwareToken with a session switches the factor on, and the sign-in goes on to its tokens", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await demand(world, "ON");
  await world.user();
  const { Session, app } = await startWithSession(world);
  const verified = await call.VerifySoftwareToken({ Session, UserCode: app.code() });
  assert.equal(verified.Status, "SUCCESS");
  assert.notEqual(verified.Session, Session);
  assert.deepEqual(await factorsOf(world), [["SOFTWARE_TOKEN_MFA"], undefined]);
  await refused(call.VerifySoftwareToken({ Session, UserCode: app.code(1) }), "NotAuthorizedException", SPENT);

  const finish = () =>
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "MFA_SETUP",
      Session: verified.Session,
      ChallengeResponses: { USERNAME: "ada" },
    });
  const { AuthenticationResult, ...rest } = await finish();
  assert.ok(AuthenticationResult?.AccessToken && AuthenticationResult.RefreshToken);
  assert.deepEqual(rest, { ChallengeParameters: {} });
  await refused(finish(), "NotAuthorizedException", SPENT);

  const next = await world.signIn("ada", "Secret of ada 1!");
  assert.equal(next.ChallengeName, "SOFTWARE_TOKEN_MFA");
  const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      Session: next.Session,
      ChallengeResponses: { USERNAME: "ada", SOFTWARE_TOKEN_MFA_CODE },
    });
  await refused(answer(app.code()), "ExpiredCodeException", "Your software token has already been used once.");
  world.clock.advance(STEP_MS);
  assert.ok((await answer(app.code())).AuthenticationResult);
});

test("VerifySoftwareToken leaves the session usable after a wrong code, and bounds how many there may be", async () => {
  await using world = await startWorld();
  await demand(world, "ON");
  await world.user();
  const { Session, app } = await startWithSession(world);
  const verify = (UserCode: string) => world.call.VerifySoftwareToken({ Session, UserCode });
  for (let n = 0; n < 20; n += 1) {
    await refused(verify(wrongCode(app, n % 5)), "EnableSoftwareTokenMFAException", MISMATCH);
  }
  await refused(verify(app.code()), "TooManyRequestsException", "Rate exceeded");
  // They are no failed sign-ins.
  assert.equal((await world.signIn("ada", "Secret of ada 1!")).ChallengeName, "MFA_SETUP");
  world.clock.advance(3_600_000);
  const later = await startWithSession(world);
  const { Status } = await world.call.VerifySoftwareToken({ Session: later.Session, UserCode: later.app.code() });
  assert.equal(Status, "SUCCESS");
});

test("VerifySoftwareToken does not know an app that nobody has asked for, or that is registered already", async () => {
  await using world = await startWorld();
  const { AccessToken, app } = await startWithToken(world);
  const { call } = world;
  const verify = (UserCode: string) => call.VerifySoftwareToken({ AccessToken, UserCode });
  await verify(app.code());
  await refused(verify(app.code(1)), "SoftwareTokenMFANotFoundException", NONE);

  await demand(world, "ON");
  await world.user("bob");
  const { Session } = await world.signIn("bob", "Secret of bob 1!");
  await refused(call.VerifySoftwareToken({ Session, UserCode: "123456" }), "SoftwareTokenMFANotFoundException", NONE);
});

test("VerifySoftwareToken waits a day for the first code, as long as the access token lives", async () => {
  for (const [waited, isLate] of [
    [DAY - 1, false],
    [DAY, true],
  ] as const) {
    await using world = await startWorld({ client: { AccessTokenValidity: 24 } });
    const { AccessToken: first } = await startWithToken(world);
    const { SecretCode } = await world.call.AssociateSoftwareToken({ AccessToken: first });
    const app = createAuthenticator(SecretCode, world.clock);
    world.clock.advance(waited);
    const { AuthenticationResult } = await world.signIn("ada", "Secret of ada 1!");
    const AccessToken = AuthenticationResult?.AccessToken ?? "";
    const verified = world.call.VerifySoftwareToken({ AccessToken, UserCode: app.code() });
    if (isLate) await refused(verified, "SoftwareTokenMFANotFoundException", NONE);
    else assert.equal((await verified).Status, "SUCCESS");
  }
});

test("VerifySoftwareToken takes one of fifty codes at the same time", async () => {
  for (const kind of ["token", "session"] as const) {
    await using world = await startWorld();
    const { call } = world;
    let who: { AccessToken: string } | { Session: string };
    let app: Authenticator;
    if (kind === "token") {
      const set = await startWithToken(world);
      [who, app] = [{ AccessToken: set.AccessToken }, set.app];
    } else {
      await demand(world, "ON");
      await world.user();
      const set = await startWithSession(world);
      [who, app] = [{ Session: set.Session }, set.app];
    }
    const settled = await Promise.allSettled(
      Array.from({ length: 50 }, () => call.VerifySoftwareToken({ ...who, UserCode: app.code() })),
    );
    assert.equal(settled.filter(({ status }) => status === "fulfilled").length, 1, kind);
  }
});

test("VerifySoftwareToken sets nothing up beside the app that another sign-in has set up meanwhile", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await demand(world, "ON");
  await world.user();
  // Who knows the password alone begins first, and is overtaken.
  const thief = await startWithSession(world);
  const ada = await startWithSession(world);
  await call.VerifySoftwareToken({ Session: ada.Session, UserCode: ada.app.code() });
  const late = [
    call.VerifySoftwareToken({ Session: thief.Session, UserCode: thief.app.code() }),
    call.AssociateSoftwareToken({ Session: thief.Session }),
  ];
  for (const attempt of late) await refused(attempt, "NotAuthorizedException", INVALID);
  await refused(
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "MFA_SETUP",
      Session: thief.Session,
      ChallengeResponses: { USERNAME: "ada" },
    }),
    "SoftwareTokenMFANotFoundException",
    NONE,
  );
});

test("VerifySoftwareToken refuses a code that is none before anything else", async () => {
  await using world = await startWorld();
  const { AccessToken } = await startWithToken(world);
  for (const UserCode of ["12345", "1234567", "abcdef"]) {
    await refused(world.call.VerifySoftwareToken({ AccessToken, UserCode }), "InvalidParameterException");
  }
  await refused(
    world.call.VerifySoftwareToken({ AccessToken, UserCode: "123456", FriendlyDeviceName: "x".repeat(1025) }),
    "InvalidParameterException",
    "FriendlyDeviceName must have length less than or equal to 1024",
  );
  await refused(
    world.call.VerifySoftwareToken({ UserCode: "123456" }),
    "InvalidParameterException",
    "Missing required parameter Session",
  );
});

test("VerifySoftwareToken tells of a reset that is under way", async () => {
  await using world = await startWorld();
  const { AccessToken, app } = await startWithToken(world);
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await refused(
    world.call.VerifySoftwareToken({ AccessToken, UserCode: app.code() }),
    "PasswordResetRequiredException",
    TEXTS.resetRequired,
  );
});
