import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const group = (region = "us-east-1") => ({
  CloudWatchLogsConfiguration: { LogGroupArn: `arn:aws:logs:${region}:123456789012:log-group:people` },
});
const notifications = { EventSource: "userNotification", LogLevel: "ERROR", ...group() } as const;
const events = {
  EventSource: "userAuthEvents",
  LogLevel: "INFO",
  S3Configuration: { BucketArn: "arn:aws:s3:::people-logs" },
} as const;

test("SetLogDeliveryConfiguration keeps what it is given until it is given nothing", async () => {
  await using world = await startWorld({ pool: { UserPoolTier: "PLUS" } });
  const { call, pool } = world;
  const set = (LogConfigurations: readonly (typeof notifications | typeof events)[]) =>
    call.SetLogDeliveryConfiguration({ ...pool, LogConfigurations });
  const none = { LogDeliveryConfiguration: { ...pool, LogConfigurations: [] } };
  assert.deepEqual(await call.GetLogDeliveryConfiguration(pool), none);
  const both = { LogDeliveryConfiguration: { ...pool, LogConfigurations: [notifications, events] } };
  assert.deepEqual(await set([notifications, events]), both);
  await world.updatePool({ UserPoolTier: "PLUS" });
  assert.deepEqual(await call.GetLogDeliveryConfiguration(pool), both);
  assert.ok(!("logDelivery" in ((await call.DescribeUserPool(pool)).UserPool ?? {})));
  await refused(
    call.UpdateUserPool({ ...pool, UserPoolTier: "ESSENTIALS" }),
    "FeatureUnavailableInTierException",
    "The following features need to be disabled for the ESSENTIALS pricing tier configured: Log Streaming",
  );
  assert.deepEqual(await set([]), none);
});

test("SetLogDeliveryConfiguration refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const refusals = [
    [[notifications, notifications], "Following event sources appear more then once in a request"],
    [[{ ...notifications, ...group("eu-west-1") }], "ARN does not belong to current region"],
    [[{ ...notifications, LogLevel: "INFO" }], "Log level of userNotification must be ERROR"],
    [[{ ...events, LogLevel: "ERROR" }], "Log level of userAuthEvents must be INFO"],
    [
      [{ ...events, EventSource: "userNotification", LogLevel: "ERROR" }],
      "userNotification can only be delivered to CloudWatch Logs",
    ],
    [[{ ...events, ...group() }], "A log configuration needs exactly one destination."],
    [[{ EventSource: "userAuthEvents", LogLevel: "INFO" }], "A log configuration needs exactly one destination."],
  ] as const;
  for (const [LogConfigurations, text] of refusals) {
    await refused(call.SetLogDeliveryConfiguration({ ...pool, LogConfigurations }), "InvalidParameterException", text);
  }
  await refused(
    call.SetLogDeliveryConfiguration({ ...pool, LogConfigurations: [events] }),
    "FeatureUnavailableInTierException",
    "The following feature is not available for the ESSENTIALS pricing tier configured: Log Streaming",
  );
  const unknown = { UserPoolId: "us-east-1_Unknown00" };
  const text = "User pool us-east-1_Unknown00 does not exist.";
  await refused(
    call.SetLogDeliveryConfiguration({ ...unknown, LogConfigurations: [] }),
    "ResourceNotFoundException",
    text,
  );
  await refused(call.GetLogDeliveryConfiguration(unknown), "ResourceNotFoundException", text);
});
