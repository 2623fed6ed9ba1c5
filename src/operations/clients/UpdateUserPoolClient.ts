import { UpdateUserPoolClient } from "../../contracts/index.ts";
import { clientSettings } from "../../model/client-defaults.ts";
import { requireClientRules } from "../../model/client-rules.ts";
import { clientView } from "../../model/client-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets an app client's settings anew: what the request does not name goes back to its default. Name and secret stay.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */
export const updateUserPoolClient = implement(UpdateUserPoolClient, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const client = await ctx.store.clients.get(input.UserPoolId, input.ClientId);
  const settings = clientSettings(input);
  requireClientRules(pool, settings, client.secrets.length > 0);

  const updated = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its schema and tier were judged
    return tx.clients.save({ ...client, name: input.ClientName ?? client.name, settings, modifiedAt: ctx.now });
  });
  return { UserPoolClient: clientView(updated, ctx.place.accountId) };
});
