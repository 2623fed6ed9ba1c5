import type { IdentifierKind } from "../../model/identifier.ts";
import { Conflict, IdentifierTaken, type IdentifierHolder, type Subject, type Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { requireUnmoved } from "./rows.ts";
import { sql } from "./sql.ts";

interface IdentifierRow {
  readonly sub: string;
  /** A JSON list, sorted, without repetition. */
  readonly kinds: JsonText<readonly IdentifierKind[]>;
}

const kindsOf = (row: IdentifierRow): readonly IdentifierKind[] => fromJson(row.kinds);
const textOf = (kinds: readonly IdentifierKind[]): string => JSON.stringify([...new Set(kinds)].sort());

/** Whether the value is somebody's sub. It names its user as a username would: nobody may take it and be found in that user's place. */
export const isSub = async (connection: Connection, poolId: string, value: string): Promise<boolean> =>
  (await connection.first(sql`select sub from users where pool_id = ${poolId} and sub = ${value}`)) !== undefined;

/** Gives a name that nobody has; false when somebody has it. */
export const insertIdentifier = async (
  connection: Connection,
  { poolId, sub }: Subject,
  value: string,
  kinds: readonly IdentifierKind[],
): Promise<boolean> => {
  const inserted = await connection.run(
    sql`insert into identifiers (pool_id, value, sub, kinds) values (${poolId}, ${value}, ${sub}, ${textOf(kinds)})
      on conflict (pool_id, value) do nothing`,
  );
  return inserted > 0;
};

/** Takes names away from the user, whatever kinds they are. */
export const releaseAll = async (
  connection: Connection,
  { poolId, sub }: Subject,
  values: readonly string[],
): Promise<void> => {
  for (const value of values) {
    await connection.run(sql`delete from identifiers where pool_id = ${poolId} and value = ${value} and sub = ${sub}`);
  }
};

/** The one name space of a pool: a value names one user, whatever the kinds of name it is. */
export const identifierWriter = (connection: Connection): Transaction["identifiers"] => {
  const rowOf = (poolId: string, value: string): Promise<IdentifierRow | undefined> =>
    connection.first<IdentifierRow>(
      sql`select sub, kinds from identifiers where pool_id = ${poolId} and value = ${value}`,
    );

  const holder = async (poolId: string, value: string): Promise<IdentifierHolder | undefined> => {
    const row = await rowOf(poolId, value);
    if (row !== undefined) return { sub: row.sub, kinds: kindsOf(row) };
    return (await isSub(connection, poolId, value)) ? { sub: value, kinds: ["username"] } : undefined;
  };

  return {
    holder,
    claim: async ({ poolId, sub }, identifier) => {
      const { value, kind } = identifier;
      const held = await holder(poolId, value);
      if (held !== undefined && held.sub !== sub) throw new IdentifierTaken(identifier, held);
      const row = await rowOf(poolId, value);
      if (row === undefined) {
        // Somebody else was faster: run again, the operation finds out who.
        if (!(await insertIdentifier(connection, { poolId, sub }, value, [kind]))) throw new Conflict();
        return;
      }
      requireUnmoved(
        await connection.run(
          sql`update identifiers set kinds = ${textOf([...kindsOf(row), kind])}
            where pool_id = ${poolId} and value = ${value} and sub = ${sub} and kinds = ${row.kinds}`,
        ),
      );
    },
    release: async ({ poolId, sub }, { value, kind }) => {
      const row = await rowOf(poolId, value);
      if (row?.sub !== sub) return;
      const left = kindsOf(row).filter((each) => each !== kind);
      requireUnmoved(
        await connection.run(
          left.length === 0
            ? sql`delete from identifiers
                where pool_id = ${poolId} and value = ${value} and sub = ${sub} and kinds = ${row.kinds}`
            : sql`update identifiers set kinds = ${textOf(left)}
                where pool_id = ${poolId} and value = ${value} and sub = ${sub} and kinds = ${row.kinds}`,
        ),
      );
    },
  };
};
