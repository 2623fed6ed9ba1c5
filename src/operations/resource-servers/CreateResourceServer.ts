import { CreateResourceServer } from "../../contracts/index.ts";
import { QUOTAS, requireRoom } from "../../model/quotas.ts";
import {
  requestedScopes,
  resourceServerExists,
  resourceServerView,
  type ResourceServer,
} from "../../model/resource-server.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Registers an API and its scopes with a pool.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateResourceServer.html
 */
export const createResourceServer = implement(CreateResourceServer, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const server: ResourceServer = {
    poolId: pool.id,
    identifier: input.Identifier,
    name: input.Name,
    scopes: requestedScopes(input.Scopes),
    version: 0,
  };

  const created = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its servers are counted
    if ((await tx.resourceServers.find(pool.id, server.identifier)) !== undefined) {
      throw resourceServerExists(pool.id, server.identifier);
    }
    requireRoom("resourceServers", await tx.resourceCounts.resourceServers(pool.id, QUOTAS.resourceServers));
    return tx.resourceServers.insert(server);
  });
  return { ResourceServer: resourceServerView(created) };
});
