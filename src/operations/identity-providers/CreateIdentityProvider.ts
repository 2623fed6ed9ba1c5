import { CreateIdentityProvider } from "../../contracts/index.ts";
import {
  identifierTaken,
  poolWithIdentities,
  providerExists,
  providerView,
  requestedMapping,
  requireProviderName,
  type IdentityProvider,
} from "../../model/identity-provider.ts";
import { requestedDetails } from "../../model/provider-details.ts";
import { QUOTAS, requireRoom } from "../../model/quotas.ts";
import { implement } from "../../runtime/operation.ts";
import { IdpIdentifierTaken } from "../../storage/pool-resources.ts";
import { AlreadyExists } from "../../storage/store.ts";

/**
 * Lets a pool's users sign in through another provider; what it and the pool share is sealed.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 */
export const createIdentityProvider = implement(CreateIdentityProvider, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  requireProviderName(input.ProviderName, input.ProviderType);
  const provider: IdentityProvider = {
    poolId: pool.id,
    name: input.ProviderName,
    type: input.ProviderType,
    ...requestedDetails(input.ProviderType, input.ProviderDetails),
    mapping: requestedMapping(pool, input.ProviderType, input.AttributeMapping ?? {}),
    identifiers: input.IdpIdentifiers ?? [],
    acrMapping: input.AcrMapping,
    createdAt: ctx.now,
    modifiedAt: ctx.now,
    version: 0,
  };

  const created = await ctx.transaction(async (tx) => {
    if ((await tx.identityProviders.find(pool.id, provider.name)) !== undefined)
      throw providerExists(pool.id, provider.name);
    // Its schema was judged, and says from the first provider on that users may have identities.
    const withIdentities = poolWithIdentities(pool);
    await (withIdentities === pool ? tx.pools.guard(pool) : tx.pools.save(withIdentities));
    requireRoom("identityProviders", await tx.resourceCounts.identityProviders(pool.id, QUOTAS.identityProviders));
    try {
      return await tx.identityProviders.insert(provider);
    } catch (error) {
      if (error instanceof AlreadyExists) throw providerExists(pool.id, provider.name);
      throw error instanceof IdpIdentifierTaken ? identifierTaken() : error;
    }
  });
  return { IdentityProvider: providerView(created) };
});
