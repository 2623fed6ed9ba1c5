import { ChangePassword } from "../../contracts/index.ts";
import { requirePolicy } from "../../model/password-policy.ts";
import { incorrectPassword, missingParameter, notAuthorized } from "../../model/refusals.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Changes the password of the signed-in user, who proves the old one. Tokens survive.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
 */
export const changePassword = implement(ChangePassword, async (ctx, input) => {
  const { pool, user } = ctx;
  requirePolicy(pool, input.ProposedPassword, "does not conform to");
  // Assumed: a user who signs in through another provider alone has no password to change.
  if (user.status === "EXTERNAL_PROVIDER") throw notAuthorized("User password cannot be changed in the current state.");
  await ctx.budgets.require("change-password", user);
  const credential = await ctx.store.credentials.find(user);
  if (credential !== undefined && input.PreviousPassword === undefined) throw missingParameter("PreviousPassword");
  const isProven =
    credential === undefined || (await ctx.passwords.verify(pool, user.username, credential, input.PreviousPassword!));
  const made = isProven ? await ctx.passwords.create(pool, user.username, input.ProposedPassword) : undefined;

  await ctx.transaction(async (tx) => {
    await tx.budgets.spend("change-password", user);
    if (made === undefined) return;
    if (credential !== undefined) await tx.credentials.guard(credential);
    await tx.users.save(changed(user, ctx.now, {}));
    await tx.credentials.replace({
      ...made,
      poolId: pool.id,
      sub: user.sub,
      temporary: false,
      expiresAt: null,
      createdAt: ctx.now,
      version: 0,
    });
    // A code that was asked for under the old password is no use any more.
    await tx.codes.delete(user, "reset");
  });
  if (!isProven) throw incorrectPassword();
  return {};
});
