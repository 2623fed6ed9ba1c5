import type { DatabaseSync } from "node:sqlite";

import { checksumOf, pendingMigrations } from "../migrations/migration.ts";
import type { AppliedMigration, Migration } from "../migrations/migration.ts";
import { toSqlite } from "./dialect.ts";

const RECORD =
  "create table if not exists schema_migrations (id text not null primary key, checksum text not null) strict";

/**
 * Brings the tables up to the program's version: each migration and its record in one transaction, so that a crash
 * leaves it done or not begun.
 *
 * @returns the ids of those that it carried out.
 * @throws {MigrationError} the database does not belong to this version; it is left as it was.
 */
export const migrate = (database: DatabaseSync, known: readonly Migration[]): readonly string[] => {
  const pending = pendingMigrations(known, appliedTo(database));
  for (const migration of pending) {
    inTransaction(database, () => {
      database.exec(RECORD);
      for (const statement of migration.statements) database.exec(toSqlite(statement));
      database
        .prepare("insert into schema_migrations (id, checksum) values (?, ?)")
        .run(migration.id, checksumOf(migration));
    });
  }
  return pending.map((migration) => migration.id);
};

const appliedTo = (database: DatabaseSync): readonly AppliedMigration[] => {
  const recorded = database.prepare("select 1 from sqlite_schema where name = 'schema_migrations'").get();
  if (!recorded) return [];
  const rows = database.prepare("select id, checksum from schema_migrations order by id").all();
  return rows.map((row) => ({ id: String(row["id"]), checksum: String(row["checksum"]) }));
};

const inTransaction = (database: DatabaseSync, work: () => void): void => {
  database.exec("begin immediate");
  try {
    work();
    database.exec("commit");
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
};
