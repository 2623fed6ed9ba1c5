import { DeleteIdentityProvider } from "../../contracts/index.ts";
import { clientsOf } from "../../flows/pool-clients.ts";
import { withoutProvider } from "../../model/client-defaults.ts";
import { providerNotFound } from "../../model/identity-provider.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Removes a provider, and its name from the clients that let users in through it: a later provider of that name would
 * otherwise sign users in to clients whose owners never chose it.
 * Assumed: Amazon, too, does not refuse to remove a provider that clients name.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteIdentityProvider.html
 */
export const deleteIdentityProvider = implement(DeleteIdentityProvider, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const provider = await ctx.store.identityProviders.find(pool.id, input.ProviderName);
  if (provider === undefined) throw providerNotFound(input.ProviderName);

  await ctx.transaction(async (tx) => {
    await tx.identityProviders.delete(provider);
    for await (const client of clientsOf(tx, pool.id)) {
      const settings = withoutProvider(client.settings, provider.name);
      if (settings !== client.settings) await tx.clients.save({ ...client, settings, modifiedAt: ctx.now });
    }
  });
  return {};
});
