/** The last step of every sign-in: what was proven is written, PostAuthentication is told, tokens are issued. */
import { accessTokenRevoked, incorrectPassword, rateExceeded } from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { Conflict } from "../storage/store.ts";
import { keepTokens, prepareTokens, type IssuedTokens, type ProvenSignIn } from "./issue-tokens.ts";
import { postAuthentication } from "./notifications.ts";
import { requireSignInState } from "./sign-in-guards.ts";

/** Times that tokens are made for one proof, where what they are made of keeps changing. */
const ISSUES_MAX = 3;

/**
 * The user as it is now, if what is proven still holds: addresses and factors may have changed since, and the functions
 * that are asked like to do that. Assumed: who was signed out everywhere meanwhile is told so.
 * @throws NotAuthorizedException, UserNotConfirmedException, PasswordResetRequiredException
 */
const requireStillProven = (proven: User, current: User | undefined): User => {
  if (current === undefined) throw incorrectPassword();
  requireSignInState(current);
  if (current.status !== proven.status) throw incorrectPassword();
  if (current.tokenEpoch !== proven.tokenEpoch) throw accessTokenRevoked();
  return current;
};

/**
 * The tokens of a sign-in whose proof is written already. Who was barred meanwhile gets none. What is proven is spent and
 * PostAuthentication told, so this step alone is taken again when it meets a conflict.
 * @throws NotAuthorizedException, UserNotConfirmedException, PasswordResetRequiredException, TooManyRequestsException
 */
export const issueAfterProof = async (ctx: Context, signIn: ProvenSignIn): Promise<IssuedTokens> => {
  const { pool, user: proven } = signIn;
  for (let issue = 1; issue <= ISSUES_MAX; issue += 1) {
    const user = requireStillProven(proven, await ctx.store.users.bySub(pool.id, proven.sub));
    const prepared = await prepareTokens(ctx, { ...signIn, user });
    try {
      await ctx.transaction(async (tx) => {
        await tx.users.guard(requireStillProven(proven, await tx.users.bySub(pool.id, proven.sub)));
        await keepTokens(ctx, tx, prepared);
      });
      return prepared.tokens;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw rateExceeded();
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
    // Until the tokens are written, and if the function refuses, it has not arrived.
    await tx.authEvents.record(signIn.event);
    await tx.outbox.notify(notification);
    return written;
  });
  return issueAfterProof(ctx, { ...signIn, user });
};
