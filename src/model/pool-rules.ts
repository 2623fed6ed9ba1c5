/**
 * What the settings of a pool must agree on among themselves.
 * Not checked, because nothing here depends on it: permissions of roles on SNS and SES, identities and regions of SES,
 * and the region of SNS.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 */
import { requireAcrRules } from "./acr-levels.ts";
import { isMailbox } from "./contact-format.ts";
import type { PoolInput } from "./pool-defaults.ts";
import { requireTags } from "./pool-tags.ts";
import { requireTierFeatures } from "./pool-tier.ts";
import { requireTriggerRules } from "./pool-triggers.ts";
import type { Pool, PoolSettings } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

/** What can be seen only before defaults are filled in. @throws InvalidParameterException */
export const requirePoolInput = (input: PoolInput): void => {
  const days = input.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays;
  if (days !== undefined && input.AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined) {
    throw invalidParameter(
      "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    );
  }
};

const requireSignInRules = ({ Policies, AliasAttributes, UsernameAttributes }: PoolSettings): void => {
  if (Policies?.SignInPolicy?.AllowedFirstAuthFactors?.includes("PASSWORD") === false) {
    throw invalidParameter("Password should be configured as one of the allowed first auth factors.");
  }
  if (AliasAttributes !== undefined && UsernameAttributes !== undefined) {
    throw invalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a User pool.");
  }
};

const requireRecoveryRules = ({ AccountRecoverySetting }: PoolSettings): void => {
  const mechanisms = AccountRecoverySetting?.RecoveryMechanisms ?? [];
  const names = new Set(mechanisms.map(({ Name }) => Name));
  const priorities = new Set(mechanisms.map(({ Priority }) => Priority));
  if (names.size < mechanisms.length || priorities.size < mechanisms.length) {
    throw invalidParameter("Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.");
  }
  if (names.has("admin_only") && names.size > 1) {
    throw invalidParameter(
      "Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
    );
  }
};

const requireVerificationRules = (settings: PoolSettings): void => {
  const verified = settings.AutoVerifiedAttributes ?? [];
  if (verified.includes("phone_number") && settings.SmsConfiguration === undefined) {
    throw invalidParameter("SMS configuration is required when phone_number is selected for auto verification");
  }
  const beforeUpdate = settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (beforeUpdate.some((attribute) => !verified.includes(attribute))) {
    throw invalidParameter(
      "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
    );
  }
};

/** Assumed: a pool whose factor is not SMS keeps MFA through updates that have no SMS settings. */
const requireMfaRules = ({ MfaConfiguration, SmsConfiguration, mfa }: PoolSettings): void => {
  if (MfaConfiguration === "OFF" || SmsConfiguration !== undefined) return;
  if (mfa?.softwareToken === true || mfa?.email !== undefined) return;
  throw invalidParameter(
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
  );
};

const requireEmailRules = ({ EmailConfiguration: email }: PoolSettings): void => {
  if (email?.EmailSendingAccount === "DEVELOPER" && email.SourceArn === undefined) {
    throw invalidParameter("Source ARN is required to use DEVELOPER email sending owner");
  }
  if (email?.From !== undefined && !isMailbox(email.From)) {
    throw invalidParameter("Provided From email address is invalid");
  }
};

/** @throws InvalidParameterException, FeatureUnavailableInTierException */
export const requirePoolRules = (settings: PoolSettings, region: string): void => {
  requireSignInRules(settings);
  requireRecoveryRules(settings);
  requireVerificationRules(settings);
  requireMfaRules(settings);
  requireEmailRules(settings);
  requireTriggerRules(settings.LambdaConfig ?? {}, region);
  requireAcrRules(settings);
  requireTags(settings.UserPoolTags);
  requireTierFeatures(settings);
};

/** @throws InvalidParameterException */
export const requireDeletable = ({ settings }: Pool): void => {
  if (settings.DeletionProtection === "ACTIVE") {
    throw invalidParameter(
      "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
    );
  }
  if (settings.Domain !== undefined || settings.CustomDomain !== undefined) {
    throw invalidParameter("User pool cannot be deleted. It has a domain configured that should be deleted first.");
  }
};
