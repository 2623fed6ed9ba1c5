import { AdminAddUserToGroup } from "../../contracts/index.ts";
import { joinsGroup } from "../../model/group-rules.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Makes a user a member of a group; a member stays one. Tokens that are out already do not say so.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html
 */
export const adminAddUserToGroup = implement(AdminAddUserToGroup, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const group = await ctx.store.groups.get(input.UserPoolId, input.GroupName);

  await ctx.transaction(async (tx) => {
    await tx.users.guard(user);
    await tx.groups.guard(group);
    if (joinsGroup(await tx.groups.ofUser(user), group)) await tx.groups.addMember(group, user, ctx.now);
  });
  return {};
});
