/** A request for one page of a list: what the last page ended with, and how many at most. */
export interface PageRequest {
  readonly limit: number;
  /** The key of the last row of the page before; undefined for the first page. */
  readonly after?: string | undefined;
}

/** One page; `next` is the key to go on after, undefined on the last page. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string | undefined;
}
