/**
 * What the tier of a pool includes.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import { namesAcrLevels } from "./acr-levels.ts";
import type { ClientSettings } from "./client.ts";
import { hasThreatProtection } from "./pool-defaults.ts";
import type { PoolSettings } from "./pool.ts";

type Tier = NonNullable<PoolSettings["UserPoolTier"]>;

interface Feature {
  readonly name: string;
  readonly tiers: readonly Tier[];
  readonly isUsed: (settings: PoolSettings) => boolean;
}

const FROM_ESSENTIALS: readonly Tier[] = ["ESSENTIALS", "PLUS"];

/** Assumed: the name. */
export const SESSION_TRACKING = "Session Tracking";

/** Assumed: the name. */
export const CHOICE_BASED_SIGN_IN = "Choice-Based Sign-In";
/** Assumed: the name. */
export const PASSKEYS = "Passkeys";
export const MANAGED_LOGIN = "Managed Login Version 2";

const LOG_STREAMING = "Log Streaming";

const streamsLogs = ({ logDelivery }: PoolSettings): boolean =>
  (logDelivery ?? []).some(({ EventSource }) => EventSource === "userAuthEvents");

/**
 * What settings use. Passkeys are in use where they are a first factor: the domain that they are bound to can be changed
 * but not taken away. Assumed: the names from the fifth on; of the third only the beginning is known.
 */
const FEATURES: readonly Feature[] = [
  { name: "Threat Protection", tiers: ["PLUS"], isUsed: hasThreatProtection },
  { name: LOG_STREAMING, tiers: ["PLUS"], isUsed: streamsLogs },
  {
    name: "Token Customization with Pre-Token Generation Lambda",
    tiers: FROM_ESSENTIALS,
    isUsed: ({ LambdaConfig }) => (LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? "V1_0") !== "V1_0",
  },
  {
    name: "Passwordless Sign-In",
    tiers: FROM_ESSENTIALS,
    isUsed: ({ Policies }) =>
      (Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? []).some((factor) => factor !== "PASSWORD"),
  },
  {
    name: "Password History",
    tiers: FROM_ESSENTIALS,
    isUsed: ({ Policies }) => (Policies?.PasswordPolicy?.PasswordHistorySize ?? 0) > 0,
  },
  { name: "Email MFA", tiers: FROM_ESSENTIALS, isUsed: ({ mfa }) => mfa?.email !== undefined },
  { name: SESSION_TRACKING, tiers: FROM_ESSENTIALS, isUsed: ({ sessions }) => sessions?.tracked === true },
  {
    name: "Dynamic Client Registration",
    tiers: FROM_ESSENTIALS,
    isUsed: ({ DcrConfiguration }) => DcrConfiguration?.EnableStatus === "Enabled",
  },
  { name: "Custom ACR Levels", tiers: FROM_ESSENTIALS, isUsed: namesAcrLevels },
];

/** The tier of a pool; pools have Essentials unless they say otherwise. */
const tierOf = (settings: PoolSettings): Tier => settings.UserPoolTier ?? "ESSENTIALS";

const featureUnavailable = (settings: PoolSettings, feature: string) =>
  new ApiException(
    "FeatureUnavailableInTierException",
    `The following feature is not available for the ${tierOf(settings)} pricing tier configured: ${feature}`,
  );

/** None of the features may be in use. @throws FeatureUnavailableInTierException */
export const requireUnused = (settings: PoolSettings, used: readonly string[]): void => {
  if (used.length === 0) return;
  throw new ApiException(
    "FeatureUnavailableInTierException",
    `The following features need to be disabled for the ${tierOf(settings)} pricing tier configured: ${used.join(", ")}`,
  );
};

/** Every feature in use must be part of the tier. @throws FeatureUnavailableInTierException */
export const requireTierFeatures = (settings: PoolSettings): void => {
  const tier = tierOf(settings);
  const missing = FEATURES.filter(({ tiers, isUsed }) => !tiers.includes(tier) && isUsed(settings));
  requireUnused(
    settings,
    missing.map(({ name }) => name),
  );
};

/** Whether a pool goes down to where there is neither what clients use of Essentials nor managed login. */
export const leavesEssentials = (before: PoolSettings, after: PoolSettings): boolean =>
  FROM_ESSENTIALS.includes(tierOf(before)) && !FROM_ESSENTIALS.includes(tierOf(after));

/** What of Essentials a client uses. */
export const clientFeatures = ({ ExplicitAuthFlows, ssoValidityMinutes }: ClientSettings): readonly string[] => [
  ...(ExplicitAuthFlows?.includes("ALLOW_USER_AUTH") === true ? [CHOICE_BASED_SIGN_IN] : []),
  ...(ssoValidityMinutes === undefined ? [] : [SESSION_TRACKING]),
];

/** What users did goes to logs in the highest tier alone. @throws FeatureUnavailableInTierException */
export const requireLogStreaming = (settings: PoolSettings): void => {
  if (tierOf(settings) === "PLUS" || !streamsLogs(settings)) return;
  throw featureUnavailable(settings, LOG_STREAMING);
};

/** A feature that the request asks for by itself. @throws FeatureUnavailableInTierException */
export const requireFromEssentials = (settings: PoolSettings, feature: string): void => {
  if (FROM_ESSENTIALS.includes(tierOf(settings))) return;
  throw featureUnavailable(settings, feature);
};

/**
 * What managed login alone shows. Assumed: the exception, since the operations declare none about tiers, and the words.
 * @throws OperationNotEnabledException
 */
export const requireManagedLogin = (settings: PoolSettings): void => {
  if (FROM_ESSENTIALS.includes(tierOf(settings))) return;
  throw new ApiException(
    "OperationNotEnabledException",
    `The following feature is not available for the ${tierOf(settings)} pricing tier configured: Managed Login`,
  );
};
