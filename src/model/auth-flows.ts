/**
 * Which ways to sign in a client permits.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
import type { Client, ClientSettings } from "./client.ts";
import { passwordSchemeOf, type Pool } from "./pool.ts";

type ExplicitFlow = NonNullable<ClientSettings["ExplicitAuthFlows"]>[number];

/** A way to sign in, in the words of today. */
export type AllowedFlow = Extract<ExplicitFlow, `ALLOW_${string}`>;
/** The same in the words of the API's first years. */
type LegacyFlow = Exclude<ExplicitFlow, AllowedFlow>;

const DEFAULT_FLOWS: readonly AllowedFlow[] = ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];

/**
 * What legacy words mean. Observed: they add a flow to the defaults. Assumed: CUSTOM_AUTH_FLOW_ONLY takes every way with
 * a password away, whatever else is said.
 */
const LEGACY_ADDITIONS: Readonly<Record<LegacyFlow, readonly AllowedFlow[]>> = {
  ADMIN_NO_SRP_AUTH: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
  USER_PASSWORD_AUTH: ["ALLOW_USER_PASSWORD_AUTH"],
  CUSTOM_AUTH_FLOW_ONLY: [],
};

/** Tokens for the application itself, and for no user: a client that permits it permits nothing else. */
export const CLIENT_TOKEN_FLOW: AllowedFlow = "ALLOW_CLIENT_TOKEN_AUTH";

/** Whether the word is of today: `ALLOW_…`. */
export const isAllowFlow = (flow: ExplicitFlow): flow is AllowedFlow => flow.startsWith("ALLOW_");

/** Whether refresh tokens of the client are replaced at every use. */
export const rotatesRefreshTokens = (settings: ClientSettings): boolean =>
  settings.RefreshTokenRotation?.Feature === "ENABLED";

const statedFlows = (explicit: readonly ExplicitFlow[]): readonly AllowedFlow[] => {
  const stated = explicit.filter(isAllowFlow);
  if (stated.length > 0) return stated;
  if (explicit.includes("CUSTOM_AUTH_FLOW_ONLY")) return ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
  const legacy = explicit.filter((flow): flow is LegacyFlow => !isAllowFlow(flow));
  return [...DEFAULT_FLOWS, ...legacy.flatMap((flow) => LEGACY_ADDITIONS[flow])];
};

/**
 * Every way to sign in that the client permits. A pool that keeps password hashes has no SRP, a client that rotates
 * refresh tokens no REFRESH_TOKEN_AUTH.
 */
export const allowedFlows = (pool: Pool, client: Pick<Client, "settings">): ReadonlySet<AllowedFlow> => {
  const flows = new Set(statedFlows(client.settings.ExplicitAuthFlows ?? []));
  if (passwordSchemeOf(pool) === "argon2id") flows.delete("ALLOW_USER_SRP_AUTH");
  if (rotatesRefreshTokens(client.settings)) flows.delete("ALLOW_REFRESH_TOKEN_AUTH");
  return flows;
};
