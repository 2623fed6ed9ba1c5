/** What follows from a sign-in that does not look like those before it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BUDGETS } from "../../model/budget.ts";
import { LONGEST_LOCK_MS } from "../../model/lockout.ts";
import { EVENTS_LOOKED_AT } from "../../model/takeover-risk.ts";
import type { WireInput } from "../../testing/call.ts";
import { KEY_ARN, testCodeEncryption } from "../../testing/code-functions.ts";
import { confirmDevice } from "../../testing/device-client.ts";
import { callsFrom, eventsOf, history, protectedPool } from "../../testing/events.ts";
import { register } from "../../testing/passkey-world.ts";
import { refused } from "../../testing/refused.ts";
import { usePasskey } from "../../testing/software-authenticator.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const HOME = { remoteAddress: "192.0.2.7", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" } as const;
const ELSEWHERE = { remoteAddress: "198.51.100.1", userAgent: "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0" } as const;
const BLOCKED = "Unable to login because of security reasons";
const EMAIL = "ada@example.com";
const PASSWORD = "Secret of ada 1!";
const SMS = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" };

type Takeover = NonNullable<WireInput<"SetRiskConfiguration">["AccountTakeoverRiskConfiguration"]>;
type Action = NonNullable<NonNullable<Takeover["Actions"]>["LowAction"]>["EventAction"];

const NotifyConfiguration = { SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.com" } as const;

/** What a function is told, as text by name. */
const attributeMap = (value: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(typeof value === "object" && value !== null ? Object.entries(value) : []);

/** A pool that reacts to every level alike, and Ada, who has signed in at home. */
const startTakeover = async (
  EventAction: Action,
  {
    Notify = false,
    mode = "ENFORCED",
    notify = {},
    ...options
  }: WorldOptions & {
    readonly Notify?: boolean;
    readonly mode?: "AUDIT" | "ENFORCED";
    readonly notify?: Partial<NonNullable<Takeover["NotifyConfiguration"]>>;
  } = {},
): Promise<World> => {
  const world = await startWorld({ ...options, pool: { ...protectedPool(mode), ...options.pool } });
  const action = { EventAction, Notify };
  await world.call.SetRiskConfiguration({
    ...world.pool,
    AccountTakeoverRiskConfiguration: {
      NotifyConfiguration: { ...NotifyConfiguration, ...notify },
      Actions: { LowAction: action, MediumAction: action, HighAction: action },
    },
  });
  await world.user();
  return world;
};

const signInFrom = (world: World, from: Parameters<typeof callsFrom>[1]) =>
  callsFrom(world, from).InitiateAuth({
    ...world.client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: "ada", PASSWORD },
  });

/** Signs in at home, so that there is something to compare with. */
const settleDown = async (world: World) => {
  await signInFrom(world, HOME);
  world.clock.advance(1_000);
};

const riskOf = async (world: World) => (await eventsOf(world))[0]?.EventRisk;

test("a sign-in from a known place has no risk, and one from elsewhere has a level", async () => {
  await using world = await startTakeover("NO_ACTION");
  await settleDown(world);
  await settleDown(world);
  assert.deepEqual(await riskOf(world), { RiskDecision: "NoRisk", CompromisedCredentialsDetected: false });
  await signInFrom(world, ELSEWHERE);
  assert.deepEqual(await riskOf(world), {
    RiskDecision: "NoRisk",
    RiskLevel: "Medium",
    CompromisedCredentialsDetected: false,
  });
});

test("BLOCK refuses whoever comes from elsewhere with the right password, and nobody else", async () => {
  await using world = await startTakeover("BLOCK");
  await settleDown(world);
  await refused(signInFrom(world, ELSEWHERE), "NotAuthorizedException", BLOCKED);
  assert.deepEqual(await riskOf(world), {
    RiskDecision: "Block",
    RiskLevel: "Medium",
    CompromisedCredentialsDetected: false,
  });
  assert.equal((await history(world))[0], "SignIn Fail Password:Success");
  world.clock.advance(1_000);
  assert.ok((await signInFrom(world, HOME)).AuthenticationResult);
  // Who does not know the password is told no more than before.
  await refused(
    callsFrom(world, ELSEWHERE).InitiateAuth({
      ...world.client,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ada", PASSWORD: "wrong" },
    }),
    "NotAuthorizedException",
    "Incorrect username or password.",
  );
});

test("failures of a stranger, however many, do not make the user's own sign-in look risky", async () => {
  await using world = await startTakeover("BLOCK");
  await settleDown(world);
  const stranger = callsFrom(world, ELSEWHERE);
  const guess = () =>
    stranger.InitiateAuth({
      ...world.client,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ada", PASSWORD: "wrong" },
    });
  for (let failure = 1; failure <= EVENTS_LOOKED_AT; failure += 1) {
    await refused(guess(), "NotAuthorizedException");
    world.clock.advance(LONGEST_LOCK_MS);
  }
  assert.ok((await signInFrom(world, HOME)).AuthenticationResult);
  await refused(signInFrom(world, ELSEWHERE), "NotAuthorizedException", BLOCKED);
});

test("a pool that only looks on records the level, and lets everybody in", async () => {
  await using world = await startTakeover("BLOCK", { mode: "AUDIT", Notify: true });
  await settleDown(world);
  assert.ok((await signInFrom(world, ELSEWHERE)).AuthenticationResult);
  assert.deepEqual(await riskOf(world), {
    RiskDecision: "NoRisk",
    RiskLevel: "Medium",
    CompromisedCredentialsDetected: false,
  });
  assert.deepEqual(world.inbox.to(EMAIL), []);
});

test("from a skipped address nothing is compared", async () => {
  await using world = await startTakeover("BLOCK");
  await settleDown(world);
  const { RiskConfiguration } = await world.call.DescribeRiskConfiguration(world.pool);
  await world.call.SetRiskConfiguration({
    ...RiskConfiguration,
    ...world.pool,
    RiskExceptionConfiguration: { SkippedIPRangeList: ["198.51.100.0/24"] },
  });
  assert.ok((await signInFrom(world, ELSEWHERE)).AuthenticationResult);
  assert.equal((await riskOf(world))?.RiskLevel, undefined);
});

test("what an administrator says of an event counts at the next sign-in", async () => {
  await using world = await startTakeover("BLOCK");
  await settleDown(world);
  const say = async (FeedbackValue: "Valid" | "Invalid") => {
    const EventId = (await eventsOf(world))[0]?.EventId ?? "";
    await world.call.AdminUpdateAuthEventFeedback({ ...world.pool, Username: "ada", EventId, FeedbackValue });
    world.clock.advance(1_000);
  };
  await refused(signInFrom(world, ELSEWHERE), "NotAuthorizedException", BLOCKED);
  await say("Valid");
  assert.ok((await signInFrom(world, ELSEWHERE)).AuthenticationResult);
  world.clock.advance(1_000);
  await refused(signInFrom(world, { ...HOME, remoteAddress: "203.0.113.1" }), "NotAuthorizedException", BLOCKED);
  await say("Invalid");
  await refused(signInFrom(world, { ...HOME, remoteAddress: "203.0.113.2" }), "NotAuthorizedException", BLOCKED);
  assert.equal((await riskOf(world))?.RiskLevel, "High");
});

/** The pool has MFA that Ada has not switched on; her address is verified. */
const offerEmail = ({ call, pool }: World) =>
  call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "OPTIONAL",
    SmsMfaConfiguration: { SmsConfiguration: SMS },
    EmailMfaConfiguration: {},
  });

for (const action of ["MFA_IF_CONFIGURED", "MFA_REQUIRED"] as const) {
  test(`${action} asks for a factor that the user can give, though it is not switched on`, async () => {
    await using world = await startTakeover(action);
    await offerEmail(world);
    await settleDown(world);
    const { ChallengeName, Session } = await signInFrom(world, ELSEWHERE);
    assert.equal(ChallengeName, "EMAIL_OTP");
    assert.deepEqual(await riskOf(world), {
      RiskDecision: "AccountTakeover",
      RiskLevel: "Medium",
      CompromisedCredentialsDetected: false,
    });
    const { AuthenticationResult } = await callsFrom(world, ELSEWHERE).RespondToAuthChallenge({
      ...world.client,
      ChallengeName: "EMAIL_OTP",
      Session,
      ChallengeResponses: { USERNAME: "ada", EMAIL_OTP_CODE: world.inbox.latest(EMAIL).code },
    });
    assert.ok(AuthenticationResult);
    assert.equal((await history(world))[0], "SignIn Pass Password:Success Mfa:Success");
    world.clock.advance(1_000);
    // Now the place is known.
    assert.ok((await signInFrom(world, ELSEWHERE)).AuthenticationResult);
  });
}

test("MFA_IF_CONFIGURED lets a user in who can give no factor, MFA_REQUIRED does not", async () => {
  for (const [action, isLetIn] of [
    ["MFA_IF_CONFIGURED", true],
    ["MFA_REQUIRED", false],
  ] as const) {
    await using world = await startTakeover(action);
    await settleDown(world);
    const signIn = signInFrom(world, ELSEWHERE);
    if (isLetIn) assert.ok((await signIn).AuthenticationResult);
    else await refused(signIn, "NotAuthorizedException", BLOCKED);
    assert.equal((await riskOf(world))?.RiskDecision, isLetIn ? "NoRisk" : "Block");
  }
});

test("MFA_REQUIRED does not let whoever signs in set up a factor of their own", async () => {
  await using world = await startTakeover("MFA_REQUIRED");
  await settleDown(world);
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  await refused(signInFrom(world, ELSEWHERE), "NotAuthorizedException", BLOCKED);
  assert.equal((await signInFrom(world, HOME)).ChallengeName, "MFA_SETUP");
});

test("several factors are offered as a choice, also after a temporary password was replaced", async () => {
  await using world = await startTakeover("MFA_REQUIRED");
  const { call, pool, client } = world;
  await offerEmail(world);
  await settleDown(world);
  await call.AdminUpdateUserAttributes({
    ...pool,
    Username: "ada",
    UserAttributes: [
      { Name: "phone_number", Value: "+12065550100" },
      { Name: "phone_number_verified", Value: "true" },
    ],
  });
  await call.AdminSetUserPassword({ ...pool, Username: "ada", Password: PASSWORD });
  const { ChallengeName, Session } = await signInFrom(world, ELSEWHERE);
  assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
  const choose = (ChallengeResponses: Readonly<Record<string, string>> = {}) =>
    callsFrom(world, ELSEWHERE).RespondToAuthChallenge({
      ...client,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: "Another one 1!", ...ChallengeResponses },
    });
  for (const moved of [
    { "userAttributes.email": "eve@example.com" },
    { "userAttributes.phone_number": "+12065550199" },
  ]) {
    await refused(choose(moved), "NotAuthorizedException");
  }
  const next = await choose();
  assert.equal(next.ChallengeName, "SELECT_MFA_TYPE");
  assert.equal(next.ChallengeParameters?.["MFAS_CAN_CHOOSE"], '["SMS_MFA","EMAIL_OTP"]');
});

test("a sign-in by code is blocked once the code is right; a factor more is not asked of it", async () => {
  for (const action of ["BLOCK", "MFA_REQUIRED"] as const) {
    await using world = await startTakeover(action, {
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
      client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] },
    });
    await settleDown(world);
    const call = callsFrom(world, ELSEWHERE);
    const AuthParameters = { USERNAME: "ada", PREFERRED_CHALLENGE: "EMAIL_OTP" };
    const { Session } = await call.InitiateAuth({ ...world.client, AuthFlow: "USER_AUTH", AuthParameters });
    const answer = (EMAIL_OTP_CODE: string) =>
      call.RespondToAuthChallenge({
        ...world.client,
        ChallengeName: "EMAIL_OTP",
        Session,
        ChallengeResponses: { USERNAME: "ada", EMAIL_OTP_CODE },
      });
    await refused(answer("wrong"), "CodeMismatchException");
    const right = answer(world.inbox.latest(EMAIL).code);
    if (action === "BLOCK") await refused(right, "NotAuthorizedException", BLOCKED);
    else assert.ok((await right).AuthenticationResult);
  }
});

test("Notify tells the user by mail, with links that only a button acts on", async () => {
  await using world = await startTakeover("BLOCK", { Notify: true });
  await settleDown(world);
  await refused(signInFrom(world, ELSEWHERE), "NotAuthorizedException", BLOCKED);
  const { subject, body } = world.inbox.latest(EMAIL);
  assert.equal(subject, "Blocked sign-in attempt");
  for (const told of ["198.51.100.1", "Chrome, Windows", new Date(world.clock.now()).toISOString()]) {
    assert.ok(body.includes(told), told);
  }
  const links = [...body.matchAll(/href="([^"]+)"/gu)].map(([, href = ""]) => new URL(href.replaceAll("&amp;", "&")));
  const { endpoint, sdk } = await world.listen();
  sdk.destroy();
  const follow = async (link: URL | undefined, method: string) => {
    const answer = await fetch(new URL(`${link?.pathname}${link?.search}`, endpoint), {
      method,
      headers: { connection: "close" },
    });
    return [answer.status, /<h1>([^<]*)<\/h1>/u.exec(await answer.text())?.[1]];
  };
  const [valid, invalid] = links;
  const feedback = async () => {
    const { FeedbackValue, Provider } = (await eventsOf(world))[0]?.EventFeedback ?? {};
    return { FeedbackValue, Provider };
  };
  assert.deepEqual(await follow(valid, "GET"), [200, "Was it you?"]);
  assert.deepEqual(await follow(invalid, "GET"), [200, "Was it somebody else?"]);
  assert.deepEqual(await feedback(), { FeedbackValue: undefined, Provider: undefined });
  assert.deepEqual(await follow(invalid, "POST"), [200, "Thank you"]);
  assert.deepEqual(await feedback(), { FeedbackValue: "Invalid", Provider: "User" });
  assert.deepEqual(await follow(valid, "POST"), [200, "Thank you"]);
  assert.deepEqual(await feedback(), { FeedbackValue: "Valid", Provider: "User" });
  for (const [name, value] of [
    ["event_id", "another"],
    ["feedback_token", "x"],
    ["user_name", "nobody"],
    ["user_pool_id", "us-east-1_Unknown00"],
    ["feedback_value", "Perhaps"],
  ] as const) {
    const wrong = new URL(valid?.href ?? "");
    wrong.searchParams.set(name, value);
    assert.deepEqual(await follow(wrong, "POST"), [400, "This link does not work"], name);
  }
  world.clock.advance(8 * 24 * 3_600_000);
  assert.deepEqual(await follow(valid, "POST"), [400, "This link does not work"]);
});

test("Notify writes the operator's own texts, into which nothing of a stranger's choosing brings markup", async () => {
  await using world = await startTakeover("NO_ACTION", {
    Notify: true,
    notify: {
      From: "security@example.com",
      ReplyTo: "help@example.com",
      NoActionEmail: { Subject: "Was it you?", TextBody: "<{username}> from {ip-address}\nat {city}, {unknown}" },
    },
  });
  await settleDown(world);
  await signInFrom(world, ELSEWHERE);
  const { subject, body, from, replyTo } = world.inbox.latest(EMAIL);
  assert.deepEqual([subject, from, replyTo], ["Was it you?", "security@example.com", "help@example.com"]);
  assert.equal(body, "&lt;ada&gt; from 198.51.100.1<br>\nat unknown, {unknown}");
});

test("Notify sends a bounded number of mails, and none to an address that is not verified", async () => {
  await using world = await startTakeover("BLOCK", { Notify: true });
  await settleDown(world);
  const limit = BUDGETS["risk-notice"][0]?.count ?? 0;
  for (let n = 0; n < limit + 2; n += 1) {
    await refused(signInFrom(world, ELSEWHERE), "NotAuthorizedException", BLOCKED);
  }
  assert.equal(world.inbox.to(EMAIL).length, limit);
  const UserAttributes = [{ Name: "email_verified", Value: "false" }];
  await world.call.AdminUpdateUserAttributes({ ...world.pool, Username: "ada", UserAttributes });
  world.clock.advance(3_600_000);
  await refused(signInFrom(world, ELSEWHERE), "NotAuthorizedException", BLOCKED);
  assert.equal(world.inbox.to(EMAIL).length, limit);
});

test("Notify sends one mail for a sign-in, whatever steps it has", async () => {
  await using world = await startTakeover("MFA_REQUIRED", { Notify: true });
  await offerEmail(world);
  await settleDown(world);
  const { Session } = await signInFrom(world, ELSEWHERE);
  const code = world.inbox.to(EMAIL).find(({ body }) => body.startsWith("Your authentication code"))?.code ?? "";
  await callsFrom(world, ELSEWHERE).RespondToAuthChallenge({
    ...world.client,
    ChallengeName: "EMAIL_OTP",
    Session,
    ChallengeResponses: { USERNAME: "ada", EMAIL_OTP_CODE: code },
  });
  const notices = world.inbox.to(EMAIL).filter(({ subject }) => subject === "New sign-in attempt");
  assert.equal(notices.length, 1);
});

test("a client's own configuration stands before its pool's", async () => {
  await using world = await startTakeover("BLOCK");
  await settleDown(world);
  const RiskExceptionConfiguration = { BlockedIPRangeList: ["203.0.113.0/24"] };
  await world.call.SetRiskConfiguration({ ...world.pool, ...world.client, RiskExceptionConfiguration });
  assert.ok((await signInFrom(world, ELSEWHERE)).AuthenticationResult);
});

test("custom challenges are judged by a mode of their own", async () => {
  for (const CustomAuthMode of [undefined, "AUDIT", "ENFORCED"] as const) {
    await using world = await startTakeover("BLOCK", {
      client: { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH"] },
    });
    const letIn = world.functions.set("let-in", (event) => ({ ...event, response: { issueTokens: true } }));
    await world.updatePool({
      LambdaConfig: { DefineAuthChallenge: letIn },
      UserPoolAddOns: {
        AdvancedSecurityMode: "ENFORCED",
        ...(CustomAuthMode && { AdvancedSecurityAdditionalFlows: { CustomAuthMode } }),
      },
    });
    await settleDown(world);
    const AuthParameters = { USERNAME: "ada" };
    const signIn = callsFrom(world, ELSEWHERE).InitiateAuth({
      ...world.client,
      AuthFlow: "CUSTOM_AUTH",
      AuthParameters,
    });
    if (CustomAuthMode === "ENFORCED") await refused(signIn, "NotAuthorizedException", BLOCKED);
    else assert.ok((await signIn).AuthenticationResult);
    const { RiskLevel } = (await riskOf(world)) ?? {};
    assert.equal(RiskLevel, CustomAuthMode === undefined ? undefined : "Medium");
  }
});

test("a passkey is blocked like everything else, and spent", async () => {
  await using world = await startTakeover("BLOCK", {
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } } },
    client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] },
  });
  await world.call.SetUserPoolMfaConfig({ ...world.pool, WebAuthnConfiguration: { RelyingPartyId: "example.com" } });
  const { AuthenticationResult } = await signInFrom(world, HOME);
  const passkey = await register(world, { AccessToken: AuthenticationResult?.AccessToken ?? "" });
  world.clock.advance(1_000);
  const call = callsFrom(world, ELSEWHERE);
  const AuthParameters = { USERNAME: "ada", PREFERRED_CHALLENGE: "WEB_AUTHN" };
  const asked = await call.InitiateAuth({ ...world.client, AuthFlow: "USER_AUTH", AuthParameters });
  const CREDENTIAL = usePasskey(passkey, asked.ChallengeParameters?.["CREDENTIAL_REQUEST_OPTIONS"] ?? "");
  const answer = () =>
    call.RespondToAuthChallenge({
      ...world.client,
      ChallengeName: "WEB_AUTHN",
      Session: asked.Session,
      ChallengeResponses: { USERNAME: "ada", CREDENTIAL },
    });
  await refused(answer(), "NotAuthorizedException", BLOCKED);
  assert.equal((await riskOf(world))?.RiskDecision, "Block");
  await refused(answer(), "NotAuthorizedException", "Invalid session for the user, session can only be used once.");
});

test("a remembered device does not stand for the factor that a risk demands", async () => {
  await using world = await startTakeover("MFA_REQUIRED", {
    pool: {
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
    },
  });
  await offerEmail(world);
  const EmailMfaSettings = { Enabled: true, PreferredMfa: true };
  const step = await signInFrom(world, HOME);
  const { DeviceKey } = await confirmDevice(world, step);
  await world.call.AdminSetUserMFAPreference({ ...world.pool, Username: "ada", EmailMfaSettings });
  world.clock.advance(1_000);
  const signIn = async (from: Parameters<typeof callsFrom>[1]) =>
    (
      await callsFrom(world, from).InitiateAuth({
        ...world.client,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "ada", PASSWORD, DEVICE_KEY: DeviceKey },
      })
    ).ChallengeName;
  assert.equal(await signIn(HOME), "DEVICE_SRP_AUTH");
  world.clock.advance(1_000);
  assert.equal(await signIn(ELSEWHERE), "EMAIL_OTP");
});

test("a function that sends the pool's mails is told of the risk, without a code", async () => {
  await using world = await startTakeover("BLOCK", { Notify: true, codeEncryption: testCodeEncryption() });
  const LambdaArn = world.functions.set("post", () => undefined);
  await world.updatePool({
    LambdaConfig: { CustomEmailSender: { LambdaVersion: "V1_0", LambdaArn }, KMSKeyID: KEY_ARN },
  });
  await settleDown(world);
  await refused(signInFrom(world, ELSEWHERE), "NotAuthorizedException", BLOCKED);
  await world.settle();
  const event = world.functions.events.at(-1);
  assert.equal(event?.triggerSource, "CustomEmailSender_AccountTakeOverNotification");
  assert.deepEqual(Object.keys(event.request).toSorted(), ["clientMetadata", "type", "userAttributes"]);
  const attributes = attributeMap(event.request["userAttributes"]);
  assert.equal(attributes["email"], EMAIL);
  assert.equal(attributes["ACCOUNT_TAKE_OVER_ACTION"], "BLOCK");
  assert.equal(attributes["IP_ADDRESS"], "198.51.100.1");
  assert.match(String(attributes["ONE_CLICK_LINK_INVALID"]), /\/authEventFeedback\/\?.*feedback_value=Invalid$/u);
  assert.deepEqual(world.inbox.to(EMAIL), []);
});
