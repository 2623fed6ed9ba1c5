import { CreateUserPoolClient } from "../../contracts/index.ts";
import { Secret } from "../../contracts/secret.ts";
import { customScopes } from "../../flows/custom-scopes.ts";
import { knownProviders } from "../../flows/known-providers.ts";
import {
  CLIENT_ALPHABET,
  CLIENT_ID_LENGTH,
  CLIENT_SECRET_LENGTH,
  clientSettings,
} from "../../model/client-defaults.ts";
import { requireClientRules, requireOneSecretSource } from "../../model/client-rules.ts";
import { newClientSecret } from "../../model/client-secrets.ts";
import { clientView } from "../../model/client-view.ts";
import type { Client } from "../../model/client.ts";
import { QUOTAS, requireRoom } from "../../model/quotas.ts";
import { implement } from "../../runtime/operation.ts";
import { textFrom } from "../../runtime/random.ts";

/**
 * Makes an app client; with a secret where one is given or asked for.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export const createUserPoolClient = implement(CreateUserPoolClient, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  requireOneSecretSource(input);
  const id = textFrom(ctx.random, CLIENT_ALPHABET, CLIENT_ID_LENGTH);
  const secret =
    input.GenerateSecret === true
      ? new Secret(textFrom(ctx.random, CLIENT_ALPHABET, CLIENT_SECRET_LENGTH))
      : input.ClientSecret;
  const settings = clientSettings(input);
  const scopes = await customScopes(ctx, pool.id, settings.AllowedOAuthScopes ?? []);
  const providers = await knownProviders(ctx, pool.id, settings.SupportedIdentityProviders ?? []);
  requireClientRules(pool, settings, secret !== undefined, {
    scopes: scopes.existing,
    providers: new Set(providers.map(({ name }) => name)),
  });
  const client: Client = {
    id,
    poolId: pool.id,
    name: input.ClientName,
    secrets: secret === undefined ? [] : [newClientSecret({ id, secrets: [] }, secret, ctx.now)],
    settings,
    createdAt: ctx.now,
    modifiedAt: ctx.now,
    version: 0,
  };

  const created = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its schema and tier were judged, and its clients are counted
    requireRoom("clients", await tx.resourceCounts.clients(pool.id, QUOTAS.clients));
    for (const server of scopes.servers) await tx.resourceServers.guard(server);
    for (const provider of providers) await tx.identityProviders.guard(provider);
    return tx.clients.insert(client);
  });
  return { UserPoolClient: clientView(created, ctx.place.accountId) };
});
