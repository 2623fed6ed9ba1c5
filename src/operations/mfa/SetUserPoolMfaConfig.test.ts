import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x" };

test("SetUserPoolMfaConfig answers with what is configured, and GetUserPoolMfaConfig with the same", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const config = {
    SmsMfaConfiguration: { SmsAuthenticationMessage: "sms {####}", SmsConfiguration },
    SoftwareTokenMfaConfiguration: { Enabled: true },
    EmailMfaConfiguration: { Message: "mail {####}", Subject: "subject" },
    MfaConfiguration: "OPTIONAL",
    WebAuthnConfiguration: { RelyingPartyId: "example.com", UserVerification: "preferred" },
  } as const;
  assert.deepEqual(await call.SetUserPoolMfaConfig({ ...pool, ...config }), config);
  assert.deepEqual(await call.GetUserPoolMfaConfig(pool), config);
  const { UserPool } = await call.DescribeUserPool(pool);
  assert.equal(UserPool?.MfaConfiguration, "OPTIONAL");
  assert.deepEqual(UserPool?.SmsConfiguration, SmsConfiguration);
  assert.equal(UserPool?.SmsAuthenticationMessage, "sms {####}");
});

test("SetUserPoolMfaConfig OFF answers OFF and nothing else", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "ON",
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const off = { MfaConfiguration: "OFF" } as const;
  assert.deepEqual(await call.SetUserPoolMfaConfig({ ...pool, ...off }), off);
  assert.deepEqual(await call.GetUserPoolMfaConfig(pool), off);
});

test("SetUserPoolMfaConfig refuses in the API's words", async () => {
  await using world = await startWorld({ pool: { UserPoolTier: "LITE" } });
  const { call, pool } = world;
  await assert.rejects(call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "ON" }), {
    name: "InvalidParameterException",
    message: "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
  });
  await assert.rejects(call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "ON", EmailMfaConfiguration: {} }), {
    name: "FeatureUnavailableInTierException",
    message: "The following features need to be disabled for the LITE pricing tier configured: Email MFA",
  });
  await assert.rejects(call.SetUserPoolMfaConfig({ UserPoolId: "us-east-1_Unknown00", MfaConfiguration: "OFF" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
