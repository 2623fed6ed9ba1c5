/**
 * What the settings of an app client must agree on, among themselves and with their pool.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
import { schemaOf } from "./attribute-schema.ts";
import { CLIENT_TOKEN_FLOW, isAllowFlow, rotatesRefreshTokens } from "./auth-flows.ts";
import type { Secret } from "../contracts/secret.ts";
import { tokenLifetimesMs } from "./claims.ts";
import type { ClientSettings } from "./client.ts";
import { requireOAuthRules, type Existing } from "./client-oauth-rules.ts";
import { CHOICE_BASED_SIGN_IN, requireFromEssentials } from "./pool-tier.ts";
import { PASSWORD_SCHEME_TAG, passwordSchemeOf, type Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";
import { TOKEN_LIFETIME_MAX_MS } from "./signing-key-times.ts";

const requireFlowRules = (pool: Pool, settings: ClientSettings): void => {
  const flows = settings.ExplicitAuthFlows ?? [];
  if (flows.some(isAllowFlow) && !flows.every(isAllowFlow)) {
    throw invalidParameter("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.");
  }
  if (rotatesRefreshTokens(settings) && flows.includes("ALLOW_REFRESH_TOKEN_AUTH")) {
    // Assumed: the wording.
    throw invalidParameter("ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.");
  }
  if (passwordSchemeOf(pool) === "argon2id" && flows.includes("ALLOW_USER_SRP_AUTH")) {
    throw invalidParameter(
      `ALLOW_USER_SRP_AUTH cannot be used in a user pool with the tag ${PASSWORD_SCHEME_TAG}=argon2id, which keeps no SRP verifiers.`,
    );
  }
  if (flows.includes("ALLOW_USER_AUTH")) requireFromEssentials(pool.settings, CHOICE_BASED_SIGN_IN);
};

const MINUTE_MS = 60_000;
const TOKEN_LIFETIMES_MS = { min: 5 * MINUTE_MS, max: TOKEN_LIFETIME_MAX_MS };
const REFRESH_LIFETIMES_MS = { min: 60 * MINUTE_MS, max: 3_650 * 24 * 60 * MINUTE_MS };

const isWithin = (ms: number, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  ms >= min && ms <= max;

/** Access and ID tokens live five minutes to a day, refresh tokens an hour to ten years and never shorter than the others. */
const requireValidities = (settings: ClientSettings): void => {
  const { access, id, refresh } = tokenLifetimesMs({ settings });
  const isRight =
    isWithin(access, TOKEN_LIFETIMES_MS) &&
    isWithin(id, TOKEN_LIFETIMES_MS) &&
    isWithin(refresh, REFRESH_LIFETIMES_MS) &&
    Math.max(access, id) <= refresh;
  if (!isRight) throw invalidParameter("Invalid range for token validity.");
};

/** What no client may write, whatever the schema says: the service keeps it. */
const UNWRITABLE = new Set(["sub", "email_verified", "phone_number_verified"]);

const requireAttributes = (pool: Pool, { ReadAttributes, WriteAttributes }: ClientSettings): void => {
  // Assumed: attributes that only developers may touch are nothing to a client.
  const known = new Set(
    schemaOf(pool)
      .filter((attribute) => attribute.DeveloperOnlyAttribute !== true)
      .map((attribute) => attribute.Name),
  );
  if ((ReadAttributes ?? []).some((name) => !known.has(name))) {
    throw invalidParameter("Invalid read attributes specified while creating a client");
  }
  if ((WriteAttributes ?? []).some((name) => !known.has(name) || UNWRITABLE.has(name))) {
    throw invalidParameter("Invalid write attributes specified while creating a client");
  }
};

const requireAnalytics = ({ AnalyticsConfiguration: analytics }: ClientSettings): void => {
  if (analytics === undefined) return;
  const { ApplicationArn: arn, ApplicationId: id, RoleArn: role, ExternalId: external } = analytics;
  const parts = [id, role, external];
  const isRight =
    arn === undefined ? parts.every((part) => part !== undefined) : parts.every((part) => part === undefined);
  if (!isRight) {
    throw invalidParameter(
      "Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid",
    );
  }
};

/** An application that signs in by itself needs a secret, and signs no users in. Assumed: the words. */
const requireClientTokenRules = ({ ExplicitAuthFlows: flows = [] }: ClientSettings, hasSecret: boolean): void => {
  if (!flows.includes(CLIENT_TOKEN_FLOW)) return;
  if (flows.length > 1) throw invalidParameter(`${CLIENT_TOKEN_FLOW} cannot be used with other auth flows.`);
  if (!hasSecret) throw invalidParameter(`Client Secret is required to set ${CLIENT_TOKEN_FLOW}`);
};

/**
 * `existing` is what there is of what the settings name.
 * @throws InvalidParameterException, InvalidOAuthFlowException, ScopeDoesNotExistException, FeatureUnavailableInTierException
 */
export const requireClientRules = (
  pool: Pool,
  settings: ClientSettings,
  hasSecret: boolean,
  existing: Existing,
): void => {
  requireFlowRules(pool, settings);
  requireClientTokenRules(settings, hasSecret);
  requireValidities(settings);
  requireAttributes(pool, settings);
  requireOAuthRules(pool, settings, hasSecret, existing);
  if (settings.EnablePropagateAdditionalUserContextData === true && !hasSecret) {
    throw invalidParameter("Client Secret is required to set EnablePropagateAdditionalUserContextData as true");
  }
  requireAnalytics(settings);
};

/** A secret is either made or given. @throws InvalidParameterException */
export const requireOneSecretSource = (input: {
  GenerateSecret?: boolean | undefined;
  ClientSecret?: Secret | undefined;
}): void => {
  if (input.GenerateSecret !== true || input.ClientSecret === undefined) return;
  throw invalidParameter("ClientSecret cannot be given when GenerateSecret is true."); // Assumed: the wording.
};
