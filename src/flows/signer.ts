/** Whoever answers a challenge whose sign-in has proven nothing yet: a user, or nobody where that may not be told. */
import type { Context } from "../runtime/operation.ts";
import type { AppClient } from "./app-client.ts";
import { decoyOf, likelyUsername } from "./decoys.ts";
import type { Signer } from "./prove-password.ts";

/**
 * The signer that a sign-in began with, if `username` is one of their names: the one that was typed, or the one that
 * the client was told. Undefined for anybody else's.
 */
export const findSigner = async (
  ctx: Context,
  { pool }: AppClient,
  sub: string,
  username: string,
): Promise<Signer | undefined> => {
  const user = await ctx.store.users.bySub(pool.id, sub);
  if (user !== undefined) {
    const isTheirs = username === user.username || (await ctx.store.users.find(pool, username))?.sub === sub;
    return isTheirs ? { user, subject: user } : undefined;
  }
  const isDecoy = username === sub || decoyOf(ctx, pool, username).sub === sub;
  return isDecoy ? { user, subject: { poolId: pool.id, sub } } : undefined;
};

/** The internal name that the client is told: nobody's is one that a user would have. */
export const toldName = ({ pool }: AppClient, { user, subject }: Signer, typed: string): string =>
  user?.username ?? likelyUsername(pool, typed, subject);
