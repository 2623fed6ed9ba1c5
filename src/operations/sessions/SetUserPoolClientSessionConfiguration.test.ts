import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startTracking } from "../../testing/sessions.ts";
import { startWorld, type World } from "../../testing/world.ts";

const set = ({ call, pool, client }: World, MaxValidityMinutes: number) =>
  call.SetUserPoolClientSessionConfiguration({ ...pool, ...client, SSOSession: { MaxValidityMinutes } });

const minutesOf = async ({ call, pool, client }: World) => {
  const { SSOSession } = await call.GetUserPoolClientSessionConfiguration({ ...pool, ...client });
  return SSOSession?.MaxValidityMinutes;
};

test("GetUserPoolClientSessionConfiguration shows an hour for a client for which nothing was set", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  assert.deepEqual(await call.GetUserPoolClientSessionConfiguration({ ...pool, ...client }), {
    ...pool,
    ...client,
    SSOSession: { MaxValidityMinutes: 60 },
  });
});

test("SetUserPoolClientSessionConfiguration sets it, and neither an update nor a time without tracking loses it", async () => {
  await using world = await startTracking();
  const { call, pool, client } = world;
  for (const minutes of [0, 129_600]) {
    assert.deepEqual(await set(world, minutes), {
      ...pool,
      ...client,
      SSOSession: { MaxValidityMinutes: minutes },
    });
    assert.equal(await minutesOf(world), minutes);
  }
  await call.UpdateUserPoolClient({ ...pool, ...client });
  const { UserPoolClient } = await call.DescribeUserPoolClient({ ...pool, ...client });
  assert.ok(!JSON.stringify(UserPoolClient).includes("sso"));
  await call.SetUserPoolSessionConfiguration({
    ...pool,
    UserSessionTracking: "DISABLED",
    TokenSession: { MaxPerUser: 1 },
  });
  assert.equal(await minutesOf(world), 129_600);
  await refused(set(world, 5), "OperationNotEnabledException", "Session tracking is not enabled for the user pool.");
});

test("SetUserPoolClientSessionConfiguration refuses in the API's words", async () => {
  await using world = await startTracking();
  const { call, pool, client } = world;
  for (const minutes of [-1, 129_601]) {
    await refused(set(world, minutes), "InvalidParameterException", /validation error/);
  }
  const SSOSession = { MaxValidityMinutes: 5 };
  await refused(
    call.SetUserPoolClientSessionConfiguration({ ...pool, ClientId: "unknown", SSOSession }),
    "ResourceNotFoundException",
    "User pool client unknown does not exist.",
  );
  await refused(
    call.GetUserPoolClientSessionConfiguration({ ...pool, ClientId: "unknown" }),
    "ResourceNotFoundException",
    "User pool client unknown does not exist.",
  );
  await refused(
    call.SetUserPoolClientSessionConfiguration({ ...client, UserPoolId: "us-east-1_Unknown00", SSOSession }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await using lite = await startWorld({ pool: { UserPoolTier: "LITE" } });
  await refused(
    set(lite, 5),
    "FeatureUnavailableInTierException",
    "The following feature is not available for the LITE pricing tier configured: Session Tracking",
  );
});
