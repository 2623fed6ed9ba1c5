import assert from "node:assert/strict";
import { test } from "node:test";
import { standardAttributes } from "./attribute-schema.ts";
import { newPoolSettings, updatedPoolSettings } from "./pool-defaults.ts";

/** As it is stored: without members that are not set. */
const stored = (value: object): unknown => JSON.parse(JSON.stringify(value));

const DEFAULTS = {
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
  VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
  MfaConfiguration: "OFF",
  EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
  AccountRecoverySetting: {
    RecoveryMechanisms: [
      { Priority: 1, Name: "verified_email" },
      { Priority: 2, Name: "verified_phone_number" },
    ],
  },
  SchemaAttributes: standardAttributes,
  UserPoolTags: {},
  UserPoolTier: "ESSENTIALS",
};

const days = (input: object) => {
  const settings = newPoolSettings({ PoolName: "p", ...input });
  return [
    settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays,
    settings.AdminCreateUserConfig?.UnusedAccountValidityDays,
  ];
};

test("newPoolSettings of a name alone are the defaults", () => {
  assert.deepEqual(stored(newPoolSettings({ PoolName: "p" })), stored(DEFAULTS));
});

test("newPoolSettings requires of passwords what a given policy says, no more", () => {
  const { Policies } = newPoolSettings({ PoolName: "p", Policies: { PasswordPolicy: { RequireNumbers: true } } });
  assert.deepEqual(stored(Policies?.PasswordPolicy ?? {}), {
    MinimumLength: 8,
    RequireUppercase: false,
    RequireLowercase: false,
    RequireNumbers: true,
    RequireSymbols: false,
    TemporaryPasswordValidityDays: 7,
  });
});

test("newPoolSettings keeps the two names for a temporary password's life equal; 0 is the default", () => {
  assert.deepEqual(days({ AdminCreateUserConfig: { UnusedAccountValidityDays: 3 } }), [3, 3]);
  assert.deepEqual(days({ Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 4 } } }), [4, 4]);
  assert.deepEqual(days({ Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 0 } } }), [7, 7]);
});

test("newPoolSettings lets verification texts and the template echo each other", () => {
  const fromTexts = newPoolSettings({
    PoolName: "p",
    EmailVerificationMessage: "mail {####}",
    EmailVerificationSubject: "subject",
    SmsVerificationMessage: "sms {####}",
  });
  assert.deepEqual(fromTexts.VerificationMessageTemplate, {
    EmailMessage: "mail {####}",
    EmailSubject: "subject",
    SmsMessage: "sms {####}",
    DefaultEmailOption: "CONFIRM_WITH_CODE",
  });
  const fromTemplate = newPoolSettings({
    PoolName: "p",
    VerificationMessageTemplate: { EmailMessage: "mail {####}", DefaultEmailOption: "CONFIRM_WITH_LINK" },
  });
  assert.equal(fromTemplate.EmailVerificationMessage, "mail {####}");
  assert.equal(fromTemplate.VerificationMessageTemplate?.DefaultEmailOption, "CONFIRM_WITH_LINK");
});

test("newPoolSettings keeps an explicit empty recovery setting as it was given", () => {
  assert.deepEqual(newPoolSettings({ PoolName: "p", AccountRecoverySetting: {} }).AccountRecoverySetting, {});
});

test("newPoolSettings fills either name of the function that customizes tokens", () => {
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:tokens";
  const both = {
    PreTokenGeneration: arn,
    PreTokenGenerationConfig: { LambdaVersion: "V1_0" as const, LambdaArn: arn },
  };
  assert.deepEqual(newPoolSettings({ PoolName: "p", LambdaConfig: { PreTokenGeneration: arn } }).LambdaConfig, both);
  const { PreTokenGeneration: _plain, ...versioned } = both;
  assert.deepEqual(newPoolSettings({ PoolName: "p", LambdaConfig: versioned }).LambdaConfig, both);
});

test("newPoolSettings gives a pool with threat protection the tier that has it", () => {
  const tiers = (["OFF", "AUDIT", "ENFORCED"] as const).map(
    (AdvancedSecurityMode) => newPoolSettings({ PoolName: "p", UserPoolAddOns: { AdvancedSecurityMode } }).UserPoolTier,
  );
  assert.deepEqual(tiers, ["ESSENTIALS", "PLUS", "PLUS"]);
});

test("newPoolSettings takes an empty list for none", () => {
  const settings = newPoolSettings({
    PoolName: "p",
    AutoVerifiedAttributes: [],
    AliasAttributes: [],
    UsernameAttributes: [],
  });
  assert.deepEqual(stored(settings), stored(DEFAULTS));
});

test("updatedPoolSettings sets back what is not named, and keeps what cannot be", () => {
  const before = {
    ...newPoolSettings({
      PoolName: "p",
      Schema: [{ Name: "team", AttributeDataType: "String" }],
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ["email"],
      DeletionProtection: "ACTIVE",
      UserPoolTier: "PLUS",
      UserPoolTags: { team: "a", "poolhouse:password-scheme": "argon2id" },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: "admin_only" }] },
      SmsAuthenticationMessage: "sms {####}",
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
    }),
    Domain: "example",
    mfa: { softwareToken: true },
  };
  assert.deepEqual(
    stored(updatedPoolSettings(before, {})),
    stored({
      ...DEFAULTS,
      SchemaAttributes: before.SchemaAttributes,
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      UserPoolTags: { "poolhouse:password-scheme": "argon2id" },
      Domain: "example",
      mfa: { softwareToken: true },
    }),
  );
});
