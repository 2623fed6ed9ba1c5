/**
 * What the tier of a pool includes.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import { namesAcrLevels } from "./acr-levels.ts";
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

const LOG_STREAMING = "Log Streaming";

const streamsLogs = ({ logDelivery }: PoolSettings): boolean =>
  (logDelivery ?? []).some(({ EventSource }) => EventSource === "userAuthEvents");

/** Assumed: the names of the last seven; of the third only the beginning is known. */
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
  { name: "Passkeys", tiers: FROM_ESSENTIALS, isUsed: ({ mfa }) => mfa?.webAuthn !== undefined },
];

/** The tier of a pool; pools have Essentials unless they say otherwise. */
const tierOf = (settings: PoolSettings): Tier => settings.UserPoolTier ?? "ESSENTIALS";

const featureUnavailable = (settings: PoolSettings, feature: string) =>
  new ApiException(
    "FeatureUnavailableInTierException",
    `The following feature is not available for the ${tierOf(settings)} pricing tier configured: ${feature}`,
  );

/** Every feature in use must be part of the tier. @throws FeatureUnavailableInTierException */
export const requireTierFeatures = (settings: PoolSettings): void => {
  const tier = tierOf(settings);
  const missing = FEATURES.filter(({ tiers, isUsed }) => !tiers.includes(tier) && isUsed(settings));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  throw new ApiException(
    "FeatureUnavailableInTierException",
    `The following features need to be disabled for the ${tier} pricing tier configured: ${names}`,
  );
};

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
