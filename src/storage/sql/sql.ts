/** What a parameter may be. Numbers must be whole and safe (`Number.isSafeInteger`); booleans are stored as 0 and 1. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** One statement and its parameters. */
export interface Query {
  /** The text between the parameters. Its identity (one per place in the source) is the prepared statement's cache key. */
  readonly strings: TemplateStringsArray;
  readonly values: readonly SqlValue[];
}

/**
 * Writes one SQL statement, in the subset that every engine accepts. Whatever stands in `${…}` is a parameter, never
 * text: there are no fragments and no nesting, so a value cannot become SQL (injection), and each place in the source
 * is prepared once per connection.
 */
export const sql = (strings: TemplateStringsArray, ...values: SqlValue[]): Query => ({ strings, values });
