/** The last step of every sign-in: what was proven is written, PostAuthentication is told, tokens are issued. */
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { Conflict } from "../storage/store.ts";
import { keepTokens, prepareTokens, type IssuedTokens, type ProvenSignIn } from "./issue-tokens.ts";
import { postAuthentication } from "./notifications.ts";
import { isJudgedSame, stillAsJudged } from "./sign-in-guards.ts";

/**
 * The tokens of a sign-in whose proof is written already. The functions that are asked may have written into the user
 * meanwhile; who was barred meanwhile gets none.
 */
export const issueAfterProof = async (ctx: Context, signIn: ProvenSignIn): Promise<IssuedTokens> => {
  const user = await ctx.store.users.bySub(signIn.pool.id, signIn.user.sub);
  if (!isJudgedSame(signIn.user, user)) throw new Conflict();
  const prepared = await prepareTokens(ctx, { ...signIn, user });
  await ctx.transaction(async (tx) => {
    await stillAsJudged(tx, user);
    await keepTokens(ctx, tx, prepared);
  });
  return prepared.tokens;
};

/**
 * Issues the tokens of a sign-in. `signIn.user` is the user as `write` leaves it; `write` does the writes of the step
 * that proves it. A pool with PostAuthentication takes two steps, because that function may refuse, comes before
 * PreTokenGeneration, and is told only of what is written; without it everything is one transaction.
 */
export const completeSignIn = async (
  ctx: Context,
  signIn: ProvenSignIn,
  write: (tx: Tx) => Promise<User>,
): Promise<IssuedTokens> => {
  const notification = postAuthentication(ctx, signIn, signIn.clientMetadata);
  if (notification === undefined) {
    const prepared = await prepareTokens(ctx, signIn);
    await ctx.transaction(async (tx) => {
      await write(tx);
      await keepTokens(ctx, tx, prepared);
    });
    return prepared.tokens;
  }
  const user = await ctx.transaction(async (tx) => {
    const written = await write(tx);
    await tx.outbox.notify(notification);
    return written;
  });
  return issueAfterProof(ctx, { ...signIn, user });
};
