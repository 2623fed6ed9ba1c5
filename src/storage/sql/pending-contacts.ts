import type { ContactAttribute } from "../../model/code.ts";
import type { PendingContactReader, PendingContactWriter } from "../pending-contacts.ts";
import type { Connection } from "./engine.ts";
import { sql } from "./sql.ts";

interface PendingContactRow {
  readonly pool_id: string;
  readonly sub: string;
  readonly contact: ContactAttribute;
  readonly value: string;
  readonly code_id: string;
  readonly expires_at: number;
}

/** Reads addresses that wait to be proven. */
export const pendingContactReader = (connection: Connection): PendingContactReader => ({
  find: async ({ poolId, sub }, contact) => {
    const row = await connection.first<PendingContactRow>(
      sql`select pool_id, sub, contact, value, code_id, expires_at from pending_contacts
        where pool_id = ${poolId} and sub = ${sub} and contact = ${contact}`,
    );
    return (
      row && {
        poolId: row.pool_id,
        sub: row.sub,
        contact: row.contact,
        value: row.value,
        codeId: row.code_id,
        expiresAt: row.expires_at,
      }
    );
  },
});

/** Reads and writes addresses that wait to be proven: one for each contact of a user. */
export const pendingContactWriter = (connection: Connection): PendingContactWriter => ({
  ...pendingContactReader(connection),
  replace: async ({ poolId, sub, contact, value, codeId, expiresAt }) => {
    await connection.run(
      sql`insert into pending_contacts (pool_id, sub, contact, value, code_id, expires_at)
        values (${poolId}, ${sub}, ${contact}, ${value}, ${codeId}, ${expiresAt})
        on conflict (pool_id, sub, contact) do update set value = excluded.value, code_id = excluded.code_id,
          expires_at = excluded.expires_at`,
    );
  },
  delete: async ({ poolId, sub }, contact) => {
    await connection.run(
      sql`delete from pending_contacts where pool_id = ${poolId} and sub = ${sub} and contact = ${contact}`,
    );
  },
});
