import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";

import { sql } from "../sql/sql.ts";
import { preparedText, toSqlite } from "./dialect.ts";

test("toSqlite makes strict tables with SQLite's column types", () => {
  const portable = `
    create table users (
      pool text not null,
      sub text not null,
      version bigint not null default 1,
      document blob,
      primary key (pool, sub),
      unique (version)
    )`;
  assert.equal(
    toSqlite(portable),
    "create table users (pool text not null, sub text not null, version integer not null default 1, document blob, primary key (pool, sub), unique (version)) strict",
  );
});

test("toSqlite leaves the row ids out of a table whose key is all its columns", () => {
  assert.equal(
    toSqlite("create table marks (pool text not null, day bigint not null, primary key (pool, day))"),
    "create table marks (pool text not null, day integer not null, primary key (pool, day)) strict, without rowid",
  );
});

test("toSqlite maps the type of an added column", () => {
  assert.equal(
    toSqlite("alter table users add column seen bigint not null default 0"),
    "alter table users add column seen integer not null default 0",
  );
});

test("toSqlite's statements are SQLite's, one after another", () => {
  using database = new DatabaseSync(":memory:");
  for (const statement of [
    "create table a (x text not null, y bigint not null, z blob, primary key (x))",
    "create index a_by_y on a (y, x)",
    "create unique index a_by_z on a (z)",
    "alter table a add column w text",
    "insert into a (x, y) values ('k', 1)",
    "update a set y = y + 1, w = 'one; two'",
    "alter table a rename column w to v",
    "alter table a drop column v",
    "alter table a rename to b",
    "delete from b where y = 2",
    "drop index a_by_y",
    "drop table b",
  ]) {
    database.exec(toSqlite(statement));
  }
});

for (const [why, statement] of [
  ["a type that not every engine has", "create table a (x varchar not null, primary key (x))"],
  ["a type that is only SQLite's", "create table a (x integer not null, primary key (x))"],
  ["a foreign key", "create table a (x text not null references b, primary key (x))"],
  ["a check", "create table a (x text not null, check (x <> ''), primary key (x))"],
  ["a table without a key", "create table a (x text not null)"],
  ["a key that may be null", "create table a (x text, primary key (x))"],
  ["a key without its column", "create table a (x text not null, primary key (y))"],
  ["a partial index", "create index i on a (x) where x = 'y'"],
  ["an index on an expression", "create index i on a (lower(x))"],
  ["a trigger", "create trigger t after insert on a begin select 1; end"],
  ["a pragma", "pragma synchronous = off"],
  ["a transaction's end", "commit"],
] as const) {
  test(`toSqlite refuses ${why}`, () => {
    assert.throws(() => toSqlite(statement), /portable subset|primary key/);
  });
}

test("preparedText hides the value of a limit from the planner and changes no row", () => {
  using database = new DatabaseSync(":memory:");
  database.exec("create table t (n integer); insert into t values (1), (2), (3)");
  const { strings } = sql`select n from t where n > ${0} order by n limit ${2}`;
  assert.equal(preparedText(strings), "select n from t where n > ? order by n limit ? + 0");
  assert.deepEqual(
    database
      .prepare(preparedText(strings))
      .all(0, 2)
      .map((row) => row["n"]),
    [1, 2],
  );
});
