import { ListUserPoolClients } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { clientDescription } from "../../model/client-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the app clients of a pool. None registered itself (`DCR`), so that this kind is always empty.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html
 */
export const listUserPoolClients = implement(ListUserPoolClients, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const binding = ["ListUserPoolClients", pool.id, input.ClientType ?? ""];
  const request = pageRequest(ctx, binding, { limit: input.MaxResults, token: input.NextToken });
  if (input.ClientType === "DCR") return { UserPoolClients: [] };
  const page = await ctx.store.clients.list(pool.id, request);
  return { UserPoolClients: page.rows.map(clientDescription), NextToken: nextToken(ctx, binding, page) };
});
