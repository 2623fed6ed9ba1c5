import assert from "node:assert/strict";
import { test } from "node:test";
import { callsFrom, eventsOf, protectedPool } from "../../testing/events.ts";
import { startWorld, type WorldOptions } from "../../testing/world.ts";

const PROTECTED: WorldOptions = { pool: protectedPool() };
const EMAIL = "ada@example.com";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const ARNS = {
  bucket: "arn:aws:s3:::people-logs",
  stream: "arn:aws:firehose:us-east-1:123456789012:deliverystream/people",
  group: "arn:aws:logs:us-east-1:123456789012:log-group:people",
} as const;

const DESTINATIONS = [
  [{ S3Configuration: { BucketArn: ARNS.bucket } }, ARNS.bucket],
  [{ FirehoseConfiguration: { StreamArn: ARNS.stream } }, ARNS.stream],
  [{ CloudWatchLogsConfiguration: { LogGroupArn: ARNS.group } }, ARNS.group],
] as const;

/** A world with threat protection that logs what users do. */
const startLoggedWorld = async (destination: (typeof DESTINATIONS)[number][0] = DESTINATIONS[0][0]) => {
  const world = await startWorld(PROTECTED);
  await world.call.SetLogDeliveryConfiguration({
    ...world.pool,
    LogConfigurations: [{ EventSource: "userAuthEvents", LogLevel: "INFO", ...destination }],
  });
  return world;
};

test("userAuthEvents tells a sign-in as Amazon's logs do, without what proved it", async () => {
  for (const [configuration, destination] of DESTINATIONS) {
    await using world = await startLoggedWorld(configuration);
    const { Username, Password } = await world.user();
    const call = callsFrom(world, { userAgent: FIREFOX, remoteAddress: "192.0.2.7" });
    await call.InitiateAuth({
      ...world.client,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    });
    await world.settle();
    const [recorded] = await eventsOf(world);
    const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
    const [told, ...more] = world.logs.all;
    assert.deepEqual(more, []);
    const { requestId } = told?.record.message ?? {};
    assert.match(String(requestId), /^[0-9a-f-]{36}$/u);
    assert.deepEqual(told, {
      destination,
      record: {
        eventTimestamp: String(world.clock.now()),
        eventSource: "USER_ACTIVITY",
        logLevel: "INFO",
        message: {
          version: "1",
          eventId: recorded?.EventId,
          eventType: "SignIn",
          userSub: UserAttributes.find(({ Name }) => Name === "sub")?.Value,
          userName: "ada",
          userPoolId: world.pool.UserPoolId,
          clientId: world.client.ClientId,
          creationDate: "Sat Nov 21 09:00:00 UTC 2026",
          eventResponse: "Pass",
          riskLevel: "",
          riskDecision: "PASS",
          challenges: ["Password:Success"],
          deviceName: "Firefox, Linux",
          ipAddress: "192.0.2.7",
          requestId,
          idpName: "",
          compromisedCredentialDetected: "false",
          city: "",
          country: "",
          eventFeedbackValue: "",
          eventFeedbackDate: "",
          eventFeedbackProvider: "",
          hasContextData: "true",
        },
        logSourceId: { userPoolId: world.pool.UserPoolId },
      },
    });
    assert.ok(!JSON.stringify(told).includes(Password));
  }
});

test("userAuthEvents tells an event again when its outcome changes", async () => {
  await using world = await startLoggedWorld();
  const { call, pool, client, inbox } = world;
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", EmailMfaConfiguration: {} });
  const { Username, Password } = await world.user();
  const EmailMfaSettings = { Enabled: true, PreferredMfa: true };
  await call.AdminSetUserMFAPreference({ ...pool, Username, EmailMfaSettings });
  const { Session } = await world.signIn(Username, Password);
  world.clock.advance(1_000);
  await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "EMAIL_OTP",
    Session,
    ChallengeResponses: { USERNAME: Username, EMAIL_OTP_CODE: inbox.latest(EMAIL).code },
  });
  await world.settle();
  const told = world.logs.all.map(({ record: { message } }) => message);
  assert.deepEqual(
    told.map(({ eventResponse, challenges }) => [eventResponse, challenges]),
    [
      ["InProgress", ["Password:Success"]],
      ["Pass", ["Password:Success", "Mfa:Success"]],
    ],
  );
  assert.equal(told[0]?.["eventId"], told[1]?.["eventId"]);
  // Each names the request that caused it.
  assert.notEqual(told[0]?.["requestId"], told[1]?.["requestId"]);
});

test("userAuthEvents tells nothing of pools that log something else, or have no threat protection", async () => {
  await using world = await startLoggedWorld();
  const { Username, Password } = await world.user();
  await world.updatePool({ UserPoolAddOns: { AdvancedSecurityMode: "OFF" } });
  await world.signIn(Username, Password);
  await world.updatePool(protectedPool());
  await world.call.SetLogDeliveryConfiguration({
    ...world.pool,
    LogConfigurations: [{ EventSource: "userNotification", LogLevel: "ERROR", ...DESTINATIONS[2][0] }],
  });
  await world.signIn(Username, Password);
  await world.settle();
  assert.deepEqual(world.logs.all, []);
});
