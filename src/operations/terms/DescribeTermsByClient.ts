import { DescribeTermsByClient } from "../../contracts/index.ts";
import { clientTermsNotFound, termsOwner, termsView } from "../../model/terms.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows a client's terms of one name.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeTermsByClient.html
 */
export const describeTermsByClient = implement(DescribeTermsByClient, async (ctx, input) => {
  const client = await ctx.store.clients.get(input.UserPoolId, input.ClientId);
  const terms = await ctx.store.documents.find(client.poolId, "terms", termsOwner(client.id, input.TermsName));
  if (terms === undefined) throw clientTermsNotFound(client.id);
  return { Terms: termsView(terms) };
});
