import { ListUsersInGroup } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { userView } from "../../model/user-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the members of a group. Assumed: in the order of their subs.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html
 */
export const listUsersInGroup = implement(ListUsersInGroup, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const group = await ctx.store.groups.get(pool.id, input.GroupName);
  const binding = ["ListUsersInGroup", pool.id, group.name];
  const request = pageRequest(ctx, binding, { limit: input.Limit, token: input.NextToken });
  const page = await ctx.store.users.ofGroup(group, request);
  return { Users: page.rows.map((user) => userView(user)), NextToken: nextToken(ctx, binding, page) };
});
