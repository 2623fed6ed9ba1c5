import { ListResourceServers } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { resourceServerView } from "../../model/resource-server.ts";
import { implement } from "../../runtime/operation.ts";

/** Servers of one page, at most; also what a request that names no number gets. */
const PAGE_SIZE = 50;

/**
 * Lists the APIs of a pool, by identifier.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListResourceServers.html
 */
export const listResourceServers = implement(ListResourceServers, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const binding = ["ListResourceServers", pool.id];
  const request = pageRequest(ctx, binding, { limit: input.MaxResults ?? PAGE_SIZE, token: input.NextToken });
  const page = await ctx.store.resourceServers.list(pool.id, request);
  return { ResourceServers: page.rows.map(resourceServerView), NextToken: nextToken(ctx, binding, page) };
});
