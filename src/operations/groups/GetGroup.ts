import { GetGroup } from "../../contracts/index.ts";
import { groupView } from "../../model/group-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows a group.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html
 */
export const getGroup = implement(GetGroup, async (ctx, { UserPoolId, GroupName }) => {
  await ctx.store.pools.get(UserPoolId);
  return { Group: groupView(await ctx.store.groups.get(UserPoolId, GroupName)) };
});
