import { UpdateUserPoolDomain } from "../../contracts/index.ts";
import { hostOf } from "../../flows/domain-host.ts";
import { changedDomain, domainAnswer, domainNotFound } from "../../model/domain.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Changes the certificate or the pages of a pool's domain.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolDomain.html
 */
export const updateUserPoolDomain = implement(UpdateUserPoolDomain, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const domain = await ctx.store.domains.find(input.Domain);
  if (domain?.poolId !== pool.id) throw domainNotFound();
  const changed = changedDomain(pool, domain, input);

  const saved = await ctx.transaction(async (tx) => {
    // The pool's tier was judged.
    await tx.pools.guard(pool);
    return tx.domains.save(changed);
  });
  return domainAnswer(saved, input, hostOf(ctx.place, pool.id));
});
