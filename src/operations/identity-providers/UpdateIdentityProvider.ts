import { UpdateIdentityProvider } from "../../contracts/index.ts";
import { identifierTaken, providerNotFound, providerView, requestedMapping } from "../../model/identity-provider.ts";
import { requestedDetails } from "../../model/provider-details.ts";
import { implement } from "../../runtime/operation.ts";
import { IdpIdentifierTaken } from "../../storage/pool-resources.ts";

/**
 * Changes a provider. Assumed: members that the request does not name stay; details that it names replace all of them.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateIdentityProvider.html
 */
export const updateIdentityProvider = implement(UpdateIdentityProvider, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const provider = await ctx.store.identityProviders.find(pool.id, input.ProviderName);
  if (provider === undefined) throw providerNotFound(input.ProviderName);
  const changed = {
    ...provider,
    ...(input.ProviderDetails === undefined ? {} : requestedDetails(provider.type, input.ProviderDetails)),
    mapping: requestedMapping(pool, provider.type, input.AttributeMapping ?? provider.mapping),
    identifiers: input.IdpIdentifiers ?? provider.identifiers,
    acrMapping: input.AcrMapping ?? provider.acrMapping,
    modifiedAt: ctx.now,
  };

  const saved = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its schema was judged
    try {
      return await tx.identityProviders.save(changed);
    } catch (error) {
      throw error instanceof IdpIdentifierTaken ? identifierTaken() : error;
    }
  });
  return { IdentityProvider: providerView(saved) };
});
