/** Everything that a database holds, to compare: what must not have changed is proven row by row. */
import type { Engine } from "../../../src/storage/sql/engine.ts";
import { sql, type Query } from "../../../src/storage/sql/sql.ts";

/** Every row of every table, as text. */
export type Stored = ReadonlyMap<string, readonly string[]>;

/** What is read of a table; a statement is known by the identity of its text. */
const statements = new Map<string, Query>();

const readTable = (table: string): Query => {
  const text = [`select * from "${table}"`];
  const query = statements.get(table) ?? { strings: Object.assign(text, { raw: text }), values: [] };
  statements.set(table, query);
  return query;
};

const asText = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;

/** Reads every table. */
export const readStored = async ({ read }: Engine): Promise<Stored> => {
  const tables = await read.all<{ readonly name: string }>(
    sql`select name from sqlite_master where type = 'table' order by name`,
  );
  const stored = new Map<string, readonly string[]>();
  for (const { name } of tables) {
    const rows = await read.all<object>(readTable(name));
    stored.set(
      name,
      rows.map((row) => JSON.stringify(row, asText)),
    );
  }
  return stored;
};

/** What two readings differ in, as `table: row`; rows that `counts` does not pick are passed over. */
export const differences = (
  before: Stored,
  after: Stored,
  counts: (table: string, row: string) => boolean = () => true,
): readonly string[] => {
  const found: string[] = [];
  for (const table of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [new Set(before.get(table)), new Set(after.get(table))];
    const changed = [...[...old].filter((row) => !now.has(row)), ...[...now].filter((row) => !old.has(row))];
    found.push(...changed.filter((row) => counts(table, row)).map((row) => `${table}: ${row}`));
  }
  return found;
};
