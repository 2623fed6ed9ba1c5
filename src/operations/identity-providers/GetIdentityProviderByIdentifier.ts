import { GetIdentityProviderByIdentifier } from "../../contracts/index.ts";
import { identifierNotFound, providerView } from "../../model/identity-provider.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Finds the provider that an identifier, such as a mail domain, leads to.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetIdentityProviderByIdentifier.html
 */
export const getIdentityProviderByIdentifier = implement(GetIdentityProviderByIdentifier, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const provider = await ctx.store.identityProviders.byIdentifier(pool.id, input.IdpIdentifier);
  if (provider === undefined) throw identifierNotFound(input.IdpIdentifier);
  return { IdentityProvider: providerView(provider) };
});
