/** What is recorded of users, and what is not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AdminListUserAuthEventsCommand,
  AdminUpdateAuthEventFeedbackCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { BUDGETS } from "../../model/budget.ts";
import { callsFrom, eventsOf, history, protectedPool } from "../../testing/events.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { secretHash } from "../../testing/secret-hash.ts";
import { signInBySrp } from "../../testing/srp-client.ts";
import { watchedEngine } from "../../testing/watched-engine.ts";
import { startWorld, type WorldOptions } from "../../testing/world.ts";

const PROTECTED: WorldOptions = { pool: protectedPool() };
const HIDING = { PreventUserExistenceErrors: "ENABLED" } as const;
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const EMAIL = "ada@example.com";

test("AdminListUserAuthEvents shows a sign-in, and where it came from", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username, Password } = await world.user();
  const call = callsFrom(world, { userAgent: FIREFOX, remoteAddress: "192.0.2.7" });
  await call.InitiateAuth({
    ...world.client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
    // Nobody may choose the address that they are judged by.
    UserContextData: { IpAddress: "203.0.113.1", EncodedData: "opaque" },
  });
  const [event, ...more] = await eventsOf(world);
  assert.deepEqual(more, []);
  assert.match(event?.EventId ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  assert.deepEqual(event, {
    EventId: event?.EventId,
    EventType: "SignIn",
    CreationDate: world.clock.now() / 1000,
    EventResponse: "Pass",
    EventRisk: { RiskDecision: "NoRisk", CompromisedCredentialsDetected: false },
    ChallengeResponses: [{ ChallengeName: "Password", ChallengeResponse: "Success" }],
    EventContextData: { IpAddress: "192.0.2.7", DeviceName: "Firefox, Linux" },
  });
});

test("AdminListUserAuthEvents shows the address that a client with a secret passes on, where it is set so", async () => {
  await using world = await startWorld({
    ...PROTECTED,
    client: { GenerateSecret: true, EnablePropagateAdditionalUserContextData: true },
  });
  const { Username, Password } = await world.user();
  const { UserPoolClient } = await world.call.DescribeUserPoolClient({ ...world.pool, ...world.client });
  const SECRET_HASH = secretHash(UserPoolClient?.ClientSecret ?? "", Username, world.client.ClientId);
  const signIn = (UserContextData: object) =>
    world.call.InitiateAuth({
      ...world.client,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password, SECRET_HASH },
      UserContextData,
    });
  for (const [IpAddress, shown] of [
    ["203.0.113.1", "203.0.113.1"],
    ["nowhere", "127.0.0.1"],
    [`fe80::1%visit.${"x".repeat(100_000)}.example`, "fe80::1"],
  ]) {
    world.clock.advance(1);
    await signIn({ IpAddress });
    assert.deepEqual((await eventsOf(world))[0]?.EventContextData, { IpAddress: shown });
  }
});

test("AdminListUserAuthEvents shows what a server says of its user, and nothing of the server", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username, Password } = await world.user();
  const call = callsFrom(world, { userAgent: "server/1.0", remoteAddress: "192.0.2.1" });
  const signIn = (ContextData?: Parameters<typeof call.AdminInitiateAuth>[0]["ContextData"]) =>
    call.AdminInitiateAuth({
      ...world.pool,
      ...world.client,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
      ...(ContextData && { ContextData }),
    });
  const HttpHeaders = [{ headerName: "User-Agent", headerValue: FIREFOX }];
  await signIn({ IpAddress: "203.0.113.1", ServerName: "app", ServerPath: "/", HttpHeaders });
  assert.deepEqual((await eventsOf(world))[0]?.EventContextData, {
    IpAddress: "203.0.113.1",
    DeviceName: "Firefox, Linux",
  });
  world.clock.advance(1);
  await signIn();
  assert.deepEqual((await eventsOf(world))[0]?.EventContextData, {});
});

for (const [client, name] of [
  [{}, "tells"],
  [HIDING, "hides"],
] as const) {
  test(`AdminListUserAuthEvents shows failed sign-ins of users alone, through a client that ${name} who exists`, async () => {
    await using world = await startWorld({ ...PROTECTED, client });
    const { Username } = await world.user();
    await refused(world.signIn(Username, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
    await refused(
      world.signIn("nobody", "wrong"),
      client === HIDING ? "NotAuthorizedException" : "UserNotFoundException",
    );
    world.clock.advance(1);
    await signInBySrp(world, Username, "wrong too").catch(() => undefined);
    assert.deepEqual(await history(world), ["SignIn Fail Password:Failure", "SignIn Fail Password:Failure"]);
    // Whoever gets the name later has no history.
    await world.user("nobody");
    assert.deepEqual(await history(world, "nobody"), []);
  });
}

test("AdminListUserAuthEvents shows no tries that were refused unread, while the lock holds", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username, Password } = await world.user();
  for (let n = 0; n < 5; n += 1) await refused(world.signIn(Username, "wrong"), "NotAuthorizedException");
  await refused(world.signIn(Username, Password), "NotAuthorizedException", "Password attempts exceeded");
  assert.equal((await history(world)).length, 5);
});

test("AdminListUserAuthEvents shows a sign-in that the user's state bars, as often as a budget allows", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username, Password } = await world.user();
  await world.call.AdminDisableUser({ ...world.pool, Username });
  const limit = BUDGETS["refusal-record"][0]?.count ?? 0;
  for (let n = 0; n <= limit; n += 1) {
    await refused(world.signIn(Username, Password), "NotAuthorizedException", TEXTS.disabled);
  }
  assert.deepEqual(
    await history(world),
    Array.from({ length: limit }, () => "SignIn Fail"),
  );
  world.clock.advance(3_600_000);
  await refused(world.signIn(Username, Password), "NotAuthorizedException", TEXTS.disabled);
  assert.equal((await history(world)).length, limit + 1);
});

test("AdminListUserAuthEvents shows a state that is told to the right password alone", async () => {
  await using world = await startWorld({ ...PROTECTED, client: HIDING });
  const { Username, Password } = await world.user();
  await world.call.AdminDisableUser({ ...world.pool, Username });
  await refused(world.signIn(Username, Password), "NotAuthorizedException", TEXTS.disabled);
  assert.deepEqual(await history(world), ["SignIn Fail Password:Success"]);
});

test("AdminListUserAuthEvents shows a sign-in that PreAuthentication refuses", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username, Password } = await world.user();
  const PreAuthentication = world.functions.set("guard", () => {
    throw new Error("not today");
  });
  await world.updatePool({ LambdaConfig: { PreAuthentication } });
  await refused(world.signIn(Username, Password), "UserLambdaValidationException");
  assert.deepEqual(await history(world), ["SignIn Fail"]);
});

test("AdminListUserAuthEvents shows a sign-in that PostAuthentication refuses as one that never arrived", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username, Password } = await world.user();
  let answers = false;
  const PostAuthentication = world.functions.set("after", (event) => {
    if (!answers) throw new Error("not today");
    return event;
  });
  await world.updatePool({ LambdaConfig: { PostAuthentication } });
  await refused(world.signIn(Username, Password), "UserLambdaValidationException");
  assert.deepEqual(await history(world), ["SignIn InProgress Password:Success"]);
  answers = true;
  world.clock.advance(1);
  await world.signIn(Username, Password);
  assert.deepEqual(await history(world), ["SignIn Pass Password:Success", "SignIn InProgress Password:Success"]);
});

test("AdminListUserAuthEvents shows a sign-in with a second factor as one event, whose outcome changes", async () => {
  await using world = await startWorld(PROTECTED);
  const { call, pool, client, inbox } = world;
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", EmailMfaConfiguration: {} });
  const { Username, Password } = await world.user();
  const EmailMfaSettings = { Enabled: true, PreferredMfa: true };
  await call.AdminSetUserMFAPreference({ ...pool, Username, EmailMfaSettings });
  const { Session } = await world.signIn(Username, Password);
  const [begun] = await eventsOf(world);
  assert.deepEqual(await history(world), ["SignIn InProgress Password:Success"]);
  const answer = (EMAIL_OTP_CODE: string) =>
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "EMAIL_OTP",
      Session,
      ChallengeResponses: { USERNAME: Username, EMAIL_OTP_CODE },
    });
  await refused(answer("wrong"), "CodeMismatchException");
  assert.deepEqual(await history(world), ["SignIn Fail Password:Success Mfa:Failure"]);
  await answer(inbox.latest(EMAIL).code);
  assert.deepEqual(await history(world), ["SignIn Pass Password:Success Mfa:Success"]);
  assert.equal((await eventsOf(world))[0]?.EventId, begun?.EventId);
});

test("AdminListUserAuthEvents shows a first sign-in, whose password is changed on the way, as one event", async () => {
  await using world = await startWorld(PROTECTED);
  const { call, pool, client } = world;
  await call.AdminCreateUser({
    ...pool,
    Username: "ada",
    TemporaryPassword: "Temporary 1!",
    MessageAction: "SUPPRESS",
  });
  const { Session } = await world.signIn("ada", "Temporary 1!");
  assert.deepEqual(await history(world), ["SignIn InProgress Password:Success"]);
  await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session,
    ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: "A better one 1!" },
  });
  assert.deepEqual(await history(world), ["SignIn Pass Password:Success"]);
});

test("AdminListUserAuthEvents shows sign-ins without a password, and wrong codes of them within a bound", async () => {
  await using world = await startWorld({
    pool: {
      ...protectedPool(),
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
    },
    client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] },
  });
  const { call, client, inbox } = world;
  await world.user();
  const { Session } = await call.InitiateAuth({
    ...client,
    AuthFlow: "USER_AUTH",
    AuthParameters: { USERNAME: "ada", PREFERRED_CHALLENGE: "EMAIL_OTP" },
  });
  const answer = (EMAIL_OTP_CODE: string) =>
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "EMAIL_OTP",
      Session,
      ChallengeResponses: { USERNAME: "ada", EMAIL_OTP_CODE },
    });
  await refused(answer("wrong"), "CodeMismatchException");
  assert.deepEqual(await history(world), ["SignIn Fail"]);
  world.clock.advance(1);
  await answer(inbox.latest(EMAIL).code);
  assert.deepEqual(await history(world), ["SignIn Pass", "SignIn Fail"]);
});

test("AdminListUserAuthEvents shows a sign-up as one event, and each code that was sent again", async () => {
  await using world = await startWorld(PROTECTED);
  const { call, client, inbox } = world;
  await call.SignUp({
    ...client,
    Username: "ada",
    Password: "Secret of ada 1!",
    UserAttributes: [{ Name: "email", Value: EMAIL }],
  });
  assert.deepEqual(await history(world), ["SignUp InProgress"]);
  world.clock.advance(1);
  await call.ResendConfirmationCode({ ...client, Username: "ada" });
  await call.ConfirmSignUp({ ...client, Username: "ada", ConfirmationCode: inbox.latest(EMAIL).code });
  assert.deepEqual(await history(world), ["ResendCode Pass", "SignUp Pass"]);
});

test("AdminListUserAuthEvents shows forgotten and changed passwords, and what failed of them", async () => {
  await using world = await startWorld(PROTECTED);
  const { call, client, inbox } = world;
  const { Username, Password } = await world.user();
  await call.ForgotPassword({ ...client, Username });
  const confirm = (ConfirmationCode: string) =>
    call.ConfirmForgotPassword({ ...client, Username, ConfirmationCode, Password });
  world.clock.advance(1);
  await refused(confirm("wrong"), "CodeMismatchException");
  world.clock.advance(1);
  await confirm(inbox.latest(EMAIL).code);
  world.clock.advance(1);
  const { AuthenticationResult } = await world.signIn(Username, Password);
  const change = (PreviousPassword: string) =>
    call.ChangePassword({
      AccessToken: AuthenticationResult?.AccessToken ?? "",
      PreviousPassword,
      ProposedPassword: "Another one 1!",
    });
  world.clock.advance(1);
  await refused(change("wrong"), "NotAuthorizedException");
  world.clock.advance(1);
  await change(Password);
  assert.deepEqual(await history(world), [
    "PasswordChange Pass Password:Success",
    "PasswordChange Fail Password:Failure",
    "SignIn Pass Password:Success",
    "PasswordChange Pass",
    "PasswordChange Fail",
    "ForgotPassword Pass",
  ]);
});

test("AdminListUserAuthEvents pages, newest first, with tokens of this user's list", async () => {
  await using world = await startWorld(PROTECTED);
  const { call, pool } = world;
  const { Username, Password } = await world.user();
  await world.user("bob");
  for (let n = 0; n < 3; n += 1) {
    world.clock.advance(1_000);
    await world.signIn(Username, Password);
  }
  const first = await call.AdminListUserAuthEvents({ ...pool, Username, MaxResults: 2 });
  const second = await call.AdminListUserAuthEvents({ ...pool, Username, MaxResults: 2, NextToken: first.NextToken });
  const dates = [...(first.AuthEvents ?? []), ...(second.AuthEvents ?? [])].map(({ CreationDate = 0 }) => CreationDate);
  assert.equal(dates.length, 3);
  assert.deepEqual(
    dates,
    dates.toSorted((a, b) => b - a),
  );
  assert.equal(second.NextToken, undefined);
  assert.equal((await call.AdminListUserAuthEvents({ ...pool, Username, MaxResults: 0 })).AuthEvents?.length, 3);
  await refused(
    call.AdminListUserAuthEvents({ ...pool, Username: "bob", NextToken: first.NextToken }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
});

test("AdminListUserAuthEvents has nothing of a user who was deleted and comes again", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username, Password } = await world.user();
  await world.signIn(Username, Password);
  await world.call.AdminDeleteUser({ ...world.pool, Username });
  await world.user();
  assert.deepEqual(await history(world), []);
});

test("AdminListUserAuthEvents refuses in the API's words", async () => {
  await using world = await startWorld(PROTECTED);
  const { call, pool } = world;
  await refused(
    call.AdminListUserAuthEvents({ ...pool, Username: "nobody" }),
    "UserNotFoundException",
    TEXTS.unknownUser,
  );
  await refused(
    call.AdminListUserAuthEvents({ UserPoolId: "us-east-1_Unknown00", Username: "ada" }),
    "ResourceNotFoundException",
  );
  await world.user();
  await world.updatePool({ UserPoolAddOns: { AdvancedSecurityMode: "OFF" } });
  await refused(call.AdminListUserAuthEvents({ ...pool, Username: "ada" }), "UserPoolAddOnNotEnabledException");
});

test("Nothing is recorded, and nothing looked for, in pools without threat protection", async () => {
  const statements: string[] = [];
  await using world = await startWorld({ engine: (engine) => watchedEngine(engine, statements) });
  const { Username, Password } = await world.user();
  statements.length = 0;
  await world.signIn(Username, Password);
  await refused(world.signIn(Username, "wrong"), "NotAuthorizedException");
  await world.call.ForgotPassword({ ...world.client, Username });
  assert.ok(statements.some((text) => text.includes("refresh_families")));
  assert.deepEqual(
    statements.filter((text) => text.includes("auth_events")),
    [],
  );
  await world.updatePool(protectedPool());
  assert.deepEqual(await history(world), []);
});

test("of many wrong passwords at once as many are recorded as were judged", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username } = await world.user();
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => world.signIn(Username, "wrong")));
  const judged = outcomes.filter(
    (outcome) =>
      outcome.status === "rejected" && outcome.reason instanceof Error && outcome.reason.message === TEXTS.incorrect,
  );
  assert.equal((await history(world)).length, judged.length);
});

test("a user who is deleted while a wrong password is judged leaves nothing", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username } = await world.user();
  const { store } = world.server;
  const { user } = await store.reader.users.locate(world.pool.UserPoolId, Username);
  const deletion = () => world.call.AdminDeleteUser({ ...world.pool, Username });
  const [signIn] = await Promise.allSettled([world.signIn(Username, "wrong"), deletion()]);
  assert.equal(signIn.status, "rejected");
  assert.deepEqual((await store.reader.authEvents.list(user, { limit: 10 })).rows, []);
});

test("AdminListUserAuthEvents and AdminUpdateAuthEventFeedback speak to the SDK", async () => {
  await using world = await startWorld(PROTECTED);
  const { Username, Password } = await world.user();
  await world.signIn(Username, Password);
  const { sdk } = await world.listen();
  try {
    const list = () => sdk.send(new AdminListUserAuthEventsCommand({ ...world.pool, Username, MaxResults: 1 }));
    const [event] = (await list()).AuthEvents ?? [];
    assert.equal(event?.CreationDate?.getTime(), world.clock.now());
    await sdk.send(
      new AdminUpdateAuthEventFeedbackCommand({
        ...world.pool,
        Username,
        EventId: event.EventId,
        FeedbackValue: "Valid",
      }),
    );
    const { FeedbackValue, FeedbackDate } = (await list()).AuthEvents?.[0]?.EventFeedback ?? {};
    assert.deepEqual([FeedbackValue, FeedbackDate?.getTime()], ["Valid", world.clock.now()]);
  } finally {
    sdk.destroy();
  }
});
