import { AdminUserGlobalSignOut } from "../../contracts/index.ts";
import { revokeTokens } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Ends every sign-in of a user: all tokens issued so far are refused from now on.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html
 */
export const adminUserGlobalSignOut = implement(AdminUserGlobalSignOut, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  await ctx.transaction(async (tx) => {
    await tx.users.save(revokeTokens(user, ctx.now));
  });
  return {};
});
