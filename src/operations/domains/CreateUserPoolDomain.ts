import { CreateUserPoolDomain } from "../../contracts/index.ts";
import { hostOf } from "../../flows/domain-host.ts";
import { domainAnswer, domainTaken, newDomain, poolWithDomain } from "../../model/domain.ts";
import { implement } from "../../runtime/operation.ts";
import { AlreadyExists } from "../../storage/store.ts";

/**
 * Gives a pool's login pages a host name, which no other pool has.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
 */
export const createUserPoolDomain = implement(CreateUserPoolDomain, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const domain = newDomain(pool, input);

  const created = await ctx.transaction(async (tx) => {
    try {
      const inserted = await tx.domains.insert(domain);
      await tx.pools.save(poolWithDomain(pool, inserted));
      return inserted;
    } catch (error) {
      throw error instanceof AlreadyExists ? domainTaken() : error;
    }
  });
  return domainAnswer(created, input, hostOf(ctx.place, pool.id));
});
