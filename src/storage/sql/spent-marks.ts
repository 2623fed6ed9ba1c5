import type { Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { sql } from "./sql.ts";

/** Marks for what works once without having a row of its own: the insert that succeeds is the use. */
export const spentMarkWriter = (connection: Connection): Transaction["spentMarks"] => ({
  spend: async (poolId, purpose, id, expiresAt) => {
    const inserted = await connection.run(
      sql`insert into spent_marks (pool_id, purpose, id, expires_at)
        values (${poolId}, ${purpose}, ${id}, ${expiresAt}) on conflict (pool_id, purpose, id) do nothing`,
    );
    return inserted === 1;
  },
});
