import { CreateTerms } from "../../contracts/index.ts";
import { requireManagedLogin } from "../../model/pool-tier.ts";
import { QUOTAS, requireRoom } from "../../model/quotas.ts";
import { newTerms, termsExist, termsView } from "../../model/terms.ts";
import { implement } from "../../runtime/operation.ts";
import { uuidFrom } from "../../runtime/random.ts";

/**
 * Gives a client's sign-up page the link to its terms of use, or to its privacy policy.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateTerms.html
 */
export const createTerms = implement(CreateTerms, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const client = await ctx.store.clients.get(pool.id, input.ClientId);
  requireManagedLogin(pool.settings);
  const terms = newTerms(input, { id: uuidFrom(ctx.random), now: ctx.now });

  const created = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its tier was judged, and its terms are counted
    await tx.clients.guard(client);
    if ((await tx.documents.find(pool.id, "terms", terms.owner)) !== undefined) {
      throw termsExist(client.id, input.TermsName);
    }
    requireRoom("terms", await tx.resourceCounts.documents(pool.id, "terms", QUOTAS.terms));
    return tx.documents.insert(terms);
  });
  return { Terms: termsView(created) };
});
