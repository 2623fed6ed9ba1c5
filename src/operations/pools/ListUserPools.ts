import { ListUserPools } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { poolDescription } from "../../model/pool-view.ts";
import { implement } from "../../runtime/operation.ts";

const BINDING = ["ListUserPools"];

/**
 * Lists the pools of the server.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html
 */
export const listUserPools = implement(ListUserPools, async (ctx, input) => {
  const request = pageRequest(ctx, BINDING, { limit: input.MaxResults, token: input.NextToken });
  const page = await ctx.store.pools.list(request);
  return { UserPools: page.rows.map(poolDescription), NextToken: nextToken(ctx, BINDING, page) };
});
