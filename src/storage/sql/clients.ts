import { Secret } from "../../contracts/secret.ts";
import { clientNotFound } from "../../model/refusals.ts";
import type { Client } from "../../model/client.ts";
import type { ClientReader, PoolReader, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { JsonText } from "./json.ts";
import { requireLivePool } from "./pools.ts";
import { openJson, sealJson, type JsonPlace, type Protection } from "./protection.ts";
import { pageOf, requireInserted, requireUnmoved, rowsToRead, withNextVersion } from "./rows.ts";
import { createColumnCache, type createSettingsCache } from "./settings-cache.ts";
import { sql } from "./sql.ts";

/** What clients are read and written with. */
export interface ClientParts extends Protection {
  readonly clientSettings: ReturnType<typeof createSettingsCache<Client["settings"]>>;
  readonly clientSecrets: ReturnType<typeof createClientSecrets>;
}

interface ClientRow {
  readonly id: string;
  readonly pool_id: string;
  readonly name: string;
  readonly secrets: Uint8Array;
  readonly settings: JsonText<Client["settings"]>;
  readonly created_at: number;
  readonly modified_at: number;
  readonly version: number;
}

/** What is sealed in `secrets`. */
type ClearSecrets = readonly { readonly id: string; readonly value: string; readonly createdAt: number }[];

const secretsPlace = (poolId: string, id: string): JsonPlace<ClearSecrets> => ({
  table: "clients",
  column: "secrets",
  key: [poolId, id],
});

/** Opens the secrets of clients, and keeps them as long as the envelope is the same: nearly every request asks for them. */
export const createClientSecrets = (protection: Protection) => {
  const secretsOf = createColumnCache<Uint8Array, Client["secrets"]>((a, b) => Buffer.compare(a, b) === 0);

  // The pool is part of the name, as it is of the place: the row of another pool opens nothing.
  return (row: Pick<ClientRow, "pool_id" | "id" | "secrets">): Client["secrets"] =>
    secretsOf(`${row.pool_id}/${row.id}`, row.secrets, (envelope) =>
      openJson(protection, secretsPlace(row.pool_id, row.id), envelope).map((clear) => ({
        id: clear.id,
        value: new Secret(clear.value),
        createdAt: clear.createdAt,
      })),
    );
};

const sealedSecrets = (client: Client, parts: ClientParts): Uint8Array => {
  const clear: ClearSecrets = client.secrets.map(({ id, value, createdAt }) => ({
    id,
    value: value.reveal(),
    createdAt,
  }));
  return sealJson(parts, secretsPlace(client.poolId, client.id), clear);
};

const clientOf = (row: ClientRow, parts: ClientParts): Client => ({
  id: row.id,
  poolId: row.pool_id,
  name: row.name,
  secrets: parts.clientSecrets(row),
  settings: parts.clientSettings(row.id, row.settings),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});

/** Reads app clients and opens their secrets. */
export const clientReader = (connection: Connection, parts: ClientParts, pools: PoolReader): ClientReader => {
  const find = async (clientId: string): Promise<Client | undefined> => {
    const row = await connection.first<ClientRow>(
      sql`select id, pool_id, name, secrets, settings, created_at, modified_at, version
        from clients where id = ${clientId}`,
    );
    return row && clientOf(row, parts);
  };
  return {
    get: async (poolId, clientId) => {
      await requireLivePool(connection, poolId);
      const client = await find(clientId);
      if (client?.poolId !== poolId) throw clientNotFound(clientId);
      return client;
    },
    locate: async (clientId) => {
      const client = await find(clientId);
      const pool = client && (await pools.find(client.poolId));
      if (client === undefined || pool === undefined) throw clientNotFound(clientId);
      return { pool, client };
    },
    list: async (poolId, page) => {
      const rows = await connection.all<ClientRow>(
        sql`select c.id, c.pool_id, c.name, c.secrets, c.settings, c.created_at, c.modified_at, c.version
          from clients c join pools p on p.id = c.pool_id and p.gone = 0
          where c.pool_id = ${poolId} and c.id > ${page.after ?? ""} order by c.id limit ${rowsToRead(page)}`,
      );
      return pageOf(
        page,
        rows.map((row) => clientOf(row, parts)),
        (client) => client.id,
      );
    },
  };
};

/** Reads and writes app clients. */
export const clientWriter = (
  connection: Connection,
  parts: ClientParts,
  pools: PoolReader,
): Transaction["clients"] => ({
  ...clientReader(connection, parts, pools),
  insert: async (client) => {
    await requireLivePool(connection, client.poolId);
    const inserted = withNextVersion(client);
    requireInserted(
      await connection.run(
        sql`insert into clients (id, pool_id, name, secrets, settings, created_at, modified_at, version)
          values (${client.id}, ${client.poolId}, ${client.name}, ${sealedSecrets(client, parts)},
            ${JSON.stringify(client.settings)}, ${client.createdAt}, ${client.modifiedAt}, ${inserted.version})
          on conflict (id) do nothing`,
      ),
    );
    return inserted;
  },
  save: async (client) => {
    const saved = withNextVersion(client);
    requireUnmoved(
      await connection.run(
        sql`update clients set name = ${client.name}, secrets = ${sealedSecrets(client, parts)},
            settings = ${JSON.stringify(client.settings)}, modified_at = ${client.modifiedAt},
            version = ${saved.version}
          where id = ${client.id} and pool_id = ${client.poolId} and version = ${client.version}`,
      ),
    );
    return saved;
  },
  guard: async (client) => {
    requireUnmoved(
      await connection.run(
        sql`update clients set version = version
          where id = ${client.id} and pool_id = ${client.poolId} and version = ${client.version}`,
      ),
    );
  },
  delete: async (client) => {
    requireUnmoved(
      await connection.run(
        sql`delete from clients
          where id = ${client.id} and pool_id = ${client.poolId} and version = ${client.version}`,
      ),
    );
  },
});
