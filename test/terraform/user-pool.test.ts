/** aws_cognito_user_pool: DescribeUserPool and GetUserPoolMfaConfig give back what was set. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AddCustomAttributesCommand,
  CreateIdentityProviderCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
  type CognitoIdentityProviderClient,
  type CreateUserPoolCommandInput,
  type EmailMfaConfigType,
  type SchemaAttributeType,
  type SoftwareTokenMfaConfigType,
  type UserPoolType,
  type WebAuthnConfigurationType,
} from "@aws-sdk/client-cognito-identity-provider";
import { KEY_ARN } from "../../src/testing/code-functions.ts";
import type { World } from "../../src/testing/world.ts";
import {
  apply,
  differences,
  plan,
  play,
  unlessGone,
  type Applied,
  type Attributes,
  type Resource,
} from "./resource.ts";
import { startScene } from "./scene.ts";

type Settled =
  | "AccountRecoverySetting"
  | "AdminCreateUserConfig"
  | "AliasAttributes"
  | "AutoVerifiedAttributes"
  | "DeletionProtection"
  | "DeviceConfiguration"
  | "EmailConfiguration"
  | "EmailVerificationMessage"
  | "EmailVerificationSubject"
  | "LambdaConfig"
  | "MfaConfiguration"
  | "PoolName"
  | "Schema"
  | "SmsAuthenticationMessage"
  | "SmsConfiguration"
  | "SmsVerificationMessage"
  | "UserAttributeUpdateSettings"
  | "UsernameAttributes"
  | "UsernameConfiguration"
  | "UserPoolAddOns"
  | "UserPoolTags"
  | "UserPoolTier"
  | "VerificationMessageTemplate";

type Policies = NonNullable<CreateUserPoolCommandInput["Policies"]>;

interface UserPool extends Partial<Pick<CreateUserPoolCommandInput, Settled>> {
  PasswordPolicy?: Policies["PasswordPolicy"];
  SignInPolicy?: Policies["SignInPolicy"];
  EmailMfaConfiguration?: EmailMfaConfigType | undefined;
  SoftwareTokenMfaConfiguration?: SoftwareTokenMfaConfigType | undefined;
  WebAuthnConfiguration?: WebAuthnConfigurationType | undefined;
  /** Read alone. */
  Arn?: string | undefined;
}

const attributes: Attributes<UserPool> = {
  PoolName: { required: true },
  Arn: { computed: true },
  AccountRecoverySetting: { missingIsKept: true },
  AdminCreateUserConfig: { computed: true },
  AliasAttributes: { forcesNew: true },
  AutoVerifiedAttributes: {},
  DeletionProtection: { default: "INACTIVE" },
  DeviceConfiguration: {},
  EmailConfiguration: { missingIsKept: true, memberDefaults: { EmailSendingAccount: "COGNITO_DEFAULT" } },
  EmailMfaConfiguration: {},
  EmailVerificationMessage: { computed: true },
  EmailVerificationSubject: { computed: true },
  LambdaConfig: { computedMembers: ["PreTokenGeneration", "PreTokenGenerationConfig"] },
  MfaConfiguration: { default: "OFF" },
  PasswordPolicy: { computed: true, computedMembers: ["TemporaryPasswordValidityDays"] },
  // Attributes can be added alone; that has a test of its own.
  Schema: { forcesNew: true },
  SignInPolicy: { computed: true },
  SmsAuthenticationMessage: {},
  SmsConfiguration: { computed: true, computedMembers: ["SnsRegion"] },
  SmsVerificationMessage: { computed: true },
  SoftwareTokenMfaConfiguration: {},
  UserAttributeUpdateSettings: {},
  UsernameAttributes: { forcesNew: true },
  UsernameConfiguration: { forcesNew: true },
  UserPoolAddOns: {},
  UserPoolTags: {},
  UserPoolTier: { computed: true },
  VerificationMessageTemplate: {
    computed: true,
    memberDefaults: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
    computedMembers: ["EmailMessage", "EmailMessageByLink", "EmailSubject", "EmailSubjectByLink", "SmsMessage"],
  },
  WebAuthnConfiguration: {},
};

/** What the provider's SDK writes of a block: members that are false or 0 and have no other way to be absent are not sent. */
const written = <T extends object>(block: T | undefined, pointers: readonly string[] = []): T | undefined =>
  block &&
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the block without some of its members, all optional
  (Object.fromEntries(
    Object.entries(block).filter(([name, value]) => pointers.includes(name) || (value !== false && value !== 0)),
  ) as T);

/** What is sent alike when a pool is created and updated. */
const settings = (pool: UserPool) => ({
  AccountRecoverySetting: pool.AccountRecoverySetting,
  AdminCreateUserConfig: written(pool.AdminCreateUserConfig),
  AutoVerifiedAttributes: pool.AutoVerifiedAttributes,
  DeletionProtection: pool.DeletionProtection,
  DeviceConfiguration: written(pool.DeviceConfiguration),
  EmailConfiguration: pool.EmailConfiguration,
  EmailVerificationMessage: pool.EmailVerificationMessage,
  EmailVerificationSubject: pool.EmailVerificationSubject,
  LambdaConfig: pool.LambdaConfig,
  Policies:
    pool.PasswordPolicy === undefined && pool.SignInPolicy === undefined
      ? undefined
      : {
          // A size of the history is always sent.
          PasswordPolicy: written(pool.PasswordPolicy && { PasswordHistorySize: 0, ...pool.PasswordPolicy }, [
            "PasswordHistorySize",
          ]),
          SignInPolicy: pool.SignInPolicy,
        },
  SmsAuthenticationMessage: pool.SmsAuthenticationMessage,
  SmsConfiguration: pool.SmsConfiguration,
  SmsVerificationMessage: pool.SmsVerificationMessage,
  UserAttributeUpdateSettings: pool.UserAttributeUpdateSettings,
  UserPoolAddOns: pool.UserPoolAddOns,
  UserPoolTier: pool.UserPoolTier,
  VerificationMessageTemplate: pool.VerificationMessageTemplate,
});

/** The factors; SMS is among them while MFA is on. */
const factors = (pool: UserPool) => ({
  SoftwareTokenMfaConfiguration: written(pool.SoftwareTokenMfaConfiguration),
  EmailMfaConfiguration: pool.EmailMfaConfiguration,
  SmsMfaConfiguration:
    pool.SmsConfiguration === undefined || pool.MfaConfiguration === "OFF"
      ? undefined
      : { SmsConfiguration: pool.SmsConfiguration, SmsAuthenticationMessage: pool.SmsAuthenticationMessage },
});

const changed = (planned: UserPool, prior: UserPool, ...names: readonly (keyof UserPool)[]): boolean =>
  names.some((name) => JSON.stringify(planned[name]) !== JSON.stringify(prior[name]));

/** Two members name one function, and two one text: what was changed of them fills the other. */
const reconciled = (planned: UserPool, prior: UserPool): UserPool => {
  const { LambdaConfig: lambda, VerificationMessageTemplate: template } = planned;
  const before = prior.LambdaConfig;
  const arn = lambda?.PreTokenGeneration;
  const byConfig = lambda?.PreTokenGenerationConfig?.LambdaArn;
  return {
    ...planned,
    LambdaConfig: lambda && {
      ...lambda,
      ...(arn !== before?.PreTokenGeneration && arn !== undefined
        ? {
            PreTokenGenerationConfig: {
              LambdaVersion: lambda.PreTokenGenerationConfig?.LambdaVersion ?? "V1_0",
              LambdaArn: arn,
            },
          }
        : {}),
      ...(byConfig !== before?.PreTokenGenerationConfig?.LambdaArn && byConfig !== undefined
        ? { PreTokenGeneration: byConfig }
        : {}),
    },
    VerificationMessageTemplate: template && {
      ...template,
      ...(changed(planned, prior, "EmailVerificationMessage")
        ? { EmailMessage: planned.EmailVerificationMessage }
        : {}),
      ...(changed(planned, prior, "EmailVerificationSubject")
        ? { EmailSubject: planned.EmailVerificationSubject }
        : {}),
      ...(changed(planned, prior, "SmsVerificationMessage") ? { SmsMessage: planned.SmsVerificationMessage } : {}),
    },
  };
};

const unlessEmpty = <T extends object>(value: T | undefined): T | undefined =>
  value === undefined || Object.keys(value).length === 0 ? undefined : value;

const isSame = (a: unknown, b: unknown): boolean => {
  const sorted = (value: unknown) =>
    JSON.stringify(Object.entries(value ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(a) === sorted(b);
};

/** What every pool has, known from a pool that was given nothing: attributes that are so are not the configuration's. */
const standardAttributes = async (sdk: CognitoIdentityProviderClient): Promise<readonly SchemaAttributeType[]> => {
  const { UserPool: bare } = await sdk.send(new CreateUserPoolCommand({ PoolName: "bare" }));
  await sdk.send(new DeleteUserPoolCommand({ UserPoolId: bare?.Id }));
  return bare?.SchemaAttributes ?? [];
};

/** What appears in the schema with the first identity provider. */
const IDENTITIES: SchemaAttributeType = {
  Name: "identities",
  AttributeDataType: "String",
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: {},
};

const bareName = ({ Name = "" }: SchemaAttributeType): string => Name.replace(/^dev:/, "").replace(/^custom:/, "");

/** The attributes that were configured, as far as they are not those of every pool. */
const configuredSchema = (
  { SchemaAttributes = [] }: UserPoolType,
  configured: readonly SchemaAttributeType[],
  standard: readonly SchemaAttributeType[],
): SchemaAttributeType[] =>
  SchemaAttributes.filter(
    (attribute) =>
      configured.some((one) => isSame(one, attribute)) ||
      ![...standard, IDENTITIES].some((one) => isSame(one, attribute)),
  ).map((attribute) => {
    // Of a standard attribute constraints that nobody asked for are no difference.
    const asked = configured.find(({ Name }) => Name === attribute.Name);
    const isUnasked = asked !== undefined && asked.StringAttributeConstraints === undefined;
    const StringAttributeConstraints = isUnasked ? undefined : attribute.StringAttributeConstraints;
    return Object.assign({}, attribute, { Name: bareName(attribute), StringAttributeConstraints });
  });

/** Constraints without a bound are configured, so that they are no difference, and not sent. */
const sentSchema = (schema: readonly SchemaAttributeType[] | undefined): SchemaAttributeType[] | undefined =>
  schema?.map((attribute) => ({
    ...attribute,
    StringAttributeConstraints: unlessEmpty(attribute.StringAttributeConstraints),
  }));

const retag = async (sdk: CognitoIdentityProviderClient, planned: UserPool, { Arn, UserPoolTags }: UserPool) => {
  const tags = planned.UserPoolTags ?? {};
  const gone = Object.keys(UserPoolTags ?? {}).filter((key) => tags[key] === undefined);
  if (gone.length > 0) await sdk.send(new UntagResourceCommand({ ResourceArn: Arn, TagKeys: gone }));
  if (Object.keys(tags).length > 0) await sdk.send(new TagResourceCommand({ ResourceArn: Arn, Tags: tags }));
};

const userPool = async (sdk: CognitoIdentityProviderClient): Promise<Resource<UserPool>> => {
  const standard = await standardAttributes(sdk);
  return {
    name: "aws_cognito_user_pool",
    attributes,
    create: async (planned) => {
      const { UserPool: pool } = await sdk.send(
        new CreateUserPoolCommand({
          PoolName: planned.PoolName,
          AliasAttributes: planned.AliasAttributes,
          Schema: sentSchema(planned.Schema),
          UsernameAttributes: planned.UsernameAttributes,
          UsernameConfiguration: planned.UsernameConfiguration,
          UserPoolTags: planned.UserPoolTags,
          ...settings(planned),
        }),
      );
      const UserPoolId = pool?.Id ?? "";
      const { MfaConfiguration, WebAuthnConfiguration } = planned;
      const isOn = MfaConfiguration !== "OFF";
      if (isOn || WebAuthnConfiguration !== undefined) {
        // A pool that has passkeys alone is not told what its MFA is.
        const mfa = isOn ? { MfaConfiguration, ...factors(planned) } : {};
        await sdk.send(new SetUserPoolMfaConfigCommand({ UserPoolId, WebAuthnConfiguration, ...mfa }));
      }
      return UserPoolId;
    },
    read: async (UserPoolId, prior) => {
      const described = await unlessGone(sdk.send(new DescribeUserPoolCommand({ UserPoolId })));
      if (described?.UserPool === undefined) return undefined;
      const pool = described.UserPool;
      const mfa = await sdk.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
      const { AllowAdminCreateUserOnly, InviteMessageTemplate } = pool.AdminCreateUserConfig ?? {};
      const { AttributesRequireVerificationBeforeUpdate: beforeUpdate = [] } = pool.UserAttributeUpdateSettings ?? {};
      const { RelyingPartyId, UserVerification } = mfa.WebAuthnConfiguration ?? {};
      return {
        PoolName: pool.Name,
        Arn: pool.Arn,
        AccountRecoverySetting: pool.AccountRecoverySetting?.RecoveryMechanisms && pool.AccountRecoverySetting,
        AdminCreateUserConfig: {
          AllowAdminCreateUserOnly,
          InviteMessageTemplate: unlessEmpty(InviteMessageTemplate),
        },
        AliasAttributes: pool.AliasAttributes,
        AutoVerifiedAttributes: pool.AutoVerifiedAttributes,
        DeletionProtection: pool.DeletionProtection,
        DeviceConfiguration: pool.DeviceConfiguration,
        EmailConfiguration: pool.EmailConfiguration,
        EmailMfaConfiguration: mfa.EmailMfaConfiguration,
        EmailVerificationMessage: pool.EmailVerificationMessage,
        EmailVerificationSubject: pool.EmailVerificationSubject,
        LambdaConfig: unlessEmpty(pool.LambdaConfig),
        MfaConfiguration: mfa.MfaConfiguration,
        PasswordPolicy: pool.Policies?.PasswordPolicy,
        Schema: configuredSchema(pool, prior?.Schema ?? [], standard),
        SignInPolicy: pool.Policies?.SignInPolicy,
        SmsAuthenticationMessage: pool.SmsAuthenticationMessage,
        SmsConfiguration: pool.SmsConfiguration,
        SmsVerificationMessage: pool.SmsVerificationMessage,
        SoftwareTokenMfaConfiguration: mfa.SoftwareTokenMfaConfiguration,
        UserAttributeUpdateSettings: beforeUpdate.length === 0 ? undefined : pool.UserAttributeUpdateSettings,
        UsernameAttributes: pool.UsernameAttributes,
        UsernameConfiguration: pool.UsernameConfiguration,
        UserPoolAddOns: pool.UserPoolAddOns,
        UserPoolTags: unlessEmpty(pool.UserPoolTags),
        UserPoolTier: pool.UserPoolTier,
        VerificationMessageTemplate: pool.VerificationMessageTemplate,
        WebAuthnConfiguration: mfa.WebAuthnConfiguration && { RelyingPartyId, UserVerification },
      };
    },
    update: async (UserPoolId, planned, prior) => {
      await retag(sdk, planned, prior);
      const mfa = [
        "MfaConfiguration",
        "SmsAuthenticationMessage",
        "SmsConfiguration",
        "SoftwareTokenMfaConfiguration",
        "EmailMfaConfiguration",
        "WebAuthnConfiguration",
      ] as const;
      const { MfaConfiguration, WebAuthnConfiguration } = planned;
      if (changed(planned, prior, ...mfa)) {
        await sdk.send(
          new SetUserPoolMfaConfigCommand({
            UserPoolId,
            MfaConfiguration,
            WebAuthnConfiguration,
            ...factors(planned),
          }),
        );
      }
      const { UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: [] }, ...rest } = settings(
        reconciled(planned, prior),
      );
      // Nothing that is to be verified before it is changed is told by an empty list.
      const told = changed(planned, prior, "UserAttributeUpdateSettings") || planned.UserAttributeUpdateSettings;
      await sdk.send(
        new UpdateUserPoolCommand({
          UserPoolId,
          PoolName: planned.PoolName,
          UserPoolTags: planned.UserPoolTags,
          MfaConfiguration,
          ...rest,
          UserAttributeUpdateSettings: told ? UserAttributeUpdateSettings : undefined,
        }),
      );
    },
    remove: async (UserPoolId) => {
      await unlessGone(sdk.send(new DeleteUserPoolCommand({ UserPoolId })));
    },
  };
};

const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "poolhouse" };
const app = { SoftwareTokenMfaConfiguration: { Enabled: true } };

const schema: SchemaAttributeType[] = [
  {
    Name: "email",
    AttributeDataType: "String",
    DeveloperOnlyAttribute: false,
    Mutable: false,
    Required: true,
    StringAttributeConstraints: { MinLength: "5", MaxLength: "10" },
  },
  { Name: "mybool", AttributeDataType: "Boolean", DeveloperOnlyAttribute: true, Mutable: false, Required: false },
  {
    Name: "mystring",
    AttributeDataType: "String",
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    StringAttributeConstraints: { MaxLength: "20" },
  },
  {
    Name: "unbound",
    AttributeDataType: "String",
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    StringAttributeConstraints: {},
  },
  {
    Name: "mynumber",
    AttributeDataType: "Number",
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: "2", MaxValue: "6" },
  },
  { Name: "mydate", AttributeDataType: "DateTime", DeveloperOnlyAttribute: false, Mutable: true, Required: false },
];

const functionsOf = (world: World, name: string) => {
  const arn = world.functions.set(name, (event) => event);
  return {
    PreSignUp: arn,
    CustomMessage: arn,
    PostConfirmation: arn,
    PreAuthentication: arn,
    PostAuthentication: arn,
    DefineAuthChallenge: arn,
    CreateAuthChallenge: arn,
    VerifyAuthChallengeResponse: arn,
    UserMigration: arn,
    PreTokenGeneration: arn,
  };
};

const fullPool = (world: World, name: string, days: number): UserPool => ({
  PoolName: `pool of ${name}`,
  AccountRecoverySetting: {
    RecoveryMechanisms: [
      { Priority: 2, Name: "verified_phone_number" },
      { Priority: 1, Name: "verified_email" },
    ],
  },
  AdminCreateUserConfig: {
    AllowAdminCreateUserOnly: true,
    InviteMessageTemplate: {
      EmailMessage: `Hello {username}, ${name} gave you {####}`,
      EmailSubject: `From ${name}`,
      SMSMessage: `{username}: {####} of ${name}`,
    },
  },
  AliasAttributes: ["preferred_username", "email"],
  AutoVerifiedAttributes: ["phone_number", "email"],
  DeletionProtection: "INACTIVE",
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
  EmailConfiguration: {
    EmailSendingAccount: "DEVELOPER",
    SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.com",
    From: `${name} <pool@example.com>`,
    ReplyToEmailAddress: "reply@example.com",
    ConfigurationSet: name,
  },
  EmailMfaConfiguration: { Message: `{####} of ${name}`, Subject: `Code of ${name}` },
  LambdaConfig: functionsOf(world, name),
  MfaConfiguration: "OPTIONAL",
  PasswordPolicy: {
    MinimumLength: days,
    PasswordHistorySize: days,
    RequireLowercase: true,
    RequireNumbers: false,
    RequireSymbols: true,
    RequireUppercase: false,
    TemporaryPasswordValidityDays: days,
  },
  Schema: schema,
  SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
  SmsAuthenticationMessage: `{####} lets you in, says ${name}`,
  SmsConfiguration: { ...SmsConfiguration, SnsRegion: "us-east-1" },
  ...app,
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
  UsernameConfiguration: { CaseSensitive: false },
  UserPoolAddOns: {
    AdvancedSecurityMode: "AUDIT",
    AdvancedSecurityAdditionalFlows: { CustomAuthMode: "ENFORCED" },
  },
  UserPoolTags: { team: name, [`only-${name}`]: "yes" },
  UserPoolTier: "PLUS",
  VerificationMessageTemplate: {
    DefaultEmailOption: "CONFIRM_WITH_LINK",
    EmailMessage: `{####} is the code of ${name}`,
    EmailMessageByLink: `{##Click##} for ${name}`,
    EmailSubject: `Verify for ${name}`,
    EmailSubjectByLink: `Click for ${name}`,
    SmsMessage: `{####} for ${name}`,
  },
  WebAuthnConfiguration: { RelyingPartyId: `${name}.example.com`, UserVerification: "required" },
});

/** A pool that is configured so. */
const named = (configured: Omit<UserPool, "PoolName">): UserPool => ({ PoolName: "pool", ...configured });

test("aws_cognito_user_pool reads back what it writes, and every attribute that is taken away", async () => {
  await using scene = await startScene({ populated: false });
  const { world, sdk } = scene;
  const resource = await userPool(sdk);
  await play(resource, {
    minimal: { PoolName: "pool" },
    full: fullPool(world, "ada", 9),
    others: [fullPool(world, "eve", 14)],
    together: {
      AutoVerifiedAttributes: ["UserAttributeUpdateSettings"],
      MfaConfiguration: ["SoftwareTokenMfaConfiguration", "EmailMfaConfiguration"],
    },
  });
});

test("aws_cognito_user_pool has the defaults that the provider's own tests expect of a bare pool", async () => {
  await using scene = await startScene({ populated: false });
  const resource = await userPool(scene.sdk);
  const { state } = await apply(resource, { PoolName: "pool" });
  const { Arn, AccountRecoverySetting, ...rest } = JSON.parse(JSON.stringify(state));
  assert.match(String(Arn), /^arn:aws:cognito-idp:us-east-1:\d+:userpool\/us-east-1_\w{9}$/u);
  assert.ok(AccountRecoverySetting !== undefined);
  assert.deepEqual(rest, {
    PoolName: "pool",
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    DeletionProtection: "INACTIVE",
    EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" },
    MfaConfiguration: "OFF",
    PasswordPolicy: {
      MinimumLength: 8,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      RequireUppercase: true,
      TemporaryPasswordValidityDays: 7,
    },
    Schema: [],
    SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
    UserPoolTier: "ESSENTIALS",
    VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
  });
});

/** A configuration beside its name. */
type Settings = Omit<UserPool, "PoolName">;

const sms: Settings = { MfaConfiguration: "ON", SmsConfiguration };

/** Configurations that the provider's own tests walk through, each beside the name. */
const walks: Readonly<Record<string, readonly Settings[]>> = {
  "SMS as a factor, off, and on again": [sms, { MfaConfiguration: "OFF" }, sms],
  "SMS and an authenticator app that is off, on, and gone": [
    { ...sms, SoftwareTokenMfaConfiguration: { Enabled: false } },
    { ...sms, ...app },
    { MfaConfiguration: "OFF" },
  ],
  "from SMS to an authenticator app": [sms, { MfaConfiguration: "ON", ...app }],
  "from an authenticator app to SMS": [{ MfaConfiguration: "ON", ...app }, sms],
  "an authenticator app, off, and on again": [
    { MfaConfiguration: "ON", ...app },
    { MfaConfiguration: "OFF" },
    { MfaConfiguration: "OPTIONAL", ...app },
  ],
  "e-mail as a factor, without and with texts": [
    { MfaConfiguration: "ON", EmailMfaConfiguration: {} },
    { MfaConfiguration: "ON", EmailMfaConfiguration: { Message: "{####} one", Subject: "one" } },
    { MfaConfiguration: "OFF" },
  ],
  "passkeys without a second factor, others, and none": [
    { WebAuthnConfiguration: { RelyingPartyId: "one.example.com", UserVerification: "required" } },
    { WebAuthnConfiguration: { UserVerification: "preferred" } },
    {},
  ],
  "text messages without a second factor": [
    { SmsConfiguration },
    {},
    { SmsConfiguration: { ...SmsConfiguration, ExternalId: "other" } },
  ],
  "texts by their older names": [
    {
      EmailVerificationMessage: "{####} one",
      EmailVerificationSubject: "one",
      SmsVerificationMessage: "{####} one",
    },
    {
      EmailVerificationMessage: "{####} two",
      EmailVerificationSubject: "two",
      SmsVerificationMessage: "{####} two",
    },
    { SmsAuthenticationMessage: "{####} three" },
    {},
  ],
  "threat protection, off and away": [
    { UserPoolAddOns: { AdvancedSecurityMode: "OFF" }, UserPoolTier: "PLUS" },
    { UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" }, UserPoolTier: "PLUS" },
    {},
  ],
  tiers: [{ UserPoolTier: "LITE" }, { UserPoolTier: "PLUS" }, {}],
  "first factors": [
    { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN", "EMAIL_OTP"] } },
    { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } },
  ],
  "who may sign up": [
    { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
    { AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } },
    {},
  ],
  "a history of passwords, and none": [
    { PasswordPolicy: { MinimumLength: 6, PasswordHistorySize: 24 } },
    { PasswordPolicy: { MinimumLength: 6, PasswordHistorySize: 0 } },
  ],
  "a sender of e-mail that is the default": [{ EmailConfiguration: {} }, {}],
  "remembered devices": [
    { DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: true } },
    { DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false } },
    {},
  ],
  "who recovers an account": [
    { AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: "admin_only" }] } },
    { AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: "verified_phone_number" }] } },
    {},
  ],
};

for (const [name, configurations] of Object.entries(walks)) {
  test(`aws_cognito_user_pool reads back ${name}`, async () => {
    await using scene = await startScene({ populated: false });
    const resource = await userPool(scene.sdk);
    for (let life = 0; life < 2; life += 1) {
      let applied: Applied<UserPool> | undefined;
      for (const configured of configurations) applied = await apply(resource, named(configured), applied);
      if (applied !== undefined) await resource.remove?.(applied.id, applied.state);
    }
  });
}

test("aws_cognito_user_pool keeps SMS settings that are no longer configured, as the provider's own tests expect", async () => {
  await using scene = await startScene({ populated: false });
  const resource = await userPool(scene.sdk);
  const on = await apply(resource, named(sms));
  const off = await apply(resource, named({ MfaConfiguration: "OFF" }), on);
  assert.deepEqual(off.state.SmsConfiguration, SmsConfiguration);
  assert.equal(off.state.MfaConfiguration, "OFF");
  assert.equal(off.state.SoftwareTokenMfaConfiguration, undefined);
});

test("aws_cognito_user_pool reads back functions: senders, tokens, and none", async () => {
  await using scene = await startScene({ populated: false });
  const { world, sdk } = scene;
  const resource = await userPool(sdk);
  const KMSKeyID = KEY_ARN;
  const [one, two] = ["one", "two"].map((name) => world.functions.set(name, (event) => event));
  const sender = (LambdaArn = one) => ({ LambdaArn, LambdaVersion: "V1_0" as const });
  const walk: readonly UserPool["LambdaConfig"][] = [
    functionsOf(world, "one"),
    functionsOf(world, "two"),
    { KMSKeyID, CustomEmailSender: sender(), CustomSMSSender: sender() },
    { KMSKeyID, CustomEmailSender: sender(two) },
    { KMSKeyID, PreTokenGenerationConfig: { LambdaArn: one, LambdaVersion: "V2_0" } },
    { PreTokenGenerationConfig: { LambdaArn: two, LambdaVersion: "V2_0" } },
    { PreTokenGeneration: one },
    { InboundFederation: sender() },
    undefined,
  ];
  for (let life = 0; life < 2; life += 1) {
    let applied: Applied<UserPool> | undefined;
    for (const LambdaConfig of walk) applied = await apply(resource, { PoolName: "pool", LambdaConfig }, applied);
    assert.equal(applied?.state.LambdaConfig, undefined);
  }
});

test("aws_cognito_user_pool reads back who signs in by an address, and by none", async () => {
  await using scene = await startScene({ populated: false });
  await play(await userPool(scene.sdk), {
    minimal: { PoolName: "pool" },
    full: {
      PoolName: "pool",
      UsernameAttributes: ["phone_number", "email"],
      UsernameConfiguration: { CaseSensitive: true },
      AutoVerifiedAttributes: ["email"],
    },
  });
});

test("aws_cognito_user_pool finds no difference in attributes that are added, or come with a provider", async () => {
  await using scene = await startScene({ populated: false });
  const { sdk } = scene;
  const resource = await userPool(sdk);
  const nickname: SchemaAttributeType = {
    Name: "nickname",
    AttributeDataType: "String",
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: true,
  };
  const first = await apply(resource, { PoolName: "pool", Schema: [nickname] });
  const UserPoolId = first.id;
  const added = sentSchema(schema.slice(1));
  await sdk.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: added }));
  await sdk.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: "Google",
      ProviderType: "Google",
      ProviderDetails: { client_id: "id", client_secret: "secret", authorize_scopes: "openid" },
    }),
  );
  const configured: UserPool = { PoolName: "pool", Schema: [nickname, ...schema.slice(1)] };
  const state = await resource.read(UserPoolId, configured);
  assert.ok(state !== undefined);
  assert.deepEqual(differences(resource, plan(resource, configured, state), state), []);
});

test("aws_cognito_user_pool is not removed while it is protected", async () => {
  await using scene = await startScene({ populated: false });
  const resource = await userPool(scene.sdk);
  const kept = await apply(resource, named({ DeletionProtection: "ACTIVE" }));
  await assert.rejects(async () => resource.remove?.(kept.id, kept.state), { name: "InvalidParameterException" });
  const free = await apply(resource, named({}), kept);
  await resource.remove?.(free.id, free.state);
  assert.equal(await resource.read(free.id, free.state), undefined);
});
