import { UpdateResourceServer } from "../../contracts/index.ts";
import { requestedScopes, resourceServerView } from "../../model/resource-server.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets an API's name and scopes anew; without scopes it has none. App clients keep scopes that are gone, and get no
 * tokens for them.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateResourceServer.html
 */
export const updateResourceServer = implement(UpdateResourceServer, async (ctx, input) => {
  await ctx.store.pools.get(input.UserPoolId);
  const server = await ctx.store.resourceServers.get(input.UserPoolId, input.Identifier);
  const scopes = requestedScopes(input.Scopes);

  const updated = await ctx.transaction((tx) => tx.resourceServers.save({ ...server, name: input.Name, scopes }));
  return { ResourceServer: resourceServerView(updated) };
});
