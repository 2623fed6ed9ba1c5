import { DescribeTerms } from "../../contracts/index.ts";
import { termsNotFound, termsView } from "../../model/terms.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows terms and their links.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeTerms.html
 */
export const describeTerms = implement(DescribeTerms, async (ctx, { UserPoolId, TermsId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  const terms = await ctx.store.documents.byId(pool.id, "terms", TermsId);
  if (terms === undefined) throw termsNotFound();
  return { Terms: termsView(terms) };
});
