import { Secret } from "../../contracts/secret.ts";
import type { StoredSigningKey } from "../store.ts";
import { Conflict } from "../store.ts";
import type { SigningKeyReader, SigningKeyWriter } from "../token-families.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { sql } from "./sql.ts";

/** Pairs of a pool that are read: far more than can take over from each other in the day that each is published. */
const PAIRS_READ = 100;

interface SigningKeyRow {
  readonly token_use: StoredSigningKey["use"];
  readonly kid: string;
  readonly private_key: Uint8Array;
  readonly created_at: number;
  readonly signs_from: number;
  readonly ends_at: number | null;
  /** 1 for a pair that has taken over from another. */
  readonly later: number;
}

/** The pairs made at a pool's first need lie in `signing_keys`, one for each use; those that took over in a table of their own. */
const firstPlace = (poolId: string, use: StoredSigningKey["use"]) => ({
  table: "signing_keys",
  column: "private_key",
  key: [poolId, use],
});

const laterPlace = (poolId: string, use: StoredSigningKey["use"], kid: string) => ({
  table: "later_signing_keys",
  column: "private_key",
  key: [poolId, use, kid],
});

/** Reads the key pairs of a pool and opens them. */
export const signingKeyReader = (connection: Connection, { sealer }: Protection): SigningKeyReader => ({
  ofPool: async (poolId, now) => {
    const rows = await connection.all<SigningKeyRow>(
      sql`select k.token_use, k.kid, k.private_key, k.created_at, k.created_at as signs_from, k.ends_at, 0 as later
          from signing_keys k join pools p on p.id = k.pool_id and p.gone = 0
          where k.pool_id = ${poolId} and (k.ends_at is null or k.ends_at > ${now})
        union all
        select k.token_use, k.kid, k.private_key, k.created_at, k.signs_from, k.ends_at, 1 as later
          from later_signing_keys k join pools p on p.id = k.pool_id and p.gone = 0
          where k.pool_id = ${poolId} and (k.ends_at is null or k.ends_at > ${now})
        order by signs_from, token_use limit ${PAIRS_READ}`,
    );
    return rows.map((row) => {
      const { token_use: use, kid } = row;
      const place = row.later === 1 ? laterPlace(poolId, use, kid) : firstPlace(poolId, use);
      return {
        poolId,
        use,
        kid,
        privateKey: new Secret(sealer.open(place, row.private_key).toString("utf8")),
        createdAt: row.created_at,
        signsFrom: row.signs_from,
        endsAt: row.ends_at,
      };
    });
  },
});

/** Reads and inserts key pairs. */
export const signingKeyWriter = (connection: Connection, protection: Protection): SigningKeyWriter => ({
  ...signingKeyReader(connection, protection),
  insert: async ({ poolId, use, kid, privateKey, createdAt }) => {
    const sealed = protection.sealer.seal(firstPlace(poolId, use), privateKey);
    await connection.run(
      sql`insert into signing_keys (pool_id, token_use, kid, private_key, created_at)
        values (${poolId}, ${use}, ${kid}, ${sealed}, ${createdAt}) on conflict (pool_id, token_use) do nothing`,
    );
  },
  replace: async (newest, { poolId, use, kid, privateKey, createdAt, signsFrom }, endsAt) => {
    const replaced = [
      await connection.run(
        sql`update signing_keys set ends_at = ${endsAt}
          where pool_id = ${poolId} and token_use = ${use} and kid = ${newest.kid} and ends_at is null`,
      ),
      await connection.run(
        sql`update later_signing_keys set ends_at = ${endsAt}
          where pool_id = ${poolId} and token_use = ${use} and kid = ${newest.kid} and ends_at is null`,
      ),
    ];
    if (!replaced.includes(1)) throw new Conflict();
    await connection.run(
      sql`update signing_keys set ends_at = ${endsAt}
        where pool_id = ${poolId} and token_use = ${use} and ends_at > ${endsAt}`,
    );
    await connection.run(
      sql`update later_signing_keys set ends_at = ${endsAt}
        where pool_id = ${poolId} and token_use = ${use} and ends_at > ${endsAt}`,
    );
    const sealed = protection.sealer.seal(laterPlace(poolId, use, kid), privateKey);
    await connection.run(
      sql`insert into later_signing_keys (pool_id, token_use, kid, private_key, created_at, signs_from, ends_at)
        values (${poolId}, ${use}, ${kid}, ${sealed}, ${createdAt}, ${signsFrom}, null)`,
    );
  },
});
