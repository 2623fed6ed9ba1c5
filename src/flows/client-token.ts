/**
 * Access tokens for applications themselves.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
import type { Secret } from "../contracts/secret.ts";
import { clientTokenClaims, tokenLifetimesMs } from "../model/claims.ts";
import { scopeUnknown } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import type { StringMap } from "../triggers/events.ts";
import type { AppClient } from "./app-client.ts";
import { customScopes } from "./custom-scopes.ts";
import { customizeClientToken } from "./pre-token-generation.ts";

/** What an application that has proven itself asks for. */
export interface ClientTokenRequest extends AppClient {
  /** All that the client may have, when there are none. */
  readonly scopes: readonly string[];
  readonly clientMetadata: StringMap | undefined;
}

export interface ClientToken {
  readonly token: Secret;
  readonly expiresInSeconds: number;
}

/**
 * The scopes to grant: those of resource servers alone. What was asked for must be the client's and must exist; of what
 * the client may have, scopes whose resource server is gone are left out.
 * Assumed: a scope that is not the client's is refused as an unknown one is.
 * @throws InvalidParameterException
 */
const grantedScopes = async (
  ctx: Context,
  { pool, client, scopes }: ClientTokenRequest,
): Promise<readonly string[]> => {
  const permitted = client.settings.AllowedOAuthScopes ?? [];
  const { existing } = await customScopes(ctx, pool.id, permitted);
  const refused = scopes.find((scope) => !permitted.includes(scope) || !existing.has(scope));
  if (refused !== undefined) throw scopeUnknown(refused);
  return scopes.length > 0 ? [...new Set(scopes)] : permitted.filter((scope) => existing.has(scope));
};

/** Asks PreTokenGeneration where the pool has one of version V3_0, and signs. @throws InvalidParameterException, what the function refuses */
export const issueClientToken = async (ctx: Context, request: ClientTokenRequest): Promise<ClientToken> => {
  const { pool, client, clientMetadata } = request;
  const scopes = await grantedScopes(ctx, request);
  const claims = clientTokenClaims({
    issuer: ctx.place.issuer(pool.id, pool.settings.IssuerConfiguration?.Type),
    client,
    scopes,
    now: ctx.now,
    jti: uuidFrom(ctx.random),
  });
  const customized = await customizeClientToken(ctx, { pool, client, clientMetadata }, scopes, claims);
  return {
    token: await ctx.tokens.sign(pool.id, "access", customized),
    expiresInSeconds: Math.floor(tokenLifetimesMs(client).access / 1000),
  };
};
