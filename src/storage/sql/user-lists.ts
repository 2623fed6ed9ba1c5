import type { UserReader } from "../store.ts";
import type { Connection } from "./engine.ts";
import { pageOf, rowsToRead } from "./rows.ts";
import { sql } from "./sql.ts";
import { userOf, type UserRow } from "./user-rows.ts";

/** Lists users, each page by a range of keys: the last one costs what the first one does. */
export const userLists = (connection: Connection): Pick<UserReader, "ofGroup"> => ({
  ofGroup: async ({ poolId, name }, page) => {
    const group = await connection.first<{ generation: number }>(
      sql`select generation from groups where pool_id = ${poolId} and name = ${name} and gone = 0`,
    );
    if (group === undefined) return { rows: [] };
    const rows = await connection.all<UserRow>(
      sql`select u.pool_id, u.sub, u.username, u.status, u.enabled, u.attributes, u.mfa_factors, u.preferred_mfa,
          u.identities, u.tokens_revoked_at, u.token_epoch, u.created_at, u.modified_at, u.version
        from memberships m join users u on u.pool_id = m.pool_id and u.sub = m.sub
        where m.pool_id = ${poolId} and m.group_name = ${name} and m.generation = ${group.generation}
          and m.sub > ${page.after ?? ""}
        order by m.sub limit ${rowsToRead(page)}`,
    );
    return pageOf(page, rows.map(userOf), (user) => user.sub);
  },
});
