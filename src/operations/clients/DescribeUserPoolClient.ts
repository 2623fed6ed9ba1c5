import { DescribeUserPoolClient } from "../../contracts/index.ts";
import { clientView } from "../../model/client-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows an app client with all its settings and its secret.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html
 */
export const describeUserPoolClient = implement(DescribeUserPoolClient, async (ctx, { UserPoolId, ClientId }) => {
  const client = await ctx.store.clients.get(UserPoolId, ClientId);
  return { UserPoolClient: clientView(client, ctx.place.accountId) };
});
