import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const set = ({ call, pool }: World, UserSessionTracking: "ENABLED" | "DISABLED", MaxPerUser: number) =>
  call.SetUserPoolSessionConfiguration({ ...pool, UserSessionTracking, TokenSession: { MaxPerUser } });

test("GetUserPoolSessionConfiguration shows the defaults of a pool for which nothing was set", async () => {
  await using world = await startWorld();
  assert.deepEqual(await world.call.GetUserPoolSessionConfiguration(world.pool), {
    ...world.pool,
    UserSessionTracking: "DISABLED",
    TokenSession: { MaxPerUser: 20 },
  });
});

test("SetUserPoolSessionConfiguration replaces the configuration, which is shown nowhere else", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  for (const [tracking, max] of [
    ["ENABLED", 1],
    ["ENABLED", 100],
    ["DISABLED", 7],
  ] as const) {
    const expected = { ...pool, UserSessionTracking: tracking, TokenSession: { MaxPerUser: max } };
    assert.deepEqual(await set(world, tracking, max), expected);
    assert.deepEqual(await call.GetUserPoolSessionConfiguration(pool), expected);
  }
  const { UserPool } = await call.DescribeUserPool(pool);
  assert.ok(!JSON.stringify(UserPool).toLowerCase().includes("session"));
});

test("SetUserPoolSessionConfiguration outlives an update of the pool", async () => {
  await using world = await startWorld();
  await set(world, "ENABLED", 3);
  await world.call.UpdateUserPool(world.pool);
  const { UserSessionTracking, TokenSession } = await world.call.GetUserPoolSessionConfiguration(world.pool);
  assert.deepEqual([UserSessionTracking, TokenSession], ["ENABLED", { MaxPerUser: 3 }]);
});

test("SetUserPoolSessionConfiguration is for pools from Essentials on, and holds them there", async () => {
  await using world = await startWorld({ pool: { UserPoolTier: "LITE" } });
  await refused(
    set(world, "ENABLED", 3),
    "FeatureUnavailableInTierException",
    "The following feature is not available for the LITE pricing tier configured: Session Tracking",
  );
  const { call, pool } = world;
  await call.UpdateUserPool({ ...pool, UserPoolTier: "ESSENTIALS" });
  await set(world, "ENABLED", 3);
  await refused(
    call.UpdateUserPool({ ...pool, UserPoolTier: "LITE" }),
    "FeatureUnavailableInTierException",
    "The following features need to be disabled for the LITE pricing tier configured: Session Tracking",
  );
  await set(world, "DISABLED", 3);
  await call.UpdateUserPool({ ...pool, UserPoolTier: "LITE" });
});

test("SetUserPoolSessionConfiguration refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call } = world;
  const unknown = { UserPoolId: "us-east-1_Unknown00" };
  const text = "User pool us-east-1_Unknown00 does not exist.";
  for (const max of [0, 101])
    await refused(set(world, "ENABLED", max), "InvalidParameterException", /validation error/);
  await refused(
    call.SetUserPoolSessionConfiguration({
      ...unknown,
      UserSessionTracking: "ENABLED",
      TokenSession: { MaxPerUser: 1 },
    }),
    "ResourceNotFoundException",
    text,
  );
  await refused(call.GetUserPoolSessionConfiguration(unknown), "ResourceNotFoundException", text);
});
