/** A database's address that this version cannot use. The text never repeats the address, which may hold a password. */
export class DatabaseUrlError extends Error {
  override readonly name = "DatabaseUrlError";
}

/**
 * The path in a `POOLHOUSE_DATABASE_URL`: `file:PATH` (relative to the working directory, or absolute, also as
 * `file:///PATH`), or `":memory:"` for `file::memory:`.
 *
 * @throws {DatabaseUrlError} it is PostgreSQL's, or no address at all.
 */
export const sqlitePath = (url: string): string => {
  if (/^postgres(?:ql)?:/i.test(url)) {
    throw new DatabaseUrlError(
      "POOLHOUSE_DATABASE_URL: PostgreSQL is not supported by this version; use file:PATH, an embedded database",
    );
  }
  const path = /^file:(?:\/\/(?=\/))?(.+)$/s.exec(url)?.[1];
  if (path === undefined) {
    throw new DatabaseUrlError("POOLHOUSE_DATABASE_URL must be file:PATH or file::memory:");
  }
  return path;
};
