import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";

import { MIGRATIONS } from "../migrations/index.ts";
import type { Migration } from "../migrations/migration.ts";
import { migrate } from "./migrate.ts";

const first: Migration = {
  id: "0001-first",
  statements: ["create table a (x text not null, n bigint not null, primary key (x))", "create index a_by_n on a (n)"],
};
const second: Migration = { id: "0002-second", statements: ["alter table a add column more blob"] };

const tables = (database: DatabaseSync): unknown[] =>
  database
    .prepare("select name from sqlite_schema where type = 'table' order by name")
    .all()
    .map((row) => row["name"]);

test("migrate takes an empty file through everything, and later through what is new", () => {
  using database = new DatabaseSync(":memory:");
  assert.deepEqual(migrate(database, [first]), ["0001-first"]);
  assert.deepEqual(tables(database), ["a", "schema_migrations"]);
  assert.deepEqual(migrate(database, [first]), []);
  assert.deepEqual(migrate(database, [first, second]), ["0002-second"]);
  database.exec("insert into a (x, n, more) values ('k', 1, x'00')");
});

test("migrate does a migration whole or not at all, and keeps those before it", () => {
  using database = new DatabaseSync(":memory:");
  const broken: Migration = {
    id: "0002-broken",
    statements: ["create table b (x text not null, primary key (x))", "drop table nowhere"],
  };
  assert.throws(() => migrate(database, [first, broken]), /no such table: nowhere/);
  assert.deepEqual(tables(database), ["a", "schema_migrations"]);
  assert.deepEqual(migrate(database, [first, second]), ["0002-second"]);
});

test("migrate changes nothing in a database that is newer or other than the program", () => {
  using database = new DatabaseSync(":memory:");
  migrate(database, [first, second]);
  const before = tables(database);
  assert.throws(() => migrate(database, [first]), { name: "MigrationError" });
  assert.throws(() => migrate(database, [{ ...first, statements: [] }, second]), { name: "MigrationError" });
  assert.deepEqual(tables(database), before);
});

test("migrate carries out the program's own migrations", () => {
  using database = new DatabaseSync(":memory:");
  assert.equal(migrate(database, MIGRATIONS).length, MIGRATIONS.length);
});
