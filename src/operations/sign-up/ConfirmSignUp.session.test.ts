/** From a sign-up straight into a sign-in, by the sessions of SignUp and ConfirmSignUp. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const INVALID = "Invalid session for the user.";
const SPENT = "Invalid session for the user, session can only be used once.";
const USERNAME = "uma";
const EMAIL = "uma@example.com";

const startSignUps = (options: WorldOptions = {}): Promise<World> =>
  startWorld({
    ...options,
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } }, ...options.pool },
    client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"], ...options.client },
  });

const signUp = ({ call, client }: World, Username = USERNAME) =>
  call.SignUp({ ...client, Username, UserAttributes: [{ Name: "email", Value: `${Username}@example.com` }] });

const confirm = ({ call, client, inbox }: World, more: Partial<WireInput<"ConfirmSignUp">> = {}) =>
  call.ConfirmSignUp({ ...client, Username: USERNAME, ConfirmationCode: inbox.latest(EMAIL).code, ...more });

const signIn = ({ call, client }: World, Session: string | undefined, username = USERNAME) =>
  call.InitiateAuth({ ...client, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME: username }, Session });

test("ConfirmSignUp gives a session with which InitiateAuth issues tokens at once, and once", async () => {
  await using world = await startSignUps();
  const { Session } = await signUp(world);
  assert.ok(Session !== undefined && Session.length >= 20);
  const confirmed = await confirm(world, { Session });
  assert.ok(confirmed.Session !== undefined && confirmed.Session !== Session);
  const { AuthenticationResult, ...rest } = await signIn(world, confirmed.Session);
  assert.ok(AuthenticationResult?.RefreshToken);
  assert.deepEqual(rest, { ChallengeParameters: {} });
  await refused(signIn(world, confirmed.Session), "NotAuthorizedException", SPENT);
});

test("ConfirmSignUp takes the code for proof enough where SignUp's session was not kept", async () => {
  await using world = await startSignUps();
  await signUp(world);
  const { Session } = await confirm(world);
  assert.ok((await signIn(world, Session)).AuthenticationResult);
});

test("ConfirmSignUp confirms with a session that is late or another's, and gives none", async () => {
  await using world = await startSignUps();
  const other = await signUp(world, "eve");
  await signUp(world);
  assert.deepEqual(await confirm(world, { Session: other.Session }), {});
  await using late = await startSignUps();
  const { Session } = await signUp(late);
  late.clock.advance(180_000);
  assert.deepEqual(await confirm(late, { Session }), {});
  const { UserStatus } = await late.call.AdminGetUser({ ...late.pool, Username: USERNAME });
  assert.equal(UserStatus, "CONFIRMED");
});

test("SignUp and ConfirmSignUp give no session that leads nowhere", async () => {
  for (const options of [
    { client: { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] } },
    { pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } } },
  ] as const) {
    await using world = await startSignUps(options);
    const { call, client } = world;
    const UserAttributes = [{ Name: "email", Value: EMAIL }];
    const answer = await call.SignUp({ ...client, Username: USERNAME, Password: "Secret of uma 1!", UserAttributes });
    assert.equal(answer.Session, undefined);
    assert.deepEqual(await confirm(world), {});
  }
});

test("InitiateAuth takes the session of a confirmed sign-up from its user, its client and in its time alone", async () => {
  await using world = await startSignUps();
  const { Session } = await signUp(world);
  await refused(signIn(world, Session), "NotAuthorizedException", INVALID);
  const confirmed = await confirm(world, { Session });
  await world.user("eve");
  await refused(signIn(world, confirmed.Session, "eve"), "NotAuthorizedException", INVALID);
  await refused(signIn(world, confirmed.Session, "nobody"), "NotAuthorizedException", INVALID);
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    ...world.pool,
    ClientName: "other",
    ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
  });
  const elsewhere = { ...world, client: { ClientId: UserPoolClient?.ClientId ?? "" } };
  await refused(signIn(elsewhere, confirmed.Session), "NotAuthorizedException", INVALID);
  world.clock.advance(180_000);
  await refused(
    signIn(world, confirmed.Session),
    "NotAuthorizedException",
    "Invalid session for the user, session is expired.",
  );
});

test("InitiateAuth issues no tokens after a sign-up to whom was disabled, or owes a second factor by now", async () => {
  await using world = await startSignUps();
  await signUp(world);
  const { Session } = await confirm(world);
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  await refused(signIn(world, Session), "NotAuthorizedException", INVALID);
  await world.call.AdminDisableUser({ ...world.pool, Username: USERNAME });
  await refused(signIn(world, Session), "NotAuthorizedException", TEXTS.disabled);
});

test("InitiateAuth lets one of fifty equal sessions at once sign in, and asks PreAuthentication as ever", async () => {
  await using world = await startSignUps();
  await signUp(world);
  const { Session } = await confirm(world);
  await world.updatePool({ LambdaConfig: { PreAuthentication: world.functions.set("pre", (event) => event) } });
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => signIn(world, Session)));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  assert.ok(world.functions.events.length >= 50);
});
