import type { Pool } from "../../model/pool.ts";
import { indexedValues, type IndexedName } from "../../model/user-search.ts";
import type { User } from "../../model/user.ts";
import type { PoolReader, Subject, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { sql } from "./sql.ts";

const insertValue = async (connection: Connection, { poolId, sub }: Subject, name: string, value: string) => {
  await connection.run(
    sql`insert into attribute_index (pool_id, name, value, sub) values (${poolId}, ${name}, ${value}, ${sub})
      on conflict (pool_id, name, value, sub) do nothing`,
  );
};

/** Names and values that a user is found by, at most: one for each name. */
const VALUES_MAX = 16;

/** Puts a new user into the index. */
export const indexNewUser = async (connection: Connection, pool: Pool, user: User): Promise<void> => {
  for (const [name, value] of indexedValues(pool, user)) await insertValue(connection, user, name, value);
};

/** Brings the index up to the user as it is now; writes only what differs. */
export const indexUser = async (connection: Connection, pool: Pool, user: User): Promise<void> => {
  const { poolId, sub } = user;
  const wanted = new Map(indexedValues(pool, user));
  const present = await connection.all<{ name: IndexedName; value: string }>(
    sql`select name, value from attribute_index where pool_id = ${poolId} and sub = ${sub} limit ${VALUES_MAX}`,
  );
  for (const { name, value } of present) {
    if (wanted.get(name) === value) {
      wanted.delete(name);
      continue;
    }
    await connection.run(
      sql`delete from attribute_index
        where pool_id = ${poolId} and name = ${name} and value = ${value} and sub = ${sub}`,
    );
  }
  for (const [name, value] of wanted) await insertValue(connection, user, name, value);
};

/**
 * Puts users into the index who were there before it was, `limit` at most; answers how many it has dealt with. Until
 * then no filter finds them; a user who is changed meanwhile is in it at once.
 */
export const indexUnindexed = async (
  connection: Connection,
  { pools, users }: { readonly pools: PoolReader; readonly users: Transaction["users"] },
  limit: number,
): Promise<number> => {
  const due = await connection.all<{ pool_id: string; sub: string }>(
    sql`select pool_id, sub from unindexed_users order by pool_id, sub limit ${limit}`,
  );
  for (const { pool_id: poolId, sub } of due) {
    const pool = await pools.find(poolId);
    const user = pool && (await users.bySub(poolId, sub));
    if (pool !== undefined && user !== undefined) {
      // Held until the commit, so that no change of it comes between.
      await users.guard(user);
      await indexUser(connection, pool, user);
    }
    await connection.run(sql`delete from unindexed_users where pool_id = ${poolId} and sub = ${sub}`);
  }
  return due.length;
};
