import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

const text = (Name: string, MinLength = "0", MaxLength = "2048") => ({
  Name,
  AttributeDataType: "String",
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength, MaxLength },
});
const flag = (Name: string) => ({
  Name,
  AttributeDataType: "Boolean",
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
});

const STANDARD_SCHEMA = [
  { ...text("sub", "1"), Mutable: false, Required: true },
  text("name"),
  text("given_name"),
  text("family_name"),
  text("middle_name"),
  text("nickname"),
  text("preferred_username"),
  text("profile"),
  text("picture"),
  text("website"),
  text("email"),
  flag("email_verified"),
  text("gender"),
  text("birthdate", "10", "10"),
  text("zoneinfo"),
  text("locale"),
  text("phone_number"),
  flag("phone_number_verified"),
  text("address"),
  {
    Name: "updated_at",
    AttributeDataType: "Number",
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: "0" },
  },
];

test("CreateUserPool of a name alone makes a pool with every default", async () => {
  await using world = await startWorld({ populated: false });
  const { UserPool } = await world.call.CreateUserPool({ PoolName: "bare" });
  const id = UserPool?.Id ?? "";
  assert.match(id, /^us-east-1_[0-9A-Za-z]{9}$/);
  const now = world.clock.now() / 1000;
  assert.deepEqual(UserPool, {
    Id: id,
    Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`,
    Name: "bare",
    CreationDate: now,
    LastModifiedDate: now,
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
    },
    DeletionProtection: "INACTIVE",
    LambdaConfig: {},
    SchemaAttributes: STANDARD_SCHEMA,
    VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
    MfaConfiguration: "OFF",
    EstimatedNumberOfUsers: 0,
    EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    UserPoolTags: {},
    AccountRecoverySetting: {
      RecoveryMechanisms: [
        { Priority: 1, Name: "verified_email" },
        { Priority: 2, Name: "verified_phone_number" },
      ],
    },
    UserPoolTier: "ESSENTIALS",
  });
  assert.deepEqual((await world.call.DescribeUserPool({ UserPoolId: id })).UserPool, UserPool);
});

test("CreateUserPool gives every member back as it was set", async () => {
  await using world = await startWorld({ populated: false });
  const preSignUp = world.functions.set("pre-sign-up", (event) => event);
  const settings = {
    DeletionProtection: "ACTIVE",
    LambdaConfig: { PreSignUp: preSignUp },
    AutoVerifiedAttributes: ["email"],
    UsernameAttributes: ["email"],
    SmsAuthenticationMessage: "sms {####}",
    MfaConfiguration: "OPTIONAL",
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
    EmailConfiguration: {
      EmailSendingAccount: "DEVELOPER",
      SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.com",
      ReplyToEmailAddress: "help@example.com",
      From: "Pool <pool@example.com>",
      ConfigurationSet: "set",
    },
    SmsConfiguration: {
      SnsCallerArn: "arn:aws:iam::000000000000:role/sms",
      ExternalId: "external",
      SnsRegion: "us-east-1",
    },
    UserPoolTags: { team: "a" },
    UserPoolAddOns: { AdvancedSecurityMode: "AUDIT", AdvancedSecurityAdditionalFlows: { CustomAuthMode: "AUDIT" } },
    UsernameConfiguration: { CaseSensitive: false },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: "admin_only" }] },
    KeyConfiguration: { KeyType: "AWS_OWNED_KEY" },
    IssuerConfiguration: { Type: "ORIGINAL" },
  } as const;
  const { UserPool } = await world.call.CreateUserPool({ PoolName: "full", ...settings });
  assert.deepEqual({ ...UserPool, ...settings }, UserPool);
  assert.equal(UserPool?.UserPoolTier, "PLUS");
});

test("CreateUserPool refuses functions that nobody can call", async () => {
  await using world = await startWorld({ populated: false });
  const unknown = "arn:aws:lambda:us-east-1:000000000000:function:missing";
  await assert.rejects(world.call.CreateUserPool({ PoolName: "p", LambdaConfig: { PreSignUp: unknown } }), {
    name: "InvalidParameterException",
    message:
      `The function ${unknown} is not known to this server: put <name>.mjs into the folder of POOLHOUSE_FUNCTIONS, ` +
      "or set POOLHOUSE_LAMBDA_ENDPOINT to where it can be invoked.",
  });
  const elsewhere = "arn:aws:lambda:eu-west-1:000000000000:function:missing";
  await assert.rejects(world.call.CreateUserPool({ PoolName: "p", LambdaConfig: { PreSignUp: elsewhere } }), {
    name: "InvalidParameterException",
    message: "Cross-region lambda functions are not supported",
  });
});

test("CreateUserPool makes nothing of a request that it refuses", async () => {
  await using world = await startWorld({ populated: false });
  await assert.rejects(
    world.call.CreateUserPool({ PoolName: "p", AliasAttributes: ["email"], UsernameAttributes: ["email"] }),
    {
      name: "InvalidParameterException",
      message: "Only one of the aliasAttributes or usernameAttributes can be set in a User pool.",
    },
  );
  assert.deepEqual(await world.call.ListUserPools({ MaxResults: 60 }), { UserPools: [] });
});
