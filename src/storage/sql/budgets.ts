import { BUDGETS, type BudgetPurpose } from "../../model/budget.ts";
import { Conflict, type BudgetReader, type Subject, type Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { sql } from "./sql.ts";

interface BudgetRow {
  readonly marks: JsonText<readonly number[]>;
  readonly version: number;
}

const rowOf = (connection: Connection, { poolId, sub }: Subject, purpose: BudgetPurpose) =>
  connection.first<BudgetRow>(
    sql`select marks, version from budgets where pool_id = ${poolId} and sub = ${sub} and purpose = ${purpose}`,
  );

const marksOf = (row: BudgetRow | undefined): readonly number[] => (row === undefined ? [] : fromJson(row.marks));

/** The moment after which no limit looks at the marks any more. */
const sweepAtOf = (purpose: BudgetPurpose, marks: readonly number[]): number =>
  Math.max(0, ...marks) + Math.max(...BUDGETS[purpose].map((limit) => limit.windowMs));

/** Reads the uses of budgets. */
export const budgetReader = (connection: Connection): BudgetReader => ({
  marks: async (subject, purpose) => marksOf(await rowOf(connection, subject, purpose)),
});

const nameOf = ({ poolId, sub }: Subject, purpose: BudgetPurpose) => `${poolId}/${sub}/${purpose}`;

/** Remembers what it has read within the transaction, so that `replace` writes only if the marks are still those. */
export const budgetWriter = (connection: Connection): Transaction["budgets"] => {
  const versions = new Map<string, number>();

  const read = async (subject: Subject, purpose: BudgetPurpose): Promise<readonly number[]> => {
    const row = await rowOf(connection, subject, purpose);
    versions.set(nameOf(subject, purpose), row?.version ?? 0);
    return marksOf(row);
  };

  return {
    marks: read,
    replace: async (subject, purpose, marks) => {
      const name = nameOf(subject, purpose);
      if (!versions.has(name)) await read(subject, purpose);
      const version = versions.get(name) ?? 0;
      const text = JSON.stringify(marks);
      const written = await connection.run(
        version === 0
          ? sql`insert into budgets (pool_id, sub, purpose, marks, sweep_at, version)
              values (${subject.poolId}, ${subject.sub}, ${purpose}, ${text}, ${sweepAtOf(purpose, marks)}, 1)
              on conflict (pool_id, sub, purpose) do nothing`
          : sql`update budgets set marks = ${text}, sweep_at = ${sweepAtOf(purpose, marks)}, version = ${version + 1}
              where pool_id = ${subject.poolId} and sub = ${subject.sub} and purpose = ${purpose}
                and version = ${version}`,
      );
      // Two uses that saw the same marks must not count as one.
      if (written === 0) throw new Conflict();
      versions.set(name, version + 1);
    },
  };
};
