import { DeleteTerms } from "../../contracts/index.ts";
import { termsNotFound } from "../../model/terms.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Takes terms from a client's sign-up page.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteTerms.html
 */
export const deleteTerms = implement(DeleteTerms, async (ctx, { UserPoolId, TermsId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  const terms = await ctx.store.documents.byId(pool.id, "terms", TermsId);
  if (terms === undefined) throw termsNotFound();

  await ctx.transaction((tx) => tx.documents.delete(terms));
  return {};
});
