import type { Secret } from "../../contracts/secret.ts";
import { codeTries, type CodeOutcome, type CodePurpose, type ContactAttribute } from "../../model/code.ts";
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

interface ChargedRow {
  readonly id: string;
  readonly hash: Uint8Array;
  readonly contact: ContactAttribute | null;
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

type Try = Exclude<CodeOutcome, { kind: "right" }> | { readonly kind: "right"; readonly charged: ChargedRow };

/**
 * Charges the code with a try, then compares. By one statement with its own predicate: however many tries are made at
 * once, on however many nodes, no more than a code stands are ever compared. Stops guessing in parallel.
 */
const tryCode = async (
  connection: Connection,
  { keyedHash }: Protection,
  subject: Subject,
  { purpose, value, now }: { readonly purpose: CodePurpose; readonly value: Secret; readonly now: number },
): Promise<Try> => {
  const { poolId, sub } = subject;
  const charged = await connection.first<ChargedRow>(
    sql`update codes set tries = tries + 1
      where pool_id = ${poolId} and sub = ${sub} and purpose = ${purpose}
        and tries < ${codeTries(purpose)} and expires_at > ${now}
      returning id, hash, contact`,
  );
  if (charged === undefined) {
    const left = await codeReader(connection).find(subject, purpose);
    return { kind: left === undefined || left.expiresAt <= now ? "missing" : "exhausted" };
  }
  const isRight = keyedHash.matches("code", partsOf(subject, purpose, charged.id), value, charged.hash);
  return isRight ? { kind: "right", charged } : { kind: "wrong" };
};

/** Writes and tries codes; one row for each user and purpose, so that a newer code kills the older. */
export const codeWriter = (connection: Connection, protection: Protection): Transaction["codes"] => {
  const { keyedHash } = protection;
  return {
    ...codeReader(connection),
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
      const tried = await tryCode(connection, protection, subject, { purpose, value, now });
      if (tried.kind !== "right") return tried;
      const { id, contact } = tried.charged;
      const spent = await connection.first(
        sql`delete from codes
          where pool_id = ${subject.poolId} and sub = ${subject.sub} and purpose = ${purpose} and id = ${id}
            and expires_at > ${now}
          returning id`,
      );
      return spent === undefined ? { kind: "missing" } : { kind: "right", contact };
    },
    prove: async (subject, purpose, value, now) => {
      const tried = await tryCode(connection, protection, subject, { purpose, value, now });
      if (tried.kind !== "right") return tried;
      const { id, contact } = tried.charged;
      await connection.run(
        sql`update codes set tries = tries - 1
          where pool_id = ${subject.poolId} and sub = ${subject.sub} and purpose = ${purpose} and id = ${id}`,
      );
      return { kind: "right", contact };
    },
    delete: async ({ poolId, sub }, purpose) => {
      await connection.run(sql`delete from codes where pool_id = ${poolId} and sub = ${sub} and purpose = ${purpose}`);
    },
  };
};
