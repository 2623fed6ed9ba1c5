import { Conflict, type FailureReader, type Failures, type Subject, type Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { sql } from "./sql.ts";

interface FailureRow {
  readonly failed: number;
  readonly last_at: number;
  readonly version: number;
}

const rowOf = (connection: Connection, { poolId, sub }: Subject) =>
  connection.first<FailureRow>(
    sql`select failed, last_at, version from failures where pool_id = ${poolId} and sub = ${sub}`,
  );

const failuresOf = (row: FailureRow | undefined): Failures | undefined =>
  row && { count: row.failed, lastAt: row.last_at };

/** Reads counts of failed sign-ins. */
export const failureReader = (connection: Connection): FailureReader => ({
  find: async (subject) => failuresOf(await rowOf(connection, subject)),
});

const nameOf = ({ poolId, sub }: Subject) => `${poolId}/${sub}`;

/** Remembers what it has read within the transaction, so that it writes only if the count is still that. */
export const failureWriter = (connection: Connection): Transaction["failures"] => {
  const versions = new Map<string, number>();

  const read = async (subject: Subject): Promise<Failures | undefined> => {
    const row = await rowOf(connection, subject);
    versions.set(nameOf(subject), row?.version ?? 0);
    return failuresOf(row);
  };
  const versionOf = async (subject: Subject): Promise<number> => {
    if (!versions.has(nameOf(subject))) await read(subject);
    return versions.get(nameOf(subject)) ?? 0;
  };

  return {
    find: read,
    replace: async (subject, { count, lastAt }) => {
      const { poolId, sub } = subject;
      const version = await versionOf(subject);
      const written = await connection.run(
        version === 0
          ? sql`insert into failures (pool_id, sub, failed, last_at, version)
              values (${poolId}, ${sub}, ${count}, ${lastAt}, 1) on conflict (pool_id, sub) do nothing`
          : sql`update failures set failed = ${count}, last_at = ${lastAt}, version = ${version + 1}
              where pool_id = ${poolId} and sub = ${sub} and version = ${version}`,
      );
      // Two failures that saw the same count must not count as one.
      if (written === 0) throw new Conflict();
      versions.set(nameOf(subject), version + 1);
    },
    delete: async (subject) => {
      const version = await versionOf(subject);
      if (version === 0) return;
      const removed = await connection.run(
        sql`delete from failures
          where pool_id = ${subject.poolId} and sub = ${subject.sub} and version = ${version}`,
      );
      if (removed === 0) throw new Conflict();
      versions.set(nameOf(subject), 0);
    },
  };
};
