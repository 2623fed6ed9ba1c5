import { Secret } from "../../contracts/secret.ts";
import type { IdentityProvider } from "../../model/identity-provider.ts";
import { IdpIdentifierTaken, type IdentityProviderReader } from "../pool-resources.ts";
import type { Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { requireLivePool } from "./pools.ts";
import { openJson, sealJson, type JsonPlace, type Protection } from "./protection.ts";
import { pageOf, requireInserted, requireUnmoved, rowsToRead, withNextVersion } from "./rows.ts";
import { sql } from "./sql.ts";

interface ProviderRow {
  readonly pool_id: string;
  readonly name: string;
  readonly type: IdentityProvider["type"];
  readonly details: JsonText<IdentityProvider["details"]>;
  readonly secrets: Uint8Array;
  readonly settings: JsonText<Pick<IdentityProvider, "mapping" | "identifiers" | "acrMapping">>;
  readonly created_at: number;
  readonly modified_at: number;
  readonly version: number;
}

const secretsPlace = (poolId: string, name: string): JsonPlace<Record<string, string>> => ({
  table: "identity_providers",
  column: "secrets",
  key: [poolId, name],
});

const sealedSecrets = ({ poolId, name, secrets }: IdentityProvider, protection: Protection): Uint8Array =>
  sealJson(
    protection,
    secretsPlace(poolId, name),
    Object.fromEntries(Object.entries(secrets).map(([key, secret]) => [key, secret.reveal()])),
  );

const settingsOf = ({ mapping, identifiers, acrMapping }: IdentityProvider): string =>
  JSON.stringify({ mapping, identifiers, acrMapping });

const providerOf = (row: ProviderRow, protection: Protection): IdentityProvider => ({
  poolId: row.pool_id,
  name: row.name,
  type: row.type,
  details: fromJson(row.details),
  secrets: Object.fromEntries(
    Object.entries(openJson(protection, secretsPlace(row.pool_id, row.name), row.secrets)).map(([key, value]) => [
      key,
      new Secret(value),
    ]),
  ),
  ...fromJson(row.settings),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});

/** Reads providers and opens their secrets; those of a pool that is gone are not there. */
export const identityProviderReader = (connection: Connection, protection: Protection): IdentityProviderReader => ({
  find: async (poolId, name) => {
    const row = await connection.first<ProviderRow>(
      sql`select i.pool_id, i.name, i.type, i.details, i.secrets, i.settings, i.created_at, i.modified_at, i.version
        from identity_providers i join pools p on p.id = i.pool_id and p.gone = 0
        where i.pool_id = ${poolId} and i.name = ${name}`,
    );
    return row && providerOf(row, protection);
  },
  byIdentifier: async (poolId, identifier) => {
    const row = await connection.first<ProviderRow>(
      sql`select i.pool_id, i.name, i.type, i.details, i.secrets, i.settings, i.created_at, i.modified_at, i.version
        from identity_provider_identifiers d
          join identity_providers i on i.pool_id = d.pool_id and i.name = d.name
          join pools p on p.id = i.pool_id and p.gone = 0
        where d.pool_id = ${poolId} and d.identifier = ${identifier}`,
    );
    return row && providerOf(row, protection);
  },
  list: async (poolId, page) => {
    const rows = await connection.all<ProviderRow>(
      sql`select i.pool_id, i.name, i.type, i.details, i.secrets, i.settings, i.created_at, i.modified_at, i.version
        from identity_providers i join pools p on p.id = i.pool_id and p.gone = 0
        where i.pool_id = ${poolId} and i.name > ${page.after ?? ""}
        order by i.name limit ${rowsToRead(page)}`,
    );
    return pageOf(
      page,
      rows.map((row) => providerOf(row, protection)),
      ({ name }) => name,
    );
  },
});

/** Gives the identifiers to the provider in place of those that it had. @throws IdpIdentifierTaken */
const replaceIdentifiers = async (
  connection: Connection,
  { poolId, name, identifiers }: IdentityProvider,
): Promise<void> => {
  await connection.run(sql`delete from identity_provider_identifiers where pool_id = ${poolId} and name = ${name}`);
  for (const identifier of new Set(identifiers)) {
    const inserted = await connection.run(
      sql`insert into identity_provider_identifiers (pool_id, identifier, name)
        values (${poolId}, ${identifier}, ${name}) on conflict (pool_id, identifier) do nothing`,
    );
    if (inserted === 0) throw new IdpIdentifierTaken();
  }
};

/** Reads and writes providers. */
export const identityProviderWriter = (
  connection: Connection,
  protection: Protection,
): Transaction["identityProviders"] => ({
  ...identityProviderReader(connection, protection),
  insert: async (provider) => {
    await requireLivePool(connection, provider.poolId);
    const inserted = withNextVersion(provider);
    requireInserted(
      await connection.run(
        sql`insert into identity_providers (pool_id, name, type, details, secrets, settings, created_at, modified_at,
            version)
          values (${provider.poolId}, ${provider.name}, ${provider.type}, ${JSON.stringify(provider.details)},
            ${sealedSecrets(provider, protection)}, ${settingsOf(provider)}, ${provider.createdAt},
            ${provider.modifiedAt}, ${inserted.version})
          on conflict (pool_id, name) do nothing`,
      ),
    );
    await replaceIdentifiers(connection, provider);
    return inserted;
  },
  save: async (provider) => {
    const saved = withNextVersion(provider);
    requireUnmoved(
      await connection.run(
        sql`update identity_providers set details = ${JSON.stringify(provider.details)},
            secrets = ${sealedSecrets(provider, protection)}, settings = ${settingsOf(provider)},
            modified_at = ${provider.modifiedAt}, version = ${saved.version}
          where pool_id = ${provider.poolId} and name = ${provider.name} and version = ${provider.version}`,
      ),
    );
    await replaceIdentifiers(connection, provider);
    return saved;
  },
  guard: async (provider) => {
    requireUnmoved(
      await connection.run(
        sql`update identity_providers set version = version
          where pool_id = ${provider.poolId} and name = ${provider.name} and version = ${provider.version}`,
      ),
    );
  },
  delete: async (provider) => {
    requireUnmoved(
      await connection.run(
        sql`delete from identity_providers
          where pool_id = ${provider.poolId} and name = ${provider.name} and version = ${provider.version}`,
      ),
    );
    await replaceIdentifiers(connection, { ...provider, identifiers: [] });
  },
});
