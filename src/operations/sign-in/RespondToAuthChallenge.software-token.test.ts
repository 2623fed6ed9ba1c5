/** SOFTWARE_TOKEN_MFA: the codes of an authenticator app, each of which works once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { STEP_MS } from "../../crypto/totp.ts";
import { FACTORS, registerApp, startAppWorld, wrongCode, type AppWorld } from "../../testing/authenticator.ts";
import { refused, TEXTS } from "../../testing/refused.ts";

const MISMATCH = "Invalid code received for user";
const USED = "Your software token has already been used once.";
const NONE = "Software Token MFA does not exist for the user.";
const LOCKED = "Password attempts exceeded";
const SPENT = "Invalid session for the user, session can only be used once.";
const INVALID = "Invalid session for the user.";
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const begin = async ({ signIn, ada }: AppWorld): Promise<string> => {
  const { ChallengeName, AuthenticationResult, Session = "" } = await signIn(ada.Username, ada.Password);
  assert.deepEqual([ChallengeName, AuthenticationResult], ["SOFTWARE_TOKEN_MFA", undefined]);
  return Session;
};

const answer = ({ call, client }: AppWorld, Session: string, SOFTWARE_TOKEN_MFA_CODE: string, USERNAME = "ada") =>
  call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "SOFTWARE_TOKEN_MFA",
    Session,
    ChallengeResponses: { USERNAME, SOFTWARE_TOKEN_MFA_CODE },
  });

const outcomeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "signed in",
    (error: unknown) => (error instanceof Error ? error.message : "?"),
  );

const outcomes = async (attempts: readonly Promise<unknown>[]): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(attempts.map(outcomeOf))) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

test("RespondToAuthChallenge takes the code of an app, early or late by a step, and no other", async () => {
  await using world = await startAppWorld();
  for (const drift of [-1, 0, 1]) {
    const { AuthenticationResult, ...rest } = await answer(world, await begin(world), world.app.code(drift));
    assert.ok(AuthenticationResult?.AccessToken && AuthenticationResult.RefreshToken);
    assert.deepEqual(rest, { ChallengeParameters: {} });
  }
  world.clock.advance(5 * STEP_MS);
  for (const drift of [-2, 2]) {
    await refused(answer(world, await begin(world), world.app.code(drift)), "CodeMismatchException", MISMATCH);
  }
});

test("InitiateAuth names the app that is asked for, where it has a name", async () => {
  await using world = await startAppWorld();
  const parameters = async () => (await world.signIn("ada", world.ada.Password)).ChallengeParameters;
  assert.deepEqual(await parameters(), { USER_ID_FOR_SRP: "ada" });
  await registerApp(world, world.AccessToken, "Ada's phone");
  assert.deepEqual(await parameters(), { USER_ID_FOR_SRP: "ada", FRIENDLY_DEVICE_NAME: "Ada's phone" });
});

test("RespondToAuthChallenge takes each code once, whatever the session", async () => {
  await using world = await startAppWorld();
  const first = await begin(world);
  const second = await begin(world);
  const code = world.app.code();
  assert.ok((await answer(world, first, code)).AuthenticationResult);
  await refused(answer(world, second, code), "ExpiredCodeException", USED);
  await refused(answer(world, first, world.app.code(1)), "NotAuthorizedException", SPENT);
  world.clock.advance(STEP_MS);
  // It would still count, one step late.
  await refused(answer(world, second, code), "ExpiredCodeException", USED);
  assert.ok((await answer(world, second, world.app.code())).AuthenticationResult);
});

test("RespondToAuthChallenge takes one of fifty equal codes at the same time, in one session or in many", async () => {
  await using world = await startAppWorld();
  const one = await begin(world);
  const inOne = await outcomes(Array.from({ length: 50 }, () => answer(world, one, world.app.code())));
  assert.equal(inOne["signed in"], 1, JSON.stringify(inOne));
  world.clock.advance(2 * STEP_MS);
  const many: string[] = [];
  for (let n = 0; n < 50; n += 1) many.push(await begin(world));
  const inMany = await outcomes(many.map((session) => answer(world, session, world.app.code())));
  assert.deepEqual(inMany, { "signed in": 1, [USED]: 49 });
});

test("RespondToAuthChallenge remembers a used code when the clock is put back, and over a sweep", async () => {
  await using world = await startAppWorld();
  const code = world.app.code();
  await answer(world, await begin(world), code);
  world.clock.advance(10 * MINUTE);
  const { store } = world.server.facilities;
  await store.transaction((tx) => tx.sweep(world.clock.now(), 500));
  world.clock.advance(-10 * MINUTE);
  await refused(answer(world, await begin(world), code), "ExpiredCodeException", USED);
});

test("RespondToAuthChallenge refuses the code that registered the app", async () => {
  await using world = await startAppWorld();
  const app = await registerApp(world, world.AccessToken);
  await refused(answer(world, await begin(world), app.code()), "ExpiredCodeException", USED);
  assert.ok((await answer(world, await begin(world), app.code(1))).AuthenticationResult);
});

test("RespondToAuthChallenge leaves the session usable after a wrong code", async () => {
  await using world = await startAppWorld();
  const session = await begin(world);
  for (const n of [0, 1, 2, 3]) {
    await refused(answer(world, session, wrongCode(world.app, n)), "CodeMismatchException", MISMATCH);
  }
  for (const odd of ["", "12345", "1234567", "abcdef"]) {
    world.clock.advance(15 * MINUTE);
    await refused(answer(world, await begin(world), odd), "CodeMismatchException", MISMATCH);
  }
  const again = await begin(world);
  assert.ok((await answer(world, again, world.app.code())).AuthenticationResult);
});

test("RespondToAuthChallenge locks the user after five wrong codes, as wrong passwords do", async () => {
  await using world = await startAppWorld();
  const session = await begin(world);
  for (const n of [0, 1, 2, 3, 4]) {
    await refused(answer(world, session, wrongCode(world.app, n)), "CodeMismatchException", MISMATCH);
  }
  await refused(answer(world, session, world.app.code()), "NotAuthorizedException", LOCKED);
  await refused(world.signIn("ada", world.ada.Password), "NotAuthorizedException", LOCKED);
  world.clock.advance(SECOND);
  assert.ok((await answer(world, session, world.app.code())).AuthenticationResult);
});

test("RespondToAuthChallenge counts wrong codes and wrong passwords together, and forgets neither before the end", async () => {
  await using world = await startAppWorld();
  for (const n of [0, 1]) {
    await refused(answer(world, await begin(world), wrongCode(world.app, n)), "CodeMismatchException", MISMATCH);
  }
  for (let n = 0; n < 3; n += 1) await refused(world.signIn("ada", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(world.signIn("ada", world.ada.Password), "NotAuthorizedException", LOCKED);
});

test("RespondToAuthChallenge judges no more than five of fifty codes at once", async () => {
  await using world = await startAppWorld();
  const session = await begin(world);
  const codes = Array.from({ length: 50 }, (_, n) => (n === 49 ? world.app.code() : wrongCode(world.app, n % 5)));
  const counts = await outcomes(codes.map((code) => answer(world, session, code)));
  assert.deepEqual(counts, { [MISMATCH]: 5, [LOCKED]: 45 });
});

test("RespondToAuthChallenge looks at ten wrong codes an hour and fifteen a day, then at none", async () => {
  await using world = await startAppWorld();
  const tries = async (rounds: number) => {
    let looked = 0;
    for (let n = 0; n < rounds; n += 1) {
      const outcome = await outcomeOf(answer(world, await begin(world), wrongCode(world.app)));
      if (outcome === MISMATCH) looked += 1;
      // Longer than any lock that so few failures bring.
      world.clock.advance(4 * MINUTE);
    }
    return looked;
  };
  assert.equal(await tries(13), 10);
  await refused(answer(world, await begin(world), world.app.code()), "NotAuthorizedException", LOCKED);
  world.clock.advance(HOUR);
  assert.equal(await tries(13), 5);
  world.clock.advance(24 * HOUR);
  assert.ok((await answer(world, await begin(world), world.app.code())).AuthenticationResult);
});

test("RespondToAuthChallenge takes the code for the user of the session alone", async () => {
  await using world = await startAppWorld();
  await world.user("bob");
  const session = await begin(world);
  await refused(answer(world, session, world.app.code(), "bob"), "NotAuthorizedException", INVALID);
  assert.ok((await answer(world, session, world.app.code(), "ada")).AuthenticationResult);
});

test("RespondToAuthChallenge names the parameter that is missing", async () => {
  await using world = await startAppWorld();
  const Session = await begin(world);
  await refused(
    world.call.RespondToAuthChallenge({
      ...world.client,
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      Session,
      ChallengeResponses: { USERNAME: "ada" },
    }),
    "InvalidParameterException",
    "Missing required parameter SOFTWARE_TOKEN_MFA_CODE",
  );
});

test("RespondToAuthChallenge refuses the code of an app that was removed, and of one that was replaced", async () => {
  await using world = await startAppWorld();
  const { call, pool, AccessToken } = world;
  const before = await begin(world);
  const app = await registerApp(world, AccessToken);
  await refused(answer(world, before, world.app.code(1)), "CodeMismatchException", MISMATCH);
  assert.ok((await answer(world, before, app.code(1))).AuthenticationResult);

  const session = await begin(world);
  await call.AdminDeleteSoftwareToken({ ...pool, Username: "ada" });
  await refused(answer(world, session, app.code(2)), "SoftwareTokenMFANotFoundException", NONE);
});

test("RespondToAuthChallenge tells PostAuthentication of the sign-in once the code is right", async () => {
  await using world = await startAppWorld();
  const { functions } = world;
  await world.updatePool({ LambdaConfig: { PostAuthentication: functions.set("post", (event) => event) } });
  const session = await begin(world);
  await refused(answer(world, session, wrongCode(world.app)), "CodeMismatchException", MISMATCH);
  assert.equal(functions.events.length, 0);
  assert.ok((await answer(world, session, world.app.code())).AuthenticationResult);
  assert.deepEqual(
    functions.events.map(({ triggerSource }) => triggerSource),
    ["PostAuthentication_Authentication"],
  );
});

test("RespondToAuthChallenge lets the user choose the app among several factors", async () => {
  await using world = await startAppWorld();
  const { call, pool, client } = world;
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", ...FACTORS });
  const ON = { Enabled: true };
  await call.AdminSetUserMFAPreference({
    ...pool,
    Username: "ada",
    SoftwareTokenMfaSettings: ON,
    EmailMfaSettings: ON,
  });
  const { ChallengeName, ChallengeParameters, Session } = await world.signIn("ada", world.ada.Password);
  assert.equal(ChallengeName, "SELECT_MFA_TYPE");
  assert.equal(ChallengeParameters?.["MFAS_CAN_CHOOSE"], '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]');
  const chosen = await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "SELECT_MFA_TYPE",
    Session,
    ChallengeResponses: { USERNAME: "ada", ANSWER: "SOFTWARE_TOKEN_MFA" },
  });
  assert.equal(chosen.ChallengeName, "SOFTWARE_TOKEN_MFA");
  assert.equal(world.inbox.all.length, 0);
  assert.ok((await answer(world, chosen.Session ?? "", world.app.code())).AuthenticationResult);
});
