import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("GetUserPoolMfaConfig of a new pool says OFF", async () => {
  await using world = await startWorld();
  assert.deepEqual(await world.call.GetUserPoolMfaConfig(world.pool), { MfaConfiguration: "OFF" });
});

test("GetUserPoolMfaConfig shows SMS as the factor of a pool that was made with it", async () => {
  const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };
  await using world = await startWorld({ pool: { SmsConfiguration, MfaConfiguration: "ON" } });
  assert.deepEqual(await world.call.GetUserPoolMfaConfig(world.pool), {
    SmsMfaConfiguration: { SmsConfiguration },
    MfaConfiguration: "ON",
  });
});
