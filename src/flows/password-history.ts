/**
 * Passwords that a user may not choose again. Unlike the rest of the policy this tells about a secret: whether a guess is
 * or was somebody's password. So it is judged only for whoever has proven to be the user, and a bounded number of times.
 * What is judged moves with the user's row, which every new password saves; a write that guards that row, or the
 * credential, guards the history too.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
import type { ApiException } from "../contracts/exceptions.ts";
import type { Secret } from "../contracts/secret.ts";
import { fitsBudget } from "../model/budget.ts";
import { passwordHistorySize, passwordReused } from "../model/password-policy.ts";
import type { Pool } from "../model/pool.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";

/** Whether the pool forbids the user this password. One check at a time, 24 at most. @throws TooManyRequestsException */
export const isReused = async (ctx: Context, pool: Pool, user: User, password: Secret): Promise<boolean> => {
  const size = passwordHistorySize(pool);
  if (size === 0) return false;
  const current = await ctx.store.credentials.find(user);
  const past = await ctx.store.credentials.past(user, size - 1);
  for (const kept of current === undefined ? past : [current, ...past]) {
    if (await ctx.passwords.verify(pool, user.username, kept, password)) return true;
  }
  return false;
};

const PURPOSE = "reused-password";

const nothing = async (): Promise<void> => undefined;

/**
 * Refuses a password of before to whoever has proven a code or a temporary password, and counts the refusal; `exceeded`
 * is what the operation declares for too many of them, and `also` is written with the count. Nothing else is spent.
 * @throws PasswordHistoryPolicyViolationException, TooManyRequestsException, what `exceeded` makes
 */
export const requireUnused = async (
  ctx: Context,
  { pool, user, password }: { readonly pool: Pool; readonly user: User; readonly password: Secret },
  exceeded: () => ApiException,
  also: (tx: Tx) => Promise<void> = nothing,
): Promise<void> => {
  if (passwordHistorySize(pool) === 0) return;
  if (!fitsBudget(PURPOSE, await ctx.store.budgets.marks(user, PURPOSE), ctx.now)) throw exceeded();
  if (!(await isReused(ctx, pool, user, password))) return;
  const isCounted = await ctx.transaction(async (tx) => {
    if (!(await tx.budgets.fits(PURPOSE, user))) return false;
    await tx.budgets.spend(PURPOSE, user);
    await also(tx);
    return true;
  });
  throw isCounted ? passwordReused() : exceeded();
};
