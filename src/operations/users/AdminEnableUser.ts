import { AdminEnableUser } from "../../contracts/index.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lets a user sign in again. Tokens that were revoked stay so.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html
 */
export const adminEnableUser = implement(AdminEnableUser, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  await ctx.transaction((tx) => tx.users.save(changed(user, ctx.now, { enabled: true })));
  return {};
});
