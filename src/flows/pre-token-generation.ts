/**
 * PreTokenGeneration: what a function may change in the tokens, and what it never can.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import type { Claims, GroupClaims, Sign } from "../model/claims.ts";
import type { Pool } from "../model/pool.ts";
import type { Context } from "../runtime/operation.ts";
import type { ClaimChanges, PreTokenGenerationAnswer } from "../triggers/answers.ts";
import {
  preTokenGenerationEvent,
  type StringMap,
  type TokenEventVersion,
  type TokenGenerationSource,
} from "../triggers/events.ts";
import type { AppClient } from "./app-client.ts";
import { sceneOf, triggerAttributes } from "./trigger-scene.ts";

export type TokenSource = TokenGenerationSource;

/** The claims of both tokens. */
export interface TokenClaims {
  readonly id: Claims;
  readonly access: Claims;
}

const FIXED = new Set(
  [
    "sub iss aud exp iat auth_time jti origin_jti token_use nonce at_hash acr amr azp nbf identities event_id".split(
      " ",
    ),
    "client_id device_key version username scope".split(" "),
  ].flat(),
);

/** A function cannot pass a token off as another user's, another client's or a longer-lived one. */
const isFixed = (claim: string): boolean => FIXED.has(claim) || claim.startsWith("cognito:");

const changeClaims = (
  claims: Claims,
  { claimsToAddOrOverride, claimsToSuppress }: ClaimChanges,
  audience: string | undefined,
): Claims => {
  const suppressed = new Set(claimsToSuppress.filter((claim) => !isFixed(claim) || claim === "cognito:groups"));
  if (suppressed.has("cognito:groups")) suppressed.add("cognito:roles").add("cognito:preferred_role");
  const added = Object.entries(claimsToAddOrOverride).filter(
    // `aud` may name the client itself in an access token, nothing else.
    ([claim, value]) =>
      (!isFixed(claim) && !claim.startsWith("dev:")) ||
      (claim === "aud" && audience !== undefined && value === audience),
  );
  return Object.fromEntries([...Object.entries(claims), ...added].filter(([claim]) => !suppressed.has(claim)));
};

const groupOverride = (claims: Claims, groups: GroupClaims, withRoles: boolean): Claims => {
  const { "cognito:groups": _g, "cognito:roles": _r, "cognito:preferred_role": _p, ...rest } = claims;
  return {
    ...rest,
    ...(groups.groups.length === 0 ? {} : { "cognito:groups": groups.groups }),
    ...(withRoles && groups.roles.length > 0 ? { "cognito:roles": groups.roles } : {}),
    ...(withRoles && groups.preferredRole !== null ? { "cognito:preferred_role": groups.preferredRole } : {}),
  };
};

const changeScopes = (claims: Claims, answer: PreTokenGenerationAnswer): Claims => {
  const { scopesToAdd, scopesToSuppress } = answer.accessToken;
  const { scope: granted, ...rest } = claims;
  const scopes = typeof granted === "string" && granted !== "" ? granted.split(" ") : [];
  const kept = [...new Set([...scopes, ...scopesToAdd])].filter((scope) => !scopesToSuppress.includes(scope));
  return kept.length === 0 ? rest : { ...claims, scope: kept.join(" ") };
};

/** The claims as the function's answer leaves them. Pure. */
export const applyTokenAnswer = (
  claims: TokenClaims,
  answer: PreTokenGenerationAnswer,
  clientId: string,
): TokenClaims => {
  const groups = answer.groups && {
    groups: answer.groups.groupsToOverride,
    roles: answer.groups.iamRolesToOverride,
    preferredRole: answer.groups.preferredRole,
  };
  const id = groups ? groupOverride(claims.id, groups, true) : claims.id;
  const access = groups ? groupOverride(claims.access, groups, false) : claims.access;
  return {
    id: changeClaims(id, answer.idToken, undefined),
    access: changeScopes(changeClaims(access, answer.accessToken, clientId), answer),
  };
};

const functionOf = (pool: Pool): { readonly arn: string | undefined; readonly version: TokenEventVersion } => {
  const config = pool.settings.LambdaConfig;
  return {
    arn: config?.PreTokenGenerationConfig?.LambdaArn ?? config?.PreTokenGeneration,
    version: versionOf(config?.PreTokenGenerationConfig?.LambdaVersion),
  };
};

const versionOf = (version: string | undefined): TokenEventVersion =>
  version === "V2_0" || version === "V3_0" ? version : "V1_0";

/** Asks the pool's function, if it has one, what the tokens shall say. */
export const customizeTokens = async (
  ctx: Context,
  { pool, client, source, clientMetadata }: AppClient & { source: TokenSource; clientMetadata: StringMap | undefined },
  sign: Sign,
  claims: TokenClaims,
): Promise<TokenClaims> => {
  const { arn, version } = functionOf(pool);
  if (arn === undefined) return claims;
  const event = preTokenGenerationEvent(sceneOf(ctx, pool, sign.user.username, client), source, version, {
    userAttributes: triggerAttributes(sign.user),
    groupConfiguration: {
      groupsToOverride: sign.groups.groups,
      iamRolesToOverride: sign.groups.roles,
      preferredRole: sign.groups.preferredRole,
    },
    scopes: sign.scopes,
    clientMetadata,
  });
  return applyTokenAnswer(claims, await ctx.triggers.ask("PreTokenGeneration", arn, event), client.id);
};

const NO_GROUPS = { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null };

/**
 * Asks what a token for an application itself shall say; functions of the first two versions know no such tokens.
 * Assumed: the event names the client where the user would be.
 */
export const customizeClientToken = async (
  ctx: Context,
  { pool, client, clientMetadata }: AppClient & { clientMetadata: StringMap | undefined },
  scopes: readonly string[],
  claims: Claims,
): Promise<Claims> => {
  const { arn, version } = functionOf(pool);
  if (arn === undefined || version !== "V3_0") return claims;
  const event = preTokenGenerationEvent(
    sceneOf(ctx, pool, client.id, client),
    "TokenGeneration_ClientCredentials",
    version,
    { userAttributes: {}, groupConfiguration: NO_GROUPS, scopes, clientMetadata },
  );
  const answer = await ctx.triggers.ask("PreTokenGeneration", arn, event);
  return changeScopes(changeClaims(claims, answer.accessToken, client.id), answer);
};
