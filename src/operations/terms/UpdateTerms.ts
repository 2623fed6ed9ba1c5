import { UpdateTerms } from "../../contracts/index.ts";
import { requireManagedLogin } from "../../model/pool-tier.ts";
import { changedTerms, termsExist, termsNotFound, termsView } from "../../model/terms.ts";
import { implement } from "../../runtime/operation.ts";
import { AlreadyExists } from "../../storage/store.ts";

/**
 * Changes terms and their links.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateTerms.html
 */
export const updateTerms = implement(UpdateTerms, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  requireManagedLogin(pool.settings);
  const terms = await ctx.store.documents.byId(pool.id, "terms", input.TermsId);
  if (terms === undefined) throw termsNotFound();
  const changed = changedTerms(terms, input, ctx.now);

  const saved = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its tier was judged
    try {
      return await tx.documents.save(changed);
    } catch (error) {
      throw error instanceof AlreadyExists ? termsExist(changed.clientId, changed.content.TermsName) : error;
    }
  });
  return { Terms: termsView(saved) };
});
