import { codeTries, type CodePurpose, type ContactAttribute } from "../../model/code.ts";
import type { CodeReader, Subject, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { sql } from "./sql.ts";

interface CodeRow {
  readonly id: string;
  readonly contact: ContactAttribute | null;
  readonly expires_at: number;
  readonly tries: number;
}

/** What the hash of a code covers besides its value: it matches for this user, purpose and code alone. */
const partsOf = ({ poolId, sub }: Subject, purpose: CodePurpose, id: string) => [poolId, sub, purpose, id];

/** Reads what is known of a code without its value. */
export const codeReader = (connection: Connection): CodeReader => ({
  find: async ({ poolId, sub }, purpose) => {
    const row = await connection.first<CodeRow>(
      sql`select id, contact, expires_at, tries from codes
        where pool_id = ${poolId} and sub = ${sub} and purpose = ${purpose}`,
    );
    return row && { id: row.id, purpose, contact: row.contact, expiresAt: row.expires_at, tries: row.tries };
  },
});

/** Writes and tries codes; one row for each user and purpose, so that a newer code kills the older. */
export const codeWriter = (connection: Connection, { keyedHash }: Protection): Transaction["codes"] => {
  const reader = codeReader(connection);
  return {
    ...reader,
    replace: async (subject, { id, purpose, value, contact, createdAt, expiresAt }) => {
      const hash = keyedHash.hash("code", partsOf(subject, purpose, id), value);
      await connection.run(
        sql`insert into codes (pool_id, sub, purpose, id, hash, contact, created_at, expires_at, tries)
          values (${subject.poolId}, ${subject.sub}, ${purpose}, ${id}, ${hash}, ${contact}, ${createdAt},
            ${expiresAt}, 0)
          on conflict (pool_id, sub, purpose) do update set id = excluded.id, hash = excluded.hash,
            contact = excluded.contact, created_at = excluded.created_at, expires_at = excluded.expires_at, tries = 0`,
      );
    },
    present: async (subject, purpose, value, now) => {
      const { poolId, sub } = subject;
      // The try is charged before the code is looked at, by one statement with its own predicate: however many are made
      // at once, on however many nodes, no more than it stands are ever compared. Stops guessing in parallel.
      const charged = await connection.first<{ id: string; hash: Uint8Array; contact: ContactAttribute | null }>(
        sql`update codes set tries = tries + 1
          where pool_id = ${poolId} and sub = ${sub} and purpose = ${purpose}
            and tries < ${codeTries(purpose)} and expires_at > ${now}
          returning id, hash, contact`,
      );
      if (charged === undefined) {
        const left = await reader.find(subject, purpose);
        return { kind: left === undefined || left.expiresAt <= now ? "missing" : "exhausted" };
      }
      if (!keyedHash.matches("code", partsOf(subject, purpose, charged.id), value, charged.hash)) {
        return { kind: "wrong" };
      }
      const spent = await connection.first(
        sql`delete from codes
          where pool_id = ${poolId} and sub = ${sub} and purpose = ${purpose} and id = ${charged.id}
            and expires_at > ${now}
          returning id`,
      );
      return spent === undefined ? { kind: "missing" } : { kind: "right", contact: charged.contact };
    },
    delete: async ({ poolId, sub }, purpose) => {
      await connection.run(sql`delete from codes where pool_id = ${poolId} and sub = ${sub} and purpose = ${purpose}`);
    },
  };
};
