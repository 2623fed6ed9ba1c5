/** The sessions of a pool that tracks them: opened with a sign-in, kept current by every refresh, shown and ended. */
import { deviceTypeOf } from "../model/device-type.ts";
import type { Pool } from "../model/pool.ts";
import type { RefreshFamily } from "../model/refresh-family.ts";
import {
  SESSION_ID_CHANCE,
  requireTracking,
  sessionIdOf,
  sessionNotFound,
  sessionSettings,
  sessionsToEvict,
  type SessionActivity,
  type TokenSession,
} from "../model/token-session.ts";
import { invalidPaginationToken } from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { textFrom } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";

/** The use of a session that the request is. */
export const activityOf = ({ now, request }: Pick<Context, "now" | "request">): SessionActivity => ({
  lastActiveAt: now,
  deviceType: deviceTypeOf(request.userAgent),
  ipAddress: request.remoteAddress,
});

/** The session of a new family; undefined where the pool tracks none. */
export const newSession = (ctx: Context, pool: Pool, family: RefreshFamily): TokenSession | undefined =>
  sessionSettings(pool).tracked
    ? {
        poolId: family.poolId,
        sub: family.sub,
        originJti: family.originJti,
        id: sessionIdOf(textFrom(ctx.random, SESSION_ID_CHANCE.alphabet, SESSION_ID_CHANCE.length)),
        clientId: family.clientId,
        tokenEpoch: family.tokenEpoch,
        createdAt: family.createdAt,
        expiresAt: family.expiresAt,
        ...activityOf(ctx),
      }
    : undefined;

/**
 * Opens the session in the sign-in's write. Of a user who has as many as one may have, the least recently used ones end
 * first, with all their tokens.
 */
export const openSession = async (
  { now }: Pick<Context, "now">,
  tx: Tx,
  pool: Pool,
  session: TokenSession,
): Promise<void> => {
  await tx.tokenSessions.prune(session, now);
  const open = await tx.tokenSessions.ofUser(session, now);
  for (const evicted of sessionsToEvict(open, sessionSettings(pool).maxPerUser)) {
    await tx.refreshFamilies.revoke(evicted, now);
  }
  await tx.tokenSessions.insert(session);
};

/**
 * Where a user is signed in, the latest use first. A user has fewer sessions than fit on a page, so there is one page
 * and no token is ever given out.
 * @throws OperationNotEnabledException where sessions are not tracked, InvalidParameterException for a token
 */
export const liveSessions = async (
  ctx: Pick<Context, "now" | "store">,
  pool: Pool,
  user: User,
  pageToken: string | undefined,
): Promise<readonly TokenSession[]> => {
  requireTracking(pool);
  if (pageToken !== undefined) throw invalidPaginationToken();
  return (await ctx.store.tokenSessions.ofUser(user, ctx.now)).toReversed();
};

/**
 * One of the user's own sessions: an id that is another user's finds nothing.
 * @throws OperationNotEnabledException, ResourceNotFoundException
 */
export const requireTokenSession = async (
  ctx: Pick<Context, "now" | "store">,
  pool: Pool,
  user: User,
  id: string,
): Promise<TokenSession> => {
  requireTracking(pool);
  const session = (await ctx.store.tokenSessions.ofUser(user, ctx.now)).find((each) => each.id === id);
  if (session === undefined) throw sessionNotFound(id);
  return session;
};
