import type { Subject } from "../store.ts";
import type { Connection } from "./engine.ts";
import { sql } from "./sql.ts";

/** The rows over which the number of a pool's users is spread, so that sign-ups do not queue for one. */
export const COUNT_SHARDS = 16;

/** Subs end in a random hexadecimal digit. */
const shardOf = (sub: string): number => (Number.parseInt(sub.slice(-1), 16) || 0) % COUNT_SHARDS;

/** The one change that is relative instead of compared: no order of two can go wrong. */
const add = async (connection: Connection, poolId: string, shard: number, by: number): Promise<void> => {
  await connection.run(
    sql`insert into user_counts (pool_id, shard, n) values (${poolId}, ${shard}, ${by})
      on conflict (pool_id, shard) do update set n = user_counts.n + excluded.n`,
  );
};

/** Counts a user in (1) or out (-1). */
export const countUser = async (connection: Connection, { poolId, sub }: Subject, by: 1 | -1): Promise<void> =>
  add(connection, poolId, shardOf(sub), by);

/** Counts new users of a pool in, with one write for each shard. */
export const countUsers = async (connection: Connection, poolId: string, users: readonly Subject[]): Promise<void> => {
  const shards = new Map<number, number>();
  for (const { sub } of users) shards.set(shardOf(sub), (shards.get(shardOf(sub)) ?? 0) + 1);
  for (const [shard, by] of shards) await add(connection, poolId, shard, by);
};
