/**
 * The settings of a pool as a request leaves them: what is said, and the defaults of what is not.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
import type { CreateUserPool, UpdateUserPool } from "../contracts/index.ts";
import type { InputOf } from "../contracts/vocabulary.ts";
import { effectiveAcrLevels } from "./acr-levels.ts";
import { createSchema } from "./attribute-schema.ts";
import { keptTags } from "./pool-tags.ts";
import type { PoolSettings } from "./pool.ts";

/** What CreateUserPool and UpdateUserPool have in common. */
export type PoolInput = Omit<InputOf<typeof UpdateUserPool>, "UserPoolId" | "PoolName">;

const DEFAULT_MINIMUM_LENGTH = 8;
const DEFAULT_TEMPORARY_VALIDITY_DAYS = 7;

/** An empty list says as much as none. */
const unlessEmpty = <T>(values: readonly T[] | undefined): readonly T[] | undefined =>
  values === undefined || values.length === 0 ? undefined : [...new Set(values)];

/** Zero days mean the default. The legacy twin of the member speaks where it is silent. */
const temporaryValidityDays = (input: PoolInput): number =>
  (input.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ??
    input.AdminCreateUserConfig?.UnusedAccountValidityDays ??
    0) ||
  DEFAULT_TEMPORARY_VALIDITY_DAYS;

/** Without a policy all is required; in a policy that is given, only what it says. */
const policies = (input: PoolInput): PoolSettings["Policies"] => {
  const policy = input.Policies?.PasswordPolicy;
  const unsaid = policy === undefined;
  return {
    PasswordPolicy: {
      MinimumLength: policy?.MinimumLength ?? DEFAULT_MINIMUM_LENGTH,
      RequireUppercase: policy?.RequireUppercase ?? unsaid,
      RequireLowercase: policy?.RequireLowercase ?? unsaid,
      RequireNumbers: policy?.RequireNumbers ?? unsaid,
      RequireSymbols: policy?.RequireSymbols ?? unsaid,
      PasswordHistorySize: policy?.PasswordHistorySize,
      TemporaryPasswordValidityDays: temporaryValidityDays(input),
    },
    SignInPolicy: { AllowedFirstAuthFactors: input.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ["PASSWORD"] },
  };
};

/** The template and the three members that came before it echo each other; the template has the last word. */
const verificationTexts = (input: PoolInput) => {
  const template = input.VerificationMessageTemplate;
  const sms = template?.SmsMessage ?? input.SmsVerificationMessage;
  const message = template?.EmailMessage ?? input.EmailVerificationMessage;
  const subject = template?.EmailSubject ?? input.EmailVerificationSubject;
  return {
    SmsVerificationMessage: sms,
    EmailVerificationMessage: message,
    EmailVerificationSubject: subject,
    VerificationMessageTemplate: {
      ...template,
      SmsMessage: sms,
      EmailMessage: message,
      EmailSubject: subject,
      DefaultEmailOption: template?.DefaultEmailOption ?? "CONFIRM_WITH_CODE",
    },
  } satisfies Partial<PoolSettings>;
};

/** Of the two ways to name the function that customizes tokens, either one fills the other. */
const triggers = (config: PoolInput["LambdaConfig"]): PoolSettings["LambdaConfig"] => {
  const arn = config?.PreTokenGeneration ?? config?.PreTokenGenerationConfig?.LambdaArn;
  if (config === undefined || arn === undefined) return config ?? {};
  return {
    ...config,
    PreTokenGeneration: arn,
    PreTokenGenerationConfig: config.PreTokenGenerationConfig ?? { LambdaVersion: "V1_0", LambdaArn: arn },
  };
};

/** Clients may register themselves once that is configured, unless it says otherwise; openly only where it says so. */
const clientRegistration = (dcr: PoolInput["DcrConfiguration"]): PoolSettings["DcrConfiguration"] =>
  dcr === undefined
    ? undefined
    : { ...dcr, EnableStatus: dcr.EnableStatus ?? "Enabled", OpenDcrEnabled: dcr.OpenDcrEnabled ?? false };

/** Everything that UpdateUserPool resets. */
const configurable = (input: PoolInput) =>
  ({
    Policies: policies(input),
    DeletionProtection: input.DeletionProtection ?? "INACTIVE",
    LambdaConfig: triggers(input.LambdaConfig),
    AutoVerifiedAttributes: unlessEmpty(input.AutoVerifiedAttributes),
    ...verificationTexts(input),
    SmsAuthenticationMessage: input.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: input.UserAttributeUpdateSettings,
    MfaConfiguration: input.MfaConfiguration ?? "OFF",
    DeviceConfiguration: input.DeviceConfiguration,
    EmailConfiguration: {
      ...input.EmailConfiguration,
      EmailSendingAccount: input.EmailConfiguration?.EmailSendingAccount ?? "COGNITO_DEFAULT",
    },
    SmsConfiguration: input.SmsConfiguration,
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: input.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
      UnusedAccountValidityDays: temporaryValidityDays(input),
      InviteMessageTemplate: input.AdminCreateUserConfig?.InviteMessageTemplate,
    },
    UserPoolAddOns: input.UserPoolAddOns,
    AccountRecoverySetting: input.AccountRecoverySetting ?? {
      RecoveryMechanisms: [
        { Priority: 1, Name: "verified_email" },
        { Priority: 2, Name: "verified_phone_number" },
      ],
    },
    KeyConfiguration: input.KeyConfiguration,
    IssuerConfiguration: input.IssuerConfiguration,
    DcrConfiguration: clientRegistration(input.DcrConfiguration),
    AcrConfiguration: effectiveAcrLevels(input.AcrConfiguration),
  }) satisfies PoolSettings;

/** Whether the settings ask for threat protection. */
export const hasThreatProtection = (settings: Pick<PoolSettings, "UserPoolAddOns">): boolean =>
  (settings.UserPoolAddOns?.AdvancedSecurityMode ?? "OFF") !== "OFF";

/** The settings of a new pool. @throws InvalidParameterException where the schema makes no sense */
export const newPoolSettings = (input: InputOf<typeof CreateUserPool>): PoolSettings => ({
  ...configurable(input),
  SchemaAttributes: createSchema(input.Schema),
  AliasAttributes: unlessEmpty(input.AliasAttributes),
  UsernameAttributes: unlessEmpty(input.UsernameAttributes),
  UsernameConfiguration: input.UsernameConfiguration,
  UserPoolTags: input.UserPoolTags ?? {},
  UserPoolTier: input.UserPoolTier ?? (hasThreatProtection(input) ? "PLUS" : "ESSENTIALS"),
});

/**
 * The settings after UpdateUserPool: what it does not name goes back to its default, what it cannot name stays.
 * Assumed: of the MFA settings only `MfaConfiguration` and the SMS members are its own; authenticator apps, e-mail codes
 * and passkeys stay as SetUserPoolMfaConfig left them, and serve again when MFA is switched on again.
 */
export const updatedPoolSettings = (current: PoolSettings, input: PoolInput): PoolSettings => ({
  ...configurable(input),
  SchemaAttributes: current.SchemaAttributes,
  AliasAttributes: current.AliasAttributes,
  UsernameAttributes: current.UsernameAttributes,
  UsernameConfiguration: current.UsernameConfiguration,
  UserPoolTags: input.UserPoolTags ?? keptTags(current.UserPoolTags),
  UserPoolTier: input.UserPoolTier ?? "ESSENTIALS",
  Domain: current.Domain,
  CustomDomain: current.CustomDomain,
  mfa: current.mfa,
  sessions: current.sessions,
  risk: current.risk,
  logDelivery: current.logDelivery,
});
