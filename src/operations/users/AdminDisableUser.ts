import { AdminDisableUser } from "../../contracts/index.ts";
import { changed, revokeTokens } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Keeps a user from signing in, and ends every token issued so far. A reset code that is under way stays what it is.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
 */
export const adminDisableUser = implement(AdminDisableUser, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const disabled = changed(revokeTokens(user, ctx.now), ctx.now, { enabled: false });
  await ctx.transaction((tx) => tx.users.save(disabled));
  return {};
});
