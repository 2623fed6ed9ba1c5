import type { IdentifierKind } from "../../model/identifier.ts";
import { Conflict, IdentifierTaken, type IdentifierHolder, type Transaction } from "../store.ts";
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

/** The one name space of a pool: a value names one user, whatever the kinds of name it is. */
export const identifierWriter = (connection: Connection): Transaction["identifiers"] => {
  const rowOf = (poolId: string, value: string): Promise<IdentifierRow | undefined> =>
    connection.first<IdentifierRow>(
      sql`select sub, kinds from identifiers where pool_id = ${poolId} and value = ${value}`,
    );

  const holder = async (poolId: string, value: string): Promise<IdentifierHolder | undefined> => {
    const row = await rowOf(poolId, value);
    if (row !== undefined) return { sub: row.sub, kinds: kindsOf(row) };
    // A sub names its user as a username would: nobody may take it and be found in that user's place.
    const named = await connection.first(sql`select sub from users where pool_id = ${poolId} and sub = ${value}`);
    return named === undefined ? undefined : { sub: value, kinds: ["username"] };
  };

  return {
    holder,
    claim: async ({ poolId, sub }, identifier) => {
      const { value, kind } = identifier;
      const held = await holder(poolId, value);
      if (held !== undefined && held.sub !== sub) throw new IdentifierTaken(identifier, held);
      const row = await rowOf(poolId, value);
      if (row === undefined) {
        const inserted = await connection.run(
          sql`insert into identifiers (pool_id, value, sub, kinds) values (${poolId}, ${value}, ${sub}, ${textOf([kind])})
            on conflict (pool_id, value) do nothing`,
        );
        // Somebody else was faster: run again, the operation finds out who.
        if (inserted === 0) throw new Conflict();
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
