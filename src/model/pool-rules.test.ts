import assert from "node:assert/strict";
import { test } from "node:test";
import type { CreateUserPool } from "../contracts/index.ts";
import type { InputOf } from "../contracts/vocabulary.ts";
import { newPoolSettings } from "./pool-defaults.ts";
import { requireDeletable, requirePoolInput, requirePoolRules } from "./pool-rules.ts";
import { requireSameScheme } from "./pool-tags.ts";
import { triggerArns } from "./pool-triggers.ts";
import type { PoolSettings } from "./pool.ts";

type Input = Omit<InputOf<typeof CreateUserPool>, "PoolName">;

const judge = (input: Input): void => {
  requirePoolInput(input);
  requirePoolRules(newPoolSettings({ PoolName: "p", ...input }), "us-east-1");
};

const arn = (name: string, region = "us-east-1") => `arn:aws:lambda:${region}:000000000000:function:${name}`;
const sms = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x" };
const recovery = (...names: ("verified_email" | "verified_phone_number" | "admin_only")[]): Input => ({
  AccountRecoverySetting: { RecoveryMechanisms: names.map((Name, index) => ({ Priority: index + 1, Name })) },
});
const source = "arn:aws:ses:us-east-1:000000000000:identity/example.com";

const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, ""]));

const pool = (settings: PoolSettings) => ({
  id: "us-east-1_a",
  name: "p",
  settings,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

test("requirePoolRules refuses in the API's words", () => {
  const cases: readonly (readonly [message: string, input: Input])[] = [
    [
      "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
      {
        Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } },
        AdminCreateUserConfig: { UnusedAccountValidityDays: 7 },
      },
    ],
    [
      "Password should be configured as one of the allowed first auth factors.",
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["EMAIL_OTP"] } } },
    ],
    [
      "Only one of the aliasAttributes or usernameAttributes can be set in a User pool.",
      { AliasAttributes: ["email"], UsernameAttributes: ["email"] },
    ],
    [
      "Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.",
      recovery("verified_email", "verified_email"),
    ],
    [
      "Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.",
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: "verified_email" },
            { Priority: 1, Name: "verified_phone_number" },
          ],
        },
      },
    ],
    [
      "Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
      recovery("admin_only", "verified_email"),
    ],
    [
      "SMS configuration is required when phone_number is selected for auto verification",
      { AutoVerifiedAttributes: ["phone_number"] },
    ],
    [
      "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
      {
        AutoVerifiedAttributes: ["email"],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email", "phone_number"] },
      },
    ],
    [
      "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
      { MfaConfiguration: "ON" },
    ],
    [
      "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
      { MfaConfiguration: "OPTIONAL" },
    ],
    [
      "Source ARN is required to use DEVELOPER email sending owner",
      { EmailConfiguration: { EmailSendingAccount: "DEVELOPER" } },
    ],
    ["Provided From email address is invalid", { EmailConfiguration: { From: "nobody" } }],
    ["Provided From email address is invalid", { EmailConfiguration: { From: "A\r\nBcc: b@c <a@example.com>" } }],
    ["Cross-region lambda functions are not supported", { LambdaConfig: { PreSignUp: arn("f", "eu-west-1") } }],
    [
      "Cross-region lambda functions are not supported",
      {
        LambdaConfig: {
          CustomEmailSender: { LambdaVersion: "V1_0", LambdaArn: arn("f", "eu-west-1") },
          KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/k",
        },
      },
    ],
    [
      "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
      {
        LambdaConfig: {
          PreTokenGeneration: arn("a"),
          PreTokenGenerationConfig: { LambdaVersion: "V1_0", LambdaArn: arn("b") },
        },
      },
    ],
    [
      "KMSKeyID is required when CustomEmailSender or CustomSMSSender is set.",
      { LambdaConfig: { CustomSMSSender: { LambdaVersion: "V1_0", LambdaArn: arn("f") } } },
    ],
    [
      "The tag poolhouse:password-scheme can only be argon2id; leave it out for SRP verifiers.",
      { UserPoolTags: { "poolhouse:password-scheme": "md5" } },
    ],
  ];
  for (const [message, input] of cases) {
    assert.throws(() => judge(input), { name: "InvalidParameterException", message });
  }
});

test("requirePoolRules refuses more tags than a pool can have", () => {
  judge({ UserPoolTags: tags(50) });
  assert.throws(() => judge({ UserPoolTags: tags(51) }), {
    name: "InvalidParameterException",
    message: "A user pool cannot have more than 50 tags.",
  });
});

test("requirePoolRules refuses features that the tier does not have, all by name", () => {
  const cases: readonly (readonly [message: string, input: Input])[] = [
    [
      "The following features need to be disabled for the ESSENTIALS pricing tier configured: Threat Protection",
      { UserPoolTier: "ESSENTIALS", UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" } },
    ],
    [
      "The following features need to be disabled for the LITE pricing tier configured: Threat Protection, Passwordless Sign-In, Password History",
      {
        UserPoolTier: "LITE",
        UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" },
        Policies: {
          PasswordPolicy: { PasswordHistorySize: 1 },
          SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] },
        },
      },
    ],
    [
      "The following features need to be disabled for the LITE pricing tier configured: Token Customization with Pre-Token Generation Lambda",
      {
        UserPoolTier: "LITE",
        LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: "V2_0", LambdaArn: arn("f") } },
      },
    ],
  ];
  for (const [message, input] of cases) {
    assert.throws(() => judge(input), { name: "FeatureUnavailableInTierException", message });
  }
});

test("requirePoolRules takes what agrees", () => {
  const inputs: readonly Input[] = [
    {},
    recovery("admin_only"),
    recovery("verified_phone_number", "verified_email"),
    { AutoVerifiedAttributes: ["phone_number"], SmsConfiguration: sms, MfaConfiguration: "ON" },
    { EmailConfiguration: { EmailSendingAccount: "DEVELOPER", SourceArn: source, From: "Pool <pool@example.com>" } },
    { EmailConfiguration: { SourceArn: source, From: "pool@example.com" } },
    { LambdaConfig: { PreSignUp: arn("f"), PreTokenGeneration: arn("g") }, UserPoolTier: "LITE" },
    { UserPoolTags: { "poolhouse:password-scheme": "argon2id" } },
  ];
  for (const input of inputs) judge(input);
});

test("requirePoolRules keeps MFA where another factor than SMS is configured", () => {
  const settings: PoolSettings = {
    ...newPoolSettings({ PoolName: "p" }),
    MfaConfiguration: "ON",
    mfa: { softwareToken: true },
  };
  requirePoolRules(settings, "us-east-1");
});

test("requireSameScheme lets nobody change how passwords are stored", () => {
  const argon2id = { "poolhouse:password-scheme": "argon2id" };
  requireSameScheme(argon2id, { ...argon2id, team: "a" });
  requireSameScheme({}, { team: "a" });
  assert.throws(() => requireSameScheme(argon2id, { team: "a" }), { name: "InvalidParameterException" });
  assert.throws(() => requireSameScheme({}, argon2id), { name: "InvalidParameterException" });
});

test("triggerArns names every function once, and no key", () => {
  const config = {
    PreSignUp: arn("a"),
    PreTokenGeneration: arn("b"),
    PreTokenGenerationConfig: { LambdaVersion: "V1_0" as const, LambdaArn: arn("b") },
    CustomEmailSender: { LambdaVersion: "V1_0" as const, LambdaArn: arn("c") },
    KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/k",
  };
  assert.deepEqual(triggerArns(config), [arn("a"), arn("b"), arn("c")]);
});

test("requireDeletable refuses a pool that is protected or has a domain", () => {
  requireDeletable(pool({ DeletionProtection: "INACTIVE" }));
  assert.throws(() => requireDeletable(pool({ DeletionProtection: "ACTIVE" })), {
    name: "InvalidParameterException",
    message:
      "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
  });
  for (const settings of [{ Domain: "a" }, { CustomDomain: "a.example.com" }]) {
    assert.throws(() => requireDeletable(pool(settings)), {
      name: "InvalidParameterException",
      message: "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    });
  }
});
