import { DeleteUserPoolDomain } from "../../contracts/index.ts";
import { domainNotFound, poolWithoutDomain } from "../../model/domain.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Takes a host name from a pool's login pages; any pool may have it then.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolDomain.html
 */
export const deleteUserPoolDomain = implement(DeleteUserPoolDomain, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const domain = await ctx.store.domains.find(input.Domain);
  if (domain?.poolId !== pool.id) throw domainNotFound();

  await ctx.transaction(async (tx) => {
    await tx.domains.delete(domain);
    await tx.pools.save(poolWithoutDomain(pool, domain));
  });
  return {};
});
