import { UpdateUserPoolClient } from "../../contracts/index.ts";
import { customScopes } from "../../flows/custom-scopes.ts";
import { knownProviders } from "../../flows/known-providers.ts";
import { updatedClientSettings } from "../../model/client-defaults.ts";
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
  const settings = updatedClientSettings(client.settings, input);
  const scopes = await customScopes(ctx, pool.id, settings.AllowedOAuthScopes ?? []);
  const providers = await knownProviders(ctx, pool.id, settings.SupportedIdentityProviders ?? []);
  requireClientRules(pool, settings, client.secrets.length > 0, {
    scopes: scopes.existing,
    providers: new Set(providers.map(({ name }) => name)),
  });

  const updated = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its schema and tier were judged
    for (const server of scopes.servers) await tx.resourceServers.guard(server);
    for (const provider of providers) await tx.identityProviders.guard(provider);
    return tx.clients.save({ ...client, name: input.ClientName ?? client.name, settings, modifiedAt: ctx.now });
  });
  return { UserPoolClient: clientView(updated, ctx.place.accountId) };
});
