import { poolNotFound } from "../../model/refusals.ts";
import type { Pool } from "../../model/pool.ts";
import type { PoolReader, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { JsonText } from "./json.ts";
import { pageOf, requireInserted, requireUnmoved, rowsToRead, withNextVersion } from "./rows.ts";
import type { createSettingsCache } from "./settings-cache.ts";
import { sql } from "./sql.ts";
import { COUNT_SHARDS } from "./user-counts.ts";

/** Parsed settings of pools, by id. */
export type PoolSettingsCache = ReturnType<typeof createSettingsCache<Pool["settings"]>>;

/** The columns of a pool that a statement reads. */
interface PoolRow {
  readonly id: string;
  readonly name: string;
  readonly settings: JsonText<Pool["settings"]>;
  readonly created_at: number;
  readonly modified_at: number;
  readonly version: number;
}

const poolOf = (row: PoolRow, cache: PoolSettingsCache): Pool => ({
  id: row.id,
  name: row.name,
  settings: cache(row.id, row.settings),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});

/** Reads pools; one that is marked gone is not there. */
export const poolReader = (connection: Connection, cache: PoolSettingsCache): PoolReader => {
  const find = async (poolId: string): Promise<Pool | undefined> => {
    const row = await connection.first<PoolRow>(
      sql`select id, name, settings, created_at, modified_at, version from pools where id = ${poolId} and gone = 0`,
    );
    return row && poolOf(row, cache);
  };
  return {
    find,
    get: async (poolId) => {
      const pool = await find(poolId);
      if (pool === undefined) throw poolNotFound(poolId);
      return pool;
    },
    list: async (page) => {
      const rows = await connection.all<PoolRow>(
        sql`select id, name, settings, created_at, modified_at, version from pools
          where gone = 0 and id > ${page.after ?? ""} order by id limit ${rowsToRead(page)}`,
      );
      return pageOf(
        page,
        rows.map((row) => poolOf(row, cache)),
        (pool) => pool.id,
      );
    },
    countUsers: async (poolId) => {
      const shards = await connection.all<{ n: number }>(
        sql`select n from user_counts where pool_id = ${poolId} limit ${COUNT_SHARDS}`,
      );
      return shards.reduce((sum, shard) => sum + shard.n, 0);
    },
  };
};

/** Reads and writes pools. Deleting marks: what belongs to a pool is swept later. */
export const poolWriter = (connection: Connection, cache: PoolSettingsCache): Transaction["pools"] => ({
  ...poolReader(connection, cache),
  insert: async (pool) => {
    const inserted = withNextVersion(pool);
    requireInserted(
      await connection.run(
        sql`insert into pools (id, name, settings, created_at, modified_at, gone, version)
          values (${pool.id}, ${pool.name}, ${JSON.stringify(pool.settings)}, ${pool.createdAt}, ${pool.modifiedAt}, 0,
            ${inserted.version})
          on conflict (id) do nothing`,
      ),
    );
    return inserted;
  },
  save: async (pool) => {
    const saved = withNextVersion(pool);
    requireUnmoved(
      await connection.run(
        sql`update pools set name = ${pool.name}, settings = ${JSON.stringify(pool.settings)},
            modified_at = ${pool.modifiedAt}, version = ${saved.version}
          where id = ${pool.id} and version = ${pool.version} and gone = 0`,
      ),
    );
    return saved;
  },
  guard: async (pool) => {
    // A write that changes nothing holds the row until the commit, whatever the isolation level; a read would not.
    requireUnmoved(
      await connection.run(
        sql`update pools set version = version where id = ${pool.id} and version = ${pool.version} and gone = 0`,
      ),
    );
  },
  delete: async (pool) => {
    requireUnmoved(
      await connection.run(
        sql`update pools set gone = 1, version = ${pool.version + 1}
          where id = ${pool.id} and version = ${pool.version} and gone = 0`,
      ),
    );
  },
});

/** @throws ResourceNotFoundException; for inserts, which no version guards */
export const requireLivePool = async (connection: Connection, poolId: string): Promise<void> => {
  const row = await connection.first(sql`select id from pools where id = ${poolId} and gone = 0`);
  if (row === undefined) throw poolNotFound(poolId);
};
