import { DescribeResourceServer } from "../../contracts/index.ts";
import { resourceServerView } from "../../model/resource-server.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows an API and its scopes.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeResourceServer.html
 */
export const describeResourceServer = implement(DescribeResourceServer, async (ctx, { UserPoolId, Identifier }) => {
  await ctx.store.pools.get(UserPoolId);
  return { ResourceServer: resourceServerView(await ctx.store.resourceServers.get(UserPoolId, Identifier)) };
});
