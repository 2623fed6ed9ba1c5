/**
 * The user behind an access token. Everything that can end a token is looked at here, so no operation can forget it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
import { ApiException, type ExceptionName } from "../contracts/exceptions.ts";
import { Secret } from "../contracts/secret.ts";
import {
  accessTokenRevoked,
  accessTokenScope,
  invalidAccessToken,
  notAuthorized,
  passwordResetRequired,
  userNotFound,
} from "../model/refusals.ts";
import type { RefreshFamily } from "../model/refresh-family.ts";
import type { User } from "../model/user.ts";
import type { Context, UserContext } from "./operation.ts";
import type { AccessTokenClaims } from "./tokens.ts";

/** What a token must allow to be used on the API. */
const SELF_SERVICE_SCOPE = "aws.cognito.signin.user.admin";

const isRevoked = (user: User, claims: AccessTokenClaims, family: RefreshFamily | undefined): boolean => {
  if (!user.enabled) return true;
  // A client without token revocation has no origin_jti: only the moment of issue can tell, in whole seconds.
  if (claims.originJti === null) return claims.issuedAt <= Math.floor(user.tokensRevokedAt / 1000);
  return family === undefined || family.revokedAt !== null || family.tokenEpoch < user.tokenEpoch;
};

/**
 * The context of an operation whose caller is a user.
 * @throws NotAuthorizedException for a token that is none, foreign, expired, revoked or too narrow
 * @throws PasswordResetRequiredException while an administrator's reset is not finished: an old token is no way around it
 */
export const authenticateUser = async (ctx: Context, input: object): Promise<UserContext> => {
  const token: unknown = "AccessToken" in input ? input.AccessToken : undefined;
  if (!(token instanceof Secret)) throw invalidAccessToken();
  const claims = await ctx.tokens.readAccessToken(token, ctx.now);
  if (!claims.scopes.includes(SELF_SERVICE_SCOPE)) throw accessTokenScope();
  const [pool, user, family] = await Promise.all([
    ctx.store.pools.find(claims.poolId),
    ctx.store.users.bySub(claims.poolId, claims.sub),
    claims.originJti === null ? undefined : ctx.store.refreshFamilies.byOrigin(claims.poolId, claims.originJti),
  ]);
  if (pool === undefined) throw invalidAccessToken();
  if (user === undefined) throw userNotFound();
  if (isRevoked(user, claims, family)) throw accessTokenRevoked();
  if (user.status === "RESET_REQUIRED") throw passwordResetRequired();
  const client = await ctx.store.clients.get(claims.poolId, claims.clientId);
  return { ...ctx, pool, user, client, token: claims };
};

const STATES: ReadonlySet<string> = new Set<ExceptionName>([
  "PasswordResetRequiredException",
  "ResourceNotFoundException",
  "UserNotConfirmedException",
  "UserNotFoundException",
]);

/**
 * What `find` finds. What it says of the user's state, or of a client that is gone, and the operation does not declare
 * is told as NotAuthorizedException, in the same words: applications could not catch it otherwise.
 */
export const inDeclaredExceptions = async <T>(
  { errors }: { readonly errors: readonly string[] },
  find: () => Promise<T>,
): Promise<T> => {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    throw STATES.has(error.name) && !errors.includes(error.name) ? notAuthorized(error.message) : error;
  }
};
