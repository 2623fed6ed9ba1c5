import { ListGroups } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { groupView } from "../../model/group-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the groups of a pool, by name.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html
 */
export const listGroups = implement(ListGroups, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const binding = ["ListGroups", pool.id];
  const request = pageRequest(ctx, binding, { limit: input.Limit, token: input.NextToken });
  const page = await ctx.store.groups.list(pool.id, request);
  return { Groups: page.rows.map(groupView), NextToken: nextToken(ctx, binding, page) };
});
