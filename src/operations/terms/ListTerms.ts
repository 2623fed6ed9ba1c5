import { ListTerms } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { termsDescription } from "../../model/terms.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists a pool's terms, of all its clients, without their links.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTerms.html
 */
export const listTerms = implement(ListTerms, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const binding = ["ListTerms", pool.id];
  const request = pageRequest(ctx, binding, { limit: input.MaxResults, token: input.NextToken });
  const page = await ctx.store.documents.list(pool.id, "terms", request);
  return { Terms: page.rows.map(termsDescription), NextToken: nextToken(ctx, binding, page) };
});
