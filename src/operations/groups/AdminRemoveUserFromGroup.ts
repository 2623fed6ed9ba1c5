import { AdminRemoveUserFromGroup } from "../../contracts/index.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Ends a user's membership in a group; where there was none, nothing happens.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html
 */
export const adminRemoveUserFromGroup = implement(AdminRemoveUserFromGroup, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const group = await ctx.store.groups.get(input.UserPoolId, input.GroupName);

  await ctx.transaction((tx) => tx.groups.removeMember(group, user));
  return {};
});
