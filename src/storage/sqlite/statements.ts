import type { DatabaseSync, StatementSync } from "node:sqlite";

import type { Connection } from "../sql/engine.ts";
import type { Query, SqlValue } from "../sql/sql.ts";
import { preparedText } from "./dialect.ts";
import { translate } from "./failures.ts";

export interface Prepared {
  readonly statement: StatementSync;
  readonly columns: readonly string[];
}

/**
 * One connection's statements, each prepared the first time its template is used and kept while the template lives:
 * there are as many as there are templates in the source. Call after the migrations, for a statement keeps its columns.
 */
export const statementsOf = (database: DatabaseSync): ((query: Query) => Prepared) => {
  const cache = new WeakMap<TemplateStringsArray, Prepared>();
  return (query) => {
    const known = cache.get(query.strings);
    if (known) return known;
    const statement = database.prepare(preparedText(query.strings));
    statement.setReturnArrays(true);
    const fresh = { statement, columns: statement.columns().map((column) => column.name) };
    cache.set(query.strings, fresh);
    return fresh;
  };
};

/** What stands before and after each statement of a connection. */
export interface Guard {
  /** Throws if the connection may not be used any more. */
  readonly enter: () => void;
  /** Told of each statement's failure, before its caller is. */
  readonly failed: (error: unknown) => void;
}

/** A connection that speaks through these statements for as long as its guard lets it. */
export const guardedConnection = (prepare: (query: Query) => Prepared, guard: Guard): Connection => {
  const carryOut = <T>(query: Query, work: (prepared: Prepared) => T): T => {
    guard.enter();
    try {
      requireWholeNumbers(query.values);
      return work(prepare(query));
    } catch (error) {
      const failure = translate(error);
      guard.failed(failure);
      throw failure;
    }
  };
  return {
    all: async <Row>(query: Query) =>
      carryOut(query, ({ statement, columns }) => rowsOf<Row>(columns, statement.all(...query.values))),
    first: async <Row>(query: Query) =>
      carryOut(query, ({ statement, columns }) => {
        const cells: unknown = statement.get(...query.values);
        return cells === undefined ? undefined : rowsOf<Row>(columns, [cells])[0];
      }),
    run: async (query) => carryOut(query, ({ statement }) => Number(statement.run(...query.values).changes)),
  };
};

/**
 * Plain objects from rows of cells, as `setReturnArrays(true)` yields them: the objects that `node:sqlite` makes have no
 * prototype and are slower to make and to read.
 */
const rowsOf = <Row>(columns: readonly string[], rows: readonly unknown[]): Row[] =>
  rows.map((cells) => {
    const row: Record<string, unknown> = {};
    if (Array.isArray(cells)) columns.forEach((column, index) => (row[column] = cells[index]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the type of its statement's rows
    return row as Row;
  });

/** SQLite would store NaN as null; fractions are not in the subset, and PostgreSQL would refuse them. */
const requireWholeNumbers = (values: readonly SqlValue[]): void => {
  for (const [index, value] of values.entries()) {
    if (typeof value === "number" && !Number.isSafeInteger(value)) {
      throw new TypeError(`parameter ${index + 1} is not a whole number within the safe range`);
    }
  }
};
