import { AdminDeleteUser } from "../../contracts/index.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Removes a user and all that hangs on it: names, password, codes, tokens, memberships. The sub is never used again.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
 */
export const adminDeleteUser = implement(AdminDeleteUser, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  await ctx.transaction((tx) => tx.users.delete(user));
  return {};
});
