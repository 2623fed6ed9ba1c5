import { AdminListGroupsForUser } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { groupView } from "../../model/group-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the groups that a user is in, by name.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
 */
export const adminListGroupsForUser = implement(AdminListGroupsForUser, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const binding = ["AdminListGroupsForUser", pool.id, user.sub];
  const request = pageRequest(ctx, binding, { limit: input.Limit, token: input.NextToken });
  const page = await ctx.store.groups.pageOfUser(user, request);
  return { Groups: page.rows.map(groupView), NextToken: nextToken(ctx, binding, page) };
});
