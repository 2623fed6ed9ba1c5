import type { Subject } from "../store.ts";
import type { Connection } from "./engine.ts";
import { sql } from "./sql.ts";

/** The rows over which the number of a pool's users is spread, so that sign-ups do not queue for one. */
export const COUNT_SHARDS = 16;

/** Subs end in a random hexadecimal digit. */
const shardOf = (sub: string): number => (Number.parseInt(sub.slice(-1), 16) || 0) % COUNT_SHARDS;

/** Counts a user in (1) or out (-1). The one change that is relative instead of compared: no order of two can go wrong. */
export const countUser = async (connection: Connection, { poolId, sub }: Subject, by: 1 | -1): Promise<void> => {
  await connection.run(
    sql`insert into user_counts (pool_id, shard, n) values (${poolId}, ${shardOf(sub)}, ${by})
      on conflict (pool_id, shard) do update set n = user_counts.n + excluded.n`,
  );
};
