import { CreateResourceServer } from "../../contracts/index.ts";
import {
  RESOURCE_SERVERS_PER_POOL,
  requestedScopes,
  resourceServerExists,
  resourceServerView,
  tooManyResourceServers,
  type ResourceServer,
} from "../../model/resource-server.ts";
import { implement } from "../../runtime/operation.ts";
import { AlreadyExists } from "../../storage/store.ts";

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
    const { rows } = await tx.resourceServers.list(pool.id, { limit: RESOURCE_SERVERS_PER_POOL });
    const exists = rows.some(({ identifier }) => identifier === server.identifier);
    if (!exists && rows.length >= RESOURCE_SERVERS_PER_POOL) throw tooManyResourceServers();
    try {
      return await tx.resourceServers.insert(server);
    } catch (error) {
      throw error instanceof AlreadyExists ? resourceServerExists(pool.id, server.identifier) : error;
    }
  });
  return { ResourceServer: resourceServerView(created) };
});
