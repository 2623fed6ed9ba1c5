import { StorageFailure, UniqueViolation } from "../sql/engine.ts";

const CONSTRAINT_PRIMARY_KEY = 1555;
const CONSTRAINT_UNIQUE = 2067;

/** Primary result codes after which nothing of the transaction can be relied on, whether SQLite undid it or not. */
const STORAGE_CODES: ReadonlySet<number> = new Set([
  5, // BUSY: somebody else, against the rules, holds the file
  6, // LOCKED
  7, // NOMEM
  8, // READONLY
  9, // INTERRUPT
  10, // IOERR
  11, // CORRUPT
  13, // FULL
  14, // CANTOPEN
  15, // PROTOCOL
  22, // NOLFS
  26, // NOTADB
]);

/** The extended result code of an error that SQLite raised. @see https://www.sqlite.org/rescode.html */
export const resultCode = (error: unknown): number | undefined =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode : undefined;

/** SQLite says `UNIQUE constraint failed: users.pool, users.sub`: names, never values. */
const uniqueViolation = (error: Error): UniqueViolation => {
  const names = error.message.slice(error.message.indexOf(":") + 1).split(",");
  const columns = names.map((name) => name.trim().split("."));
  return new UniqueViolation(
    columns[0]?.[0] ?? "",
    columns.map((parts) => parts[1] ?? ""),
    { cause: error },
  );
};

/** The seam's own error for an error of SQLite's; any other (a bug in a statement or its values) is handed back as it is. */
export const translate = (error: unknown): unknown => {
  const code = resultCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  if (code === CONSTRAINT_PRIMARY_KEY || code === CONSTRAINT_UNIQUE) return uniqueViolation(error);
  // The low byte of an extended result code is the primary one.
  if (STORAGE_CODES.has(code % 256))
    return new StorageFailure(`the database failed: ${error.message}`, { cause: error });
  return error;
};
