import { DeleteIdentityProvider } from "../../contracts/index.ts";
import { providerNotFound } from "../../model/identity-provider.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Removes a provider. Assumed: clients keep its name, and nobody signs in through it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteIdentityProvider.html
 */
export const deleteIdentityProvider = implement(DeleteIdentityProvider, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const provider = await ctx.store.identityProviders.find(pool.id, input.ProviderName);
  if (provider === undefined) throw providerNotFound(input.ProviderName);

  await ctx.transaction((tx) => tx.identityProviders.delete(provider));
  return {};
});
