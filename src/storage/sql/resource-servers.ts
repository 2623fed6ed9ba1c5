import { resourceServerNotFound, type ResourceServer } from "../../model/resource-server.ts";
import type { Transaction } from "../store.ts";
import type { ResourceServerReader } from "../token-families.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { requireLivePool } from "./pools.ts";
import { pageOf, requireInserted, requireUnmoved, rowsToRead, withNextVersion } from "./rows.ts";
import { sql } from "./sql.ts";

interface ServerRow {
  readonly pool_id: string;
  readonly identifier: string;
  readonly name: string;
  readonly scopes: JsonText<ResourceServer["scopes"]>;
  readonly version: number;
}

const serverOf = (row: ServerRow): ResourceServer => ({
  poolId: row.pool_id,
  identifier: row.identifier,
  name: row.name,
  scopes: fromJson(row.scopes),
  version: row.version,
});

/** Reads resource servers; those of a pool that is gone are not there. */
export const resourceServerReader = (connection: Connection): ResourceServerReader => {
  const find = async (poolId: string, identifier: string): Promise<ResourceServer | undefined> => {
    const row = await connection.first<ServerRow>(
      sql`select r.pool_id, r.identifier, r.name, r.scopes, r.version
        from resource_servers r join pools p on p.id = r.pool_id and p.gone = 0
        where r.pool_id = ${poolId} and r.identifier = ${identifier}`,
    );
    return row && serverOf(row);
  };
  return {
    find,
    get: async (poolId, identifier) => {
      const server = await find(poolId, identifier);
      if (server === undefined) throw resourceServerNotFound(identifier);
      return server;
    },
    list: async (poolId, page) => {
      const rows = await connection.all<ServerRow>(
        sql`select r.pool_id, r.identifier, r.name, r.scopes, r.version
          from resource_servers r join pools p on p.id = r.pool_id and p.gone = 0
          where r.pool_id = ${poolId} and r.identifier > ${page.after ?? ""}
          order by r.identifier limit ${rowsToRead(page)}`,
      );
      return pageOf(page, rows.map(serverOf), ({ identifier }) => identifier);
    },
  };
};

/** Reads and writes resource servers. */
export const resourceServerWriter = (connection: Connection): Transaction["resourceServers"] => ({
  ...resourceServerReader(connection),
  insert: async (server) => {
    await requireLivePool(connection, server.poolId);
    const inserted = withNextVersion(server);
    requireInserted(
      await connection.run(
        sql`insert into resource_servers (pool_id, identifier, name, scopes, version)
          values (${server.poolId}, ${server.identifier}, ${server.name}, ${JSON.stringify(server.scopes)},
            ${inserted.version})
          on conflict (pool_id, identifier) do nothing`,
      ),
    );
    return inserted;
  },
  save: async (server) => {
    const saved = withNextVersion(server);
    requireUnmoved(
      await connection.run(
        sql`update resource_servers set name = ${server.name}, scopes = ${JSON.stringify(server.scopes)},
            version = ${saved.version}
          where pool_id = ${server.poolId} and identifier = ${server.identifier} and version = ${server.version}`,
      ),
    );
    return saved;
  },
  guard: async (server) => {
    requireUnmoved(
      await connection.run(
        sql`update resource_servers set version = version
          where pool_id = ${server.poolId} and identifier = ${server.identifier} and version = ${server.version}`,
      ),
    );
  },
  delete: async (server) => {
    requireUnmoved(
      await connection.run(
        sql`delete from resource_servers
          where pool_id = ${server.poolId} and identifier = ${server.identifier} and version = ${server.version}`,
      ),
    );
  },
});
