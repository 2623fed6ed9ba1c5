import type { Page, PageRequest } from "../../model/page.ts";
import { AlreadyExists, Conflict } from "../store.ts";

/** A statement with the row's version in its predicate met no such row: it was changed or removed since it was judged. */
export const requireUnmoved = (changedRows: number): void => {
  if (changedRows === 0) throw new Conflict();
};

/** An `insert … on conflict do nothing` wrote nothing. */
export const requireInserted = (insertedRows: number): void => {
  if (insertedRows === 0) throw new AlreadyExists();
};

/** The row with the version that a write has just given it. */
export const withNextVersion = <Row extends { readonly version: number }>(row: Row): Row => ({
  ...row,
  version: row.version + 1,
});

/** Rows to read for a page: one more than it shows, which tells whether there is a next. */
export const rowsToRead = (request: PageRequest): number => request.limit + 1;

/** The page, of up to `rowsToRead` rows. */
export const pageOf = <Row>(request: PageRequest, rows: readonly Row[], keyOf: (row: Row) => string): Page<Row> => {
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  return rows.length <= request.limit || last === undefined ? { rows: shown } : { rows: shown, next: keyOf(last) };
};
