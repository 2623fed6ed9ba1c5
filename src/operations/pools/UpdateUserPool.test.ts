import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("UpdateUserPool sets back every member that it does not name", async () => {
  await using world = await startWorld({ populated: false });
  const bare = await world.call.CreateUserPool({ PoolName: "p" });
  const { UserPool: full } = await world.call.CreateUserPool({
    PoolName: "p",
    Policies: {
      PasswordPolicy: { MinimumLength: 20 },
      SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
    },
    DeletionProtection: "ACTIVE",
    LambdaConfig: { PreSignUp: world.functions.set("f", (event) => event) },
    AutoVerifiedAttributes: ["email"],
    VerificationMessageTemplate: { EmailMessage: "mail {####}" },
    EmailConfiguration: { From: "pool@example.com" },
    SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" },
    MfaConfiguration: "ON",
    UserPoolTags: { team: "a" },
    AccountRecoverySetting: {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" },
  });
  const pool = { UserPoolId: full?.Id ?? "" };

  assert.deepEqual(await world.call.UpdateUserPool(pool), {});

  const { UserPool: reset } = await world.call.DescribeUserPool(pool);
  assert.deepEqual(reset, { ...bare.UserPool, Id: full?.Id, Arn: full?.Arn });
});

test("UpdateUserPool keeps what is settled when a pool is made", async () => {
  await using world = await startWorld({ populated: false });
  const settled = { UsernameAttributes: ["email"], UsernameConfiguration: { CaseSensitive: false } } as const;
  const { UserPool } = await world.call.CreateUserPool({
    PoolName: "p",
    ...settled,
    Schema: [{ Name: "team", AttributeDataType: "String" }],
  });
  const pool = { UserPoolId: UserPool?.Id ?? "" };
  world.clock.advance(60_000);
  await world.call.UpdateUserPool({ ...pool, PoolName: "renamed" });
  const after = (await world.call.DescribeUserPool(pool)).UserPool;
  assert.deepEqual(after, { ...UserPool, Name: "renamed", LastModifiedDate: world.clock.now() / 1000 });
});

test("UpdateUserPool refuses what does not agree, and changes nothing then", async () => {
  await using world = await startWorld();
  const before = await world.call.DescribeUserPool(world.pool);
  const unknown = "us-east-1_Unknown00";
  await assert.rejects(world.call.UpdateUserPool({ UserPoolId: unknown }), {
    name: "ResourceNotFoundException",
    message: `User pool ${unknown} does not exist.`,
  });
  await assert.rejects(
    world.call.UpdateUserPool({ ...world.pool, UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" } }),
    {
      name: "FeatureUnavailableInTierException",
      message:
        "The following features need to be disabled for the ESSENTIALS pricing tier configured: Threat Protection",
    },
  );
  await assert.rejects(
    world.call.UpdateUserPool({ ...world.pool, UserPoolTags: { "poolhouse:password-scheme": "argon2id" } }),
    { name: "InvalidParameterException" },
  );
  assert.deepEqual(await world.call.DescribeUserPool(world.pool), before);
});

test("UpdateUserPool keeps an authenticator app as a factor", async () => {
  await using world = await startWorld();
  const app = { SoftwareTokenMfaConfiguration: { Enabled: true } };
  await world.call.SetUserPoolMfaConfig({ ...world.pool, MfaConfiguration: "ON", ...app });
  await world.call.UpdateUserPool({ ...world.pool, MfaConfiguration: "OPTIONAL" });
  assert.deepEqual(await world.call.GetUserPoolMfaConfig(world.pool), { MfaConfiguration: "OPTIONAL", ...app });
});
