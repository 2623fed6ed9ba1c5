import { DescribeIdentityProvider } from "../../contracts/index.ts";
import { providerNotFound, providerView } from "../../model/identity-provider.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows a provider, the secret it shares with the pool too, but not the private key of Apple's.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeIdentityProvider.html
 */
export const describeIdentityProvider = implement(DescribeIdentityProvider, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const provider = await ctx.store.identityProviders.find(pool.id, input.ProviderName);
  if (provider === undefined) throw providerNotFound(input.ProviderName);
  return { IdentityProvider: providerView(provider) };
});
