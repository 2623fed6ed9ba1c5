import { DeleteResourceServer } from "../../contracts/index.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Removes an API and its scopes. App clients keep the scopes, and get no tokens for them.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteResourceServer.html
 */
export const deleteResourceServer = implement(DeleteResourceServer, async (ctx, { UserPoolId, Identifier }) => {
  await ctx.store.pools.get(UserPoolId);
  const server = await ctx.store.resourceServers.get(UserPoolId, Identifier);

  await ctx.transaction((tx) => tx.resourceServers.delete(server));
  return {};
});
