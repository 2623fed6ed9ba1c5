import assert from "node:assert/strict";
import { test } from "node:test";

import { sqlitePath } from "./database-url.ts";

test("sqlitePath reads the path of a file", () => {
  assert.equal(sqlitePath("file:/var/lib/poolhouse/p.db"), "/var/lib/poolhouse/p.db");
  assert.equal(sqlitePath("file:///var/lib/p.db"), "/var/lib/p.db");
  assert.equal(sqlitePath("file:./data/p.db"), "./data/p.db");
  assert.equal(sqlitePath("file::memory:"), ":memory:");
});

test("sqlitePath refuses PostgreSQL and says what to do, without repeating the password", () => {
  for (const url of ["postgres://ada:hunter2@db/p", "postgresql://ada:hunter2@db/p"]) {
    assert.throws(
      () => sqlitePath(url),
      (error: Error) => /PostgreSQL .*use file:PATH/.test(error.message) && !error.message.includes("hunter2"),
    );
  }
});

test("sqlitePath refuses what is no address", () => {
  for (const url of ["", "file:", "p.db", "mysql://x"]) {
    assert.throws(() => sqlitePath(url), { name: "DatabaseUrlError" });
  }
});
