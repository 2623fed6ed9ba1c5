/** Every column that is kept as a keyed hash under the master key. A test holds it against the tables. */
import type { Connection } from "./engine.ts";
import { sql } from "./sql.ts";

export interface HashedRow {
  readonly key: readonly string[];
  readonly hash: Uint8Array;
  readonly expiresAt: number;
}

/** A column of keyed hashes: they cannot be made anew, so it is only told how long they matter. */
export interface HashedColumn {
  readonly table: string;
  readonly column: string;
  readonly page: (connection: Connection, after: readonly string[], limit: number) => Promise<HashedRow[]>;
}

interface HashRow {
  readonly a: string;
  readonly b: string;
  readonly c?: string;
  readonly hash: Uint8Array;
  readonly expires_at: number;
}

const hashed = (rows: readonly HashRow[]): HashedRow[] =>
  rows.map(({ a, b, c, hash, expires_at }) => ({
    key: c === undefined ? [a, b] : [a, b, c],
    hash,
    expiresAt: expires_at,
  }));

const familyTokens: HashedColumn = {
  table: "refresh_families",
  column: "token_hash",
  page: async (connection, [pool = "", origin = ""], limit) =>
    hashed(
      await connection.all<HashRow>(
        sql`select pool_id as a, origin_jti as b, token_hash as hash,
            case when revoked_at is null then expires_at else 0 end as expires_at
          from refresh_families where (pool_id, origin_jti) > (${pool}, ${origin})
          order by pool_id, origin_jti limit ${limit}`,
      ),
    ),
};

const familyHandles: HashedColumn = {
  table: "refresh_families",
  column: "handle_hash",
  page: async (connection, [pool = "", origin = ""], limit) =>
    hashed(
      await connection.all<HashRow>(
        sql`select pool_id as a, origin_jti as b, handle_hash as hash,
            case when revoked_at is null then expires_at else 0 end as expires_at
          from refresh_families where (pool_id, origin_jti) > (${pool}, ${origin}) and handle_hash is not null
          order by pool_id, origin_jti limit ${limit}`,
      ),
    ),
};

const sessionTokens: HashedColumn = {
  table: "sessions",
  column: "token_hash",
  page: async (connection, [pool = "", id = ""], limit) =>
    hashed(
      await connection.all<HashRow>(
        sql`select pool_id as a, id as b, token_hash as hash, expires_at from sessions
          where (pool_id, id) > (${pool}, ${id}) order by pool_id, id limit ${limit}`,
      ),
    ),
};

const codeHashes: HashedColumn = {
  table: "codes",
  column: "hash",
  page: async (connection, [pool = "", sub = "", purpose = ""], limit) =>
    hashed(
      await connection.all<HashRow>(
        sql`select pool_id as a, sub as b, purpose as c, hash, expires_at from codes
          where (pool_id, sub, purpose) > (${pool}, ${sub}, ${purpose}) order by pool_id, sub, purpose limit ${limit}`,
      ),
    ),
};

/** Every column of keyed hashes whose values nobody knows. */
export const HASHED_COLUMNS: readonly HashedColumn[] = [familyTokens, familyHandles, sessionTokens, codeHashes];
