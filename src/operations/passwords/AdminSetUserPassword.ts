import { AdminSetUserPassword } from "../../contracts/index.ts";
import { isReused } from "../../flows/password-history.ts";
import { newCredential, replacePassword } from "../../flows/set-password.ts";
import { passwordReused, requirePolicy } from "../../model/password-policy.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Gives a user a password, for good or until the first sign-in with it. Nobody is told; every code that was under way
 * is dead, so that none of them can undo the administrator's word. Tokens survive.
 * Assumed: a user of another provider may be given a temporary password as well.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html
 */
export const adminSetUserPassword = implement(AdminSetUserPassword, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  requirePolicy(pool, input.Password, "did not conform with");
  if (await isReused(ctx, pool, user, input.Password)) throw passwordReused();
  const isPermanent = input.Permanent === true;
  const credential = await newCredential(ctx, pool, user, input.Password, !isPermanent);
  const status = isPermanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD";

  await ctx.transaction(async (tx) => {
    await tx.users.save(changed(user, ctx.now, { status }));
    await replacePassword(tx, pool, credential);
    await tx.codes.delete(user, "sign-up");
  });
  return {};
});
