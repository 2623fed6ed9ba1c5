/**
 * The file that users are imported from: comma-separated, without quotes, one user a line, under a header that names
 * every attribute of the pool.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html
 */
import { schemaOf } from "./attribute-schema.ts";
import type { Pool } from "./pool.ts";

/** Amazon's bounds on a file, and on one of its lines in UTF-16 units. */
export const IMPORT_FILE_MAX_BYTES = 100 * 1024 * 1024;
export const IMPORT_ROWS_MAX = 500_000;
export const IMPORT_LINE_MAX_LENGTH = 16_000;

/** Columns beside the attributes. */
export const USERNAME_COLUMN = "cognito:username";
export const MFA_COLUMN = "cognito:mfa_enabled";
export const PASSWORD_HASH_COLUMN = "password_hash";

/** The columns of a pool's file, in the order of the template. Assumed: where the hash stands. */
export const csvHeader = (pool: Pool): readonly string[] => [
  ...schemaOf(pool).flatMap(({ Name: name = "" }) => (name === "sub" || name === "identities" ? [] : [name])),
  MFA_COLUMN,
  USERNAME_COLUMN,
  PASSWORD_HASH_COLUMN,
];

/** A comma that no backslash stands before. */
const SEPARATOR = /(?<!\\),/;

/**
 * The values of a line, without the blanks around them. A comma in a value has a backslash before it; assumed: before
 * anything else a backslash stands for itself.
 */
export const splitLine = (line: string): string[] =>
  line.includes("\\")
    ? line.split(SEPARATOR).map((value) => value.replaceAll("\\,", ",").trim())
    : line.split(",").map((value) => value.trim());

/** The file cannot be read as one of the pool's; the message is for its owner. Nothing was imported. */
export class UnreadableImport extends Error {
  override readonly name = "UnreadableImport";
}

const BYTE_ORDER_MARK = "\uFEFF";

/** The first of the columns alone: what completes a job is told in 128 characters. */
const lacking = ([first = "", ...others]: readonly string[]): string =>
  `The header of the CSV file lacks ${first}${others.length === 0 ? "" : `, and ${others.length} more`}.`;

/**
 * The columns of a file, from its first line: all of the pool's in any order, each once; the password hash need not be.
 * Assumed: the words.
 * @throws UnreadableImport
 */
export const readHeader = (pool: Pool, line: string): readonly string[] => {
  if (line.startsWith(BYTE_ORDER_MARK))
    throw new UnreadableImport("The CSV file must not begin with a byte order mark.");
  const columns = splitLine(line);
  const known = csvHeader(pool);
  const present = new Set(columns);
  const missing = known.filter((name) => name !== PASSWORD_HASH_COLUMN && !present.has(name));
  if (missing.length > 0) throw new UnreadableImport(lacking(missing));
  if (present.size < columns.length) throw new UnreadableImport("The header of the CSV file names a column twice.");
  if (columns.some((name) => !known.includes(name))) {
    throw new UnreadableImport("The header of the CSV file has a column that is no attribute of the user pool.");
  }
  return columns;
};

/** @throws UnreadableImport for a file with more lines than users may have. Assumed: the words */
export const requireImportableLines = (lines: number): void => {
  if (lines - 1 > IMPORT_ROWS_MAX) {
    throw new UnreadableImport(`The CSV file has more than ${IMPORT_ROWS_MAX} rows.`);
  }
};
