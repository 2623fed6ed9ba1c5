import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { TestContext } from "node:test";

import type { Migration } from "./migrations/migration.ts";
import { EngineClosed, NestedTransactionError, StorageFailure, TransactionOverError } from "./sql/engine.ts";
import type { Connection } from "./sql/engine.ts";
import { sql } from "./sql/sql.ts";
import { openSqlite } from "./sqlite.ts";

const migrations: readonly Migration[] = [
  {
    id: "0001-things",
    statements: ["create table things (id text not null, n bigint not null, body blob, primary key (id))"],
  },
];

interface Thing {
  readonly id: string;
  readonly n: number;
  readonly body: Uint8Array | null;
}

const scratch = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "sqlite-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const add = async (connection: Connection, id: string, n = 1): Promise<number> =>
  connection.run(sql`insert into things (id, n) values (${id}, ${n})`);
const ids = async (connection: Connection): Promise<string[]> =>
  (await connection.all<{ id: string }>(sql`select id from things order by id`)).map((row) => row.id);

test("openSqlite gives back what was written: text, whole numbers, bytes and null, in plain objects", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  const body = new Uint8Array([0, 255, 1]);
  await engine.transaction(async (tx) => {
    await tx.run(sql`insert into things (id, n, body) values (${"Zoë"}, ${Date.UTC(2026, 0)}, ${body})`);
    await tx.run(sql`insert into things (id, n, body) values (${""}, ${-1n}, ${new Uint8Array(0)})`);
    await tx.run(sql`insert into things (id, n, body) values (${"a"}, ${0}, ${null})`);
  });
  assert.deepEqual(await engine.read.all<Thing>(sql`select * from things order by id`), [
    { id: "", n: -1, body: new Uint8Array(0) },
    { id: "Zoë", n: Date.UTC(2026, 0), body },
    { id: "a", n: 0, body: null },
  ]);
  assert.equal(await engine.read.first(sql`select * from things where id = ${"none"}`), undefined);
});

test("openSqlite's connections tell how many rows changed, and which with returning", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  await engine.transaction(async (tx) => {
    assert.equal(await add(tx, "a"), 1);
    assert.equal(await add(tx, "b"), 1);
    assert.equal(await tx.run(sql`update things set n = n + ${2}`), 2);
    assert.equal(await tx.run(sql`delete from things where id = ${"c"}`), 0);
    const spent = await tx.first<Thing>(sql`delete from things where id = ${"a"} and n = ${3} returning id, n`);
    assert.deepEqual(spent, { id: "a", n: 3 });
    assert.equal(await tx.first(sql`delete from things where id = ${"a"} returning id`), undefined);
  });
  assert.deepEqual(await ids(engine.read), ["b"]);
});

test("openSqlite treats values as parameters, whatever they spell", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  const hostile = "'); drop table things; --";
  await engine.transaction(async (tx) => add(tx, hostile));
  assert.deepEqual(await ids(engine.read), [hostile]);
});

test("openSqlite refuses numbers that are not whole and safe, on the way in and on the way out", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  for (const n of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    await assert.rejects(engine.read.all(sql`select * from things where n = ${n}`), TypeError);
  }
  await engine.transaction(async (tx) => tx.run(sql`insert into things (id, n) values (${"big"}, ${2n ** 60n})`));
  await assert.rejects(engine.read.all(sql`select n from things`), { code: "ERR_OUT_OF_RANGE" });
});

test("openSqlite keeps columns to their types", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  const wrong = engine.transaction(async (tx) => tx.run(sql`insert into things (id, n) values (${"a"}, ${"one"})`));
  await assert.rejects(wrong, /cannot store TEXT value in INTEGER column/);
});

test("openSqlite compares text in binary order", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  await engine.transaction(async (tx) => {
    for (const id of ["b", "B", "é", "a", "Z"]) await add(tx, id);
  });
  assert.deepEqual(await ids(engine.read), ["B", "Z", "a", "b", "é"]);
});

test("openSqlite tells which key a row has violated, and keeps nothing of the body", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  await engine.transaction(async (tx) => add(tx, "a"));
  const second = engine.transaction(async (tx) => {
    await add(tx, "b");
    await add(tx, "a");
  });
  await assert.rejects(second, { name: "UniqueViolation", table: "things", columns: ["id"] });
  assert.deepEqual(await ids(engine.read), ["a"]);
});

test("openSqlite undoes a body that swallows a failed statement, and runs no more of its statements", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  const swallowing = engine.transaction(async (tx) => {
    await add(tx, "a");
    await add(tx, "a").catch(() => undefined);
    await assert.rejects(add(tx, "b"), TransactionOverError);
  });
  await assert.rejects(swallowing, { name: "UniqueViolation" });
  assert.deepEqual(await ids(engine.read), []);
});

test("openSqlite undoes a body that throws, alone", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  const outcomes = await Promise.allSettled([
    engine.transaction(async (tx) => add(tx, "a")),
    engine.transaction(async (tx) => {
      await add(tx, "b");
      throw new RangeError("no");
    }),
    engine.transaction((tx) => {
      void add(tx, "c");
      throw new RangeError("at once");
    }),
    engine.transaction(async (tx) => add(tx, "d")),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ["fulfilled", "rejected", "rejected", "fulfilled"],
  );
  assert.deepEqual(await ids(engine.read), ["a", "d"]);
});

test("openSqlite's read connection never sees a row that is not committed", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  const seen: string[][] = [];
  await Promise.all([
    engine.transaction(async (tx) => {
      await add(tx, "a");
      assert.deepEqual(await ids(tx), ["a"]);
      seen.push(await ids(engine.read));
    }),
    engine.transaction(async (tx) => {
      assert.deepEqual(await ids(tx), ["a"], "bodies see what went before them in the group");
      seen.push(await ids(engine.read));
    }),
  ]);
  assert.deepEqual(seen, [[], []]);
  assert.deepEqual(await ids(engine.read), ["a"]);
});

test("openSqlite's read connection does not write", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  await assert.rejects(add(engine.read, "a"), StorageFailure);
  assert.deepEqual(await ids(engine.read), []);
});

test("openSqlite gives a body's connection back when the body ends", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  const kept = await engine.transaction(async (tx) => tx);
  await assert.rejects(kept.run(sql`delete from things`), TransactionOverError);
});

test("openSqlite refuses a transaction within a transaction, and allows one after it", async () => {
  await using engine = await openSqlite({ path: ":memory:", migrations });
  const nested = engine.transaction(async () => engine.transaction(async (tx) => add(tx, "a")));
  await assert.rejects(nested, NestedTransactionError);
  await engine.transaction(async (tx) => add(tx, "b")).then(async () => engine.transaction(async (tx) => add(tx, "c")));
  assert.deepEqual(await ids(engine.read), ["b", "c"]);
});

test("openSqlite fails what a full disk hinders, keeps nothing of it, and works again when there is room", async (t) => {
  const path = join(scratch(t), "full.db");
  await using engine = await openSqlite({ path, migrations, pageLimit: 24 });
  const fill = async (id: string, bytes: number): Promise<number> =>
    engine.transaction(async (tx) =>
      tx.run(sql`insert into things (id, n, body) values (${id}, ${1}, ${new Uint8Array(bytes)})`),
    );
  await fill("kept", 40_000);
  const outcomes = await Promise.allSettled([fill("small", 10), fill("large", 200_000), fill("late", 10)]);
  for (const outcome of outcomes) {
    assert.ok(outcome.status === "rejected" && outcome.reason instanceof StorageFailure);
    assert.match(outcome.reason.message, /disk is full/);
  }
  assert.deepEqual(await ids(engine.read), ["kept"]);
  await engine.transaction(async (tx) => tx.run(sql`delete from things where id = ${"kept"}`));
  await fill("again", 40_000);
  assert.deepEqual(await ids(engine.read), ["again"]);
});

test("openSqlite makes its folder and files for their owner alone", async (t) => {
  const folder = join(scratch(t), "deep", "data");
  await using engine = await openSqlite({ path: join(folder, "p.db"), migrations });
  await engine.transaction(async (tx) => add(tx, "a"));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(folder).sort(), ["p.db", "p.db-shm", "p.db-wal", "p.db.lock"]);
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
});

test("openSqlite's writing connection flushes each commit in a file", async (t) => {
  const path = join(scratch(t), "p.db");
  await using engine = await openSqlite({ path, migrations });
  const mode = async (query: ReturnType<typeof sql>): Promise<unknown> =>
    engine.transaction(async (tx) => Object.values((await tx.first<object>(query)) ?? {})[0]);
  assert.equal(await mode(sql`pragma synchronous`), 2);
  assert.equal(await mode(sql`pragma journal_mode`), "wal");
  assert.equal(await mode(sql`pragma wal_autocheckpoint`), 0);
});

test("openSqlite lets waiting transactions finish at close, moves the log into the file and refuses the rest", async (t) => {
  const path = join(scratch(t), "p.db");
  const engine = await openSqlite({ path, migrations });
  const waiting = Array.from({ length: 200 }, async (_, n) => engine.transaction(async (tx) => add(tx, `${n}`)));
  const closed = [engine.close(), engine.close()];
  await assert.rejects(
    engine.transaction(async (tx) => add(tx, "late")),
    EngineClosed,
  );
  await assert.rejects(ids(engine.read), EngineClosed);
  await Promise.all([...waiting, ...closed]);
  assert.equal(statSync(`${path}-wal`, { throwIfNoEntry: false }), undefined);
  using file = new DatabaseSync(path);
  assert.deepEqual({ ...file.prepare("select count(*) as n from things").get() }, { n: 200 });
});

test("openSqlite finds its rows again, under any name of the file", async (t) => {
  const folder = scratch(t);
  const path = join(folder, "p.db");
  {
    await using engine = await openSqlite({ path, migrations });
    await engine.transaction(async (tx) => add(tx, "a"));
  }
  mkdirSync(join(folder, "x"));
  await using engine = await openSqlite({ path: join(folder, "x", "..", "p.db"), migrations });
  assert.deepEqual(await ids(engine.read), ["a"]);
  await assert.rejects(openSqlite({ path, migrations }), { name: "DatabaseHeldError" });
});
