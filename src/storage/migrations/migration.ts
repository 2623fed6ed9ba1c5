import { createHash } from "node:crypto";

/**
 * One step in the history of the tables. A file of its own, `NNNN-what-it-does.ts`, exports it, and `index.ts` lists
 * it. Once released it never changes: a correction is the next migration.
 */
export interface Migration {
  /** The file's name without its ending: four digits, then what it does, in kebab-case. Ids ascend without repeating. */
  readonly id: string;
  /** Carried out in order, all in one transaction; written in the portable subset. */
  readonly statements: readonly string[];
}

/** What a database remembers of a migration that it has been through. */
export interface AppliedMigration {
  readonly id: string;
  readonly checksum: string;
}

/** The database and the program do not fit together; the text says what to do. Nothing was changed. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/** SHA-256 of the statements, in hexadecimal. */
export const checksumOf = (migration: Migration): string =>
  createHash("sha256").update(JSON.stringify(migration.statements)).digest("hex");

/**
 * What is left to be done on a database.
 *
 * @param known the program's migrations, in order.
 * @param applied what the database has been through, by ascending id.
 * @throws {MigrationError} the database has been through something that the program does not know or knows otherwise.
 */
export const pendingMigrations = (
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] => {
  requireOrdered(known);
  for (const [index, done] of applied.entries()) {
    const expected = known[index];
    if (!known.some((migration) => migration.id === done.id)) {
      throw new MigrationError(
        `the database was written by a newer poolhouse (migration ${done.id} is unknown here); start that version or a later one`,
      );
    }
    if (expected?.id !== done.id) {
      throw new MigrationError(
        `the database has been through migration ${done.id} but not through ${expected?.id ?? "its predecessor"}, which comes before it; start the version of poolhouse that last used it`,
      );
    }
    if (checksumOf(expected) !== done.checksum) {
      throw new MigrationError(
        `migration ${done.id} is not the one that the database has been through; released migrations must not be edited`,
      );
    }
  }
  return known.slice(applied.length);
};

const ID = /^\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*$/;

const requireOrdered = (known: readonly Migration[]): void => {
  let previous = "";
  for (const { id } of known) {
    if (!ID.test(id) || id <= previous) throw new MigrationError(`migration ${id} is out of order or misnamed`);
    previous = id;
  }
};
