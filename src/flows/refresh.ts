/**
 * Refreshing: new ID and access tokens for a refresh token that its family still stands behind.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
import type { Secret } from "../contracts/secret.ts";
import { isRefreshTokenShaped } from "../crypto/refresh-token.ts";
import type { RefreshFamily } from "../model/refresh-family.ts";
import {
  invalidRefreshToken,
  passwordResetRequired,
  refreshSecretHashWrong,
  refreshTokenExpired,
  refreshTokenRevoked,
  secretHashMissing,
  userDisabled,
} from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { StringMap } from "../triggers/events.ts";
import { isClientSecret, matchesSecretHash, type AppClient } from "./app-client.ts";
import { refreshTokens, type IssuedTokens } from "./issue-tokens.ts";

/** The family of a token, which is this client's. @throws NotAuthorizedException */
export const requireFamily = async (
  ctx: Context,
  { pool, client }: AppClient,
  token: Secret,
): Promise<RefreshFamily> => {
  const family = isRefreshTokenShaped(token) ? await ctx.store.refreshFamilies.byToken(pool.id, token) : undefined;
  // Stops a stolen token from being used through another client than the one it was issued to.
  if (family?.clientId !== client.id) throw invalidRefreshToken();
  return family;
};

/**
 * What ends a family: its time, a revocation, and what became of the user.
 * @throws NotAuthorizedException
 * @throws PasswordResetRequiredException while an administrator's reset is not finished
 */
const requireStanding = (family: RefreshFamily, user: User, now: number): void => {
  if (!user.enabled) throw userDisabled();
  if (family.revokedAt !== null || family.tokenEpoch < user.tokenEpoch) throw refreshTokenRevoked();
  if (now >= family.expiresAt) throw refreshTokenExpired();
  if (user.status === "RESET_REQUIRED") throw passwordResetRequired();
};

/** Every text of a user's that an application may have hashed: the request itself carries no username. */
const namesOf = ({ username, sub, attributes }: User): string[] => [
  username,
  sub,
  ...["email", "phone_number", "preferred_username"].flatMap((name) => attributes[name] ?? []),
];

/**
 * Observed: old mobile SDKs send the secret itself in place of the hash, and are content.
 * @throws NotAuthorizedException
 */
const requireRefreshSecretHash = ({ client }: AppClient, user: User, hash: Secret | undefined): void => {
  if (client.secrets.length === 0 || hash === undefined) return;
  if (!matchesSecretHash(client, namesOf(user), hash) && !isClientSecret(client, hash)) {
    throw refreshSecretHashWrong(client.id);
  }
};

/** A refresh as it was asked for. */
export interface Refresh extends AppClient {
  readonly token: Secret;
  readonly secretHash: Secret | undefined;
  readonly clientMetadata: StringMap | undefined;
}

/**
 * New tokens of an old sign-in, without a refresh token. Family and user are judged again once the function was asked:
 * what was revoked meanwhile gets nothing.
 * @throws NotAuthorizedException, PasswordResetRequiredException
 */
export const refresh = async (ctx: Context, asked: Refresh): Promise<IssuedTokens> => {
  const { pool, client, token, secretHash, clientMetadata } = asked;
  if (client.secrets.length > 0 && secretHash === undefined) throw secretHashMissing(client.id);
  const judge = async () => {
    const family = await requireFamily(ctx, asked, token);
    const user = await ctx.store.users.bySub(pool.id, family.sub);
    if (user === undefined) throw invalidRefreshToken();
    requireStanding(family, user, ctx.now);
    return { family, user };
  };
  const { family, user } = await judge();
  requireRefreshSecretHash(asked, user, secretHash);
  const source = "TokenGeneration_RefreshTokens";
  const tokens = await refreshTokens(ctx, { pool, client, user, source, clientMetadata }, family);
  await judge();
  return tokens;
};
