/** What follows from a password that others know. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { eventsOf, history, protectedPool } from "../../testing/events.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { signInBySrp } from "../../testing/srp-client.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const COMMON = "Password1!";
const LISTED = "Nobody guesses 1!";
const GOOD = "Entirely my own 1!";
const REFUSAL = "Provided password cannot be used for security reasons.";
const EMAIL = "ada@example.com";

type Risk = Omit<WireInput<"SetRiskConfiguration">, "UserPoolId">;
type Filter = NonNullable<NonNullable<Risk["CompromisedCredentialsRiskConfiguration"]>["EventFilter"]>;

const blocking = (...EventFilter: Filter) =>
  ({
    CompromisedCredentialsRiskConfiguration: {
      Actions: { EventAction: "BLOCK" },
      ...(EventFilter.length > 0 && { EventFilter }),
    },
  }) as const;

/** A pool in the mode, told to react so. */
const startProtected = async (mode: "AUDIT" | "ENFORCED", risk: Risk, options: WorldOptions = {}): Promise<World> => {
  const pool = { ...protectedPool(mode), ...options.pool };
  const world = await startWorld({ ...options, pool });
  await world.call.SetRiskConfiguration({ ...world.pool, ...risk });
  return world;
};

/** Ada, whose password an administrator has chosen. */
const withPassword = async (world: World, Password: string) => {
  await world.user();
  await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password, Permanent: true });
};

const found = async (world: World) => (await eventsOf(world))[0]?.EventRisk;
const BLOCKED = { RiskDecision: "Block", CompromisedCredentialsDetected: true };
const NOTICED = { RiskDecision: "NoRisk", CompromisedCredentialsDetected: true };

const signUp = ({ call, client }: World, Password: string) =>
  call.SignUp({ ...client, Username: "ada", Password, UserAttributes: [{ Name: "email", Value: EMAIL }] });

test("InitiateAuth makes a user choose another password, where a compromised one is refused", async () => {
  await using world = await startProtected("ENFORCED", blocking());
  const { call, pool, client, inbox } = world;
  await withPassword(world, COMMON);
  await refused(world.signIn("ada", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  world.clock.advance(1);
  await refused(world.signIn("ada", COMMON), "PasswordResetRequiredException", TEXTS.resetRequired);
  assert.equal((await call.AdminGetUser({ ...pool, Username: "ada" })).UserStatus, "RESET_REQUIRED");
  assert.deepEqual(await found(world), BLOCKED);
  assert.deepEqual((await history(world))[0], "SignIn Fail Password:Success");
  await refused(signInBySrp(world, "ada", COMMON), "PasswordResetRequiredException");
  await call.ForgotPassword({ ...client, Username: "ada" });
  const confirm = (Password: string) =>
    call.ConfirmForgotPassword({
      ...client,
      Username: "ada",
      Password,
      ConfirmationCode: inbox.latest(EMAIL).code,
    });
  await refused(confirm(COMMON), "InvalidPasswordException", REFUSAL);
  // The code is as good as before.
  await confirm(GOOD);
  await world.signIn("ada", GOOD);
});

test("AdminInitiateAuth and USER_AUTH refuse a compromised password alike", async () => {
  await using world = await startProtected("ENFORCED", blocking("SIGN_IN"), {
    client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"] },
  });
  const { call, pool, client } = world;
  await withPassword(world, COMMON);
  const AuthParameters = { USERNAME: "ada", PASSWORD: COMMON };
  await refused(
    call.AdminInitiateAuth({ ...pool, ...client, AuthFlow: "ADMIN_USER_PASSWORD_AUTH", AuthParameters }),
    "PasswordResetRequiredException",
  );
  await call.AdminSetUserPassword({ ...pool, Username: "ada", Password: COMMON, Permanent: true });
  const PREFERRED_CHALLENGE = "PASSWORD";
  await refused(
    call.InitiateAuth({ ...client, AuthFlow: "USER_AUTH", AuthParameters: { ...AuthParameters, PREFERRED_CHALLENGE } }),
    "PasswordResetRequiredException",
  );
  await call.AdminSetUserPassword({ ...pool, Username: "ada", Password: COMMON, Permanent: true });
  const { Session } = await call.InitiateAuth({
    ...client,
    AuthFlow: "USER_AUTH",
    AuthParameters: { USERNAME: "ada" },
  });
  const ChallengeResponses = { USERNAME: "ada", ANSWER: "PASSWORD", PASSWORD: COMMON };
  await refused(
    call.RespondToAuthChallenge({ ...client, ChallengeName: "SELECT_CHALLENGE", Session, ChallengeResponses }),
    "PasswordResetRequiredException",
  );
});

test("InitiateAuth tells nobody but who knows the password that it is compromised", async () => {
  await using world = await startProtected("ENFORCED", blocking());
  await world.user();
  await refused(world.signIn("ada", COMMON), "NotAuthorizedException", TEXTS.incorrect);
  assert.deepEqual(await found(world), { RiskDecision: "NoRisk", CompromisedCredentialsDetected: false });
});

test("InitiateAuth by SRP does not see the password, so it finds nothing", async () => {
  await using world = await startProtected("ENFORCED", blocking());
  await withPassword(world, COMMON);
  assert.ok((await signInBySrp(world, "ada", COMMON)).AuthenticationResult);
});

test("InitiateAuth lets a compromised temporary password be replaced, by one that is not", async () => {
  await using world = await startProtected("ENFORCED", blocking());
  const { call, pool, client } = world;
  await call.AdminCreateUser({ ...pool, Username: "ada", TemporaryPassword: COMMON, MessageAction: "SUPPRESS" });
  const { Session } = await world.signIn("ada", COMMON);
  assert.deepEqual(await found(world), NOTICED);
  const answer = (NEW_PASSWORD: string) =>
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD },
    });
  await refused(answer(COMMON), "InvalidPasswordException", REFUSAL);
  await answer(GOOD);
  await world.signIn("ada", GOOD);
});

test("SignUp and ChangePassword refuse a compromised password, and leave everything as it is", async () => {
  await using world = await startProtected("ENFORCED", blocking("SIGN_UP", "PASSWORD_CHANGE"));
  const { call, pool } = world;
  await refused(signUp(world, COMMON), "InvalidPasswordException", REFUSAL);
  await refused(call.AdminGetUser({ ...pool, Username: "ada" }), "UserNotFoundException");
  await withPassword(world, GOOD);
  const AccessToken = (await world.signIn("ada", GOOD)).AuthenticationResult?.AccessToken ?? "";
  world.clock.advance(1);
  await refused(
    call.ChangePassword({ AccessToken, PreviousPassword: GOOD, ProposedPassword: COMMON }),
    "InvalidPasswordException",
    REFUSAL,
  );
  assert.deepEqual(await found(world), BLOCKED);
  await world.signIn("ada", GOOD);
});

test("Each occasion is judged by itself", async () => {
  await using world = await startProtected("ENFORCED", blocking("PASSWORD_CHANGE"));
  await signUp(world, COMMON);
  assert.deepEqual(await found(world), { RiskDecision: "NoRisk", CompromisedCredentialsDetected: false });
  await world.call.AdminConfirmSignUp({ ...world.pool, Username: "ada" });
  await world.signIn("ada", COMMON);
});

for (const [what, mode, risk] of [
  ["the pool only looks on", "AUDIT", blocking()],
  ["nothing was said", "ENFORCED", {}],
  [
    "nothing is to be done",
    "ENFORCED",
    { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "NO_ACTION" } } },
  ],
] as const) {
  test(`A compromised password is recorded, and nothing else, where ${what}`, async () => {
    await using world = await startProtected(mode, risk);
    await signUp(world, COMMON);
    assert.deepEqual(await found(world), NOTICED);
    await world.call.AdminConfirmSignUp({ ...world.pool, Username: "ada" });
    world.clock.advance(1);
    const { AuthenticationResult } = await world.signIn("ada", COMMON);
    assert.deepEqual(await found(world), NOTICED);
    world.clock.advance(1);
    await world.call.ChangePassword({
      AccessToken: AuthenticationResult?.AccessToken ?? "",
      PreviousPassword: COMMON,
      ProposedPassword: "Password123!",
    });
    assert.deepEqual(await found(world), NOTICED);
  });
}

test("A client's own configuration stands before its pool's", async () => {
  await using world = await startProtected("ENFORCED", blocking());
  const { call, pool, client } = world;
  const EventAction = "NO_ACTION";
  await call.SetRiskConfiguration({
    ...pool,
    ...client,
    CompromisedCredentialsRiskConfiguration: { Actions: { EventAction } },
  });
  await withPassword(world, COMMON);
  assert.ok((await world.signIn("ada", COMMON)).AuthenticationResult);
  await call.SetRiskConfiguration({ ...pool, ...client });
  await refused(world.signIn("ada", COMMON), "PasswordResetRequiredException");
});

test("The operator's list is looked into where a password is not common, and bars nobody when it cannot be read", async () => {
  let isReadable = true;
  await using world = await startProtected("ENFORCED", blocking("SIGN_UP"), {
    isBreached: async (password) => {
      if (!isReadable) throw new Error("gone");
      return password.reveal() === LISTED;
    },
  });
  await refused(signUp(world, LISTED), "InvalidPasswordException", REFUSAL);
  isReadable = false;
  await signUp(world, LISTED);
  assert.deepEqual(
    world.log.filter(({ level }) => level === "error").map(({ event, fields }) => ({ event, fields })),
    [{ event: "compromised passwords cannot be read", fields: { reason: "Error" } }],
  );
});

test("No password is looked up in pools without threat protection", async () => {
  await using world = await startWorld({
    isBreached: async () => {
      throw new Error("not to be asked");
    },
  });
  await signUp(world, COMMON);
  assert.deepEqual(
    world.log.filter(({ level }) => level === "error"),
    [],
  );
});

test("of many sign-ins at once with a compromised password none arrives, and the user is reset once", async () => {
  await using world = await startProtected("ENFORCED", blocking());
  await withPassword(world, COMMON);
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => world.signIn("ada", COMMON)));
  const names = outcomes.map((outcome) =>
    outcome.status === "rejected" && outcome.reason instanceof Error ? outcome.reason.name : outcome.status,
  );
  assert.deepEqual([...new Set(names)], ["PasswordResetRequiredException"]);
  const detected = (await eventsOf(world)).filter(({ EventRisk }) => EventRisk?.CompromisedCredentialsDetected);
  assert.equal(detected.length, 1);
});

test("a sign-in whose user is given another password while it is looked up is judged anew", async () => {
  let during: (() => Promise<unknown>) | undefined;
  await using world = await startProtected("ENFORCED", blocking(), {
    isBreached: async (password) => {
      await during?.();
      return password.reveal() === LISTED;
    },
  });
  const { call, pool } = world;
  await withPassword(world, LISTED);
  during = async () => {
    during = undefined;
    await call.AdminSetUserPassword({ ...pool, Username: "ada", Password: GOOD, Permanent: true });
  };
  await refused(world.signIn("ada", LISTED), "NotAuthorizedException", TEXTS.incorrect);
  assert.equal((await call.AdminGetUser({ ...pool, Username: "ada" })).UserStatus, "CONFIRMED");
  assert.ok((await world.signIn("ada", GOOD)).AuthenticationResult);
});
