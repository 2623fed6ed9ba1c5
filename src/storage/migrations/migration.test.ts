import assert from "node:assert/strict";
import { test } from "node:test";

import { MIGRATIONS } from "./index.ts";
import { checksumOf, MigrationError, pendingMigrations } from "./migration.ts";
import type { Migration } from "./migration.ts";

const first: Migration = { id: "0001-first", statements: ["create table a (x text not null, primary key (x))"] };
const second: Migration = { id: "0002-second", statements: ["drop table a"] };
const third: Migration = { id: "0003-third", statements: [] };
const done = (migration: Migration) => ({ id: migration.id, checksum: checksumOf(migration) });

test("pendingMigrations are those that the database has not been through", () => {
  assert.deepEqual(pendingMigrations([first, second], []), [first, second]);
  assert.deepEqual(pendingMigrations([first, second], [done(first)]), [second]);
  assert.deepEqual(pendingMigrations([first, second], [done(first), done(second)]), []);
});

test("pendingMigrations refuses a database that is newer than the program", () => {
  assert.throws(() => pendingMigrations([first], [done(first), done(second)]), {
    name: "MigrationError",
    message: /newer poolhouse \(migration 0002-second is unknown here\)/,
  });
});

test("pendingMigrations refuses a migration that was edited after it had been applied", () => {
  const edited = { ...first, statements: [...first.statements, "drop table a"] };
  assert.throws(() => pendingMigrations([edited, second], [done(first)]), /0001-first is not the one/);
});

test("pendingMigrations refuses a migration that was put in before one that has been applied", () => {
  assert.throws(() => pendingMigrations([first, second, third], [done(first), done(third)]), /0002-second/);
});

test("pendingMigrations refuses ids that repeat, descend or are misnamed", () => {
  for (const known of [
    [first, first],
    [second, first],
    [{ ...first, id: "1-first" }],
    [{ ...first, id: "0001_First" }],
  ]) {
    assert.throws(() => pendingMigrations(known, []), MigrationError);
  }
});

test("MIGRATIONS are in order", () => {
  assert.deepEqual(pendingMigrations(MIGRATIONS, []), MIGRATIONS);
});
