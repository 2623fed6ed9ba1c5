import { ListUsers } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { parseFilter, requestedAttributes } from "../../model/user-search.ts";
import { userView } from "../../model/user-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the users of a pool, or those whom one condition finds, in order of what it asks for. Without one they come in
 * the order of their subs. A user who is there during the whole of a walk through the pages is shown once.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export const listUsers = implement(ListUsers, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const { Filter: filter = "", AttributesToGet: names = [] } = input;
  const search = parseFilter(pool, filter);
  const shown = requestedAttributes(pool, names);
  const binding = ["ListUsers", pool.id, filter, ...names];
  const request = pageRequest(ctx, binding, { limit: input.Limit, token: input.PaginationToken });
  const page = await ctx.store.users.search(pool.id, search, request);
  return { Users: page.rows.map((user) => userView(user, shown)), PaginationToken: nextToken(ctx, binding, page) };
});
