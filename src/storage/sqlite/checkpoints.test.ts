import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { TestContext } from "node:test";

import { StorageFailure } from "../sql/engine.ts";
import { sql } from "../sql/sql.ts";
import { openSqlite } from "../sqlite.ts";
import { Checkpoints } from "./checkpoints.ts";
import type { CheckpointBounds } from "./checkpoints.ts";
import type { EngineEvent } from "./events.ts";

const KIB = 1024;
const roomy: CheckpointBounds = {
  passiveTransactions: 1_000_000,
  passiveBytes: 1024 * KIB * KIB,
  truncateBytes: 1024 * KIB * KIB,
  refuseBytes: 1024 * KIB * KIB,
};
const migrations = [
  { id: "0001-t", statements: ["create table t (id text not null, body blob not null, primary key (id))"] },
];

const scratch = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "checkpoints-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "p.db");
};
const logSize = (path: string): number => statSync(`${path}-wal`).size;

/** A file with a log of some 200 KiB that nobody empties. */
const written = (path: string): DatabaseSync => {
  const database = new DatabaseSync(path);
  database.exec("pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table t (body blob) strict");
  database.exec("insert into t values (zeroblob(200000))");
  return database;
};

for (const [why, bounds] of [
  ["so many transactions", { ...roomy, passiveTransactions: 3 }],
  ["so much growth", { ...roomy, passiveBytes: 100 * KIB }],
] as const) {
  test(`Checkpoints moves the log into the file after ${why}`, async (t) => {
    const path = scratch(t);
    using database = written(path);
    const checkpoints = new Checkpoints(path, "", bounds, (event) => assert.fail(JSON.stringify(event)));
    checkpoints.committed(3);
    await checkpoints.close();
    const row = database.prepare("pragma wal_checkpoint(noop)").get();
    assert.ok(Number(row?.["log"]) > 40);
    assert.equal(row?.["checkpointed"], row?.["log"]);
  });
}

test("Checkpoints starts no thread while the log is short", async (t) => {
  const path = scratch(t);
  using _database = written(path);
  // A thread would fail on this path, and say so.
  const checkpoints = new Checkpoints(`${path}/no`, "", roomy, (event) => assert.fail(JSON.stringify(event)));
  checkpoints.committed(999_999);
  assert.equal(checkpoints.roomForMore(), undefined);
  await checkpoints.close();
});

test("Checkpoints tells of a thread that fails, and starts another at the next need", async (t) => {
  const path = scratch(t);
  const events: EngineEvent[] = [];
  const checkpoints = new Checkpoints(`${path}/no`, "", { ...roomy, passiveTransactions: 1 }, (event) => {
    events.push(event);
  });
  for (let attempt = 1; attempt <= 2; attempt++) {
    checkpoints.committed(1);
    await checkpoints.close();
    assert.equal(events.length, attempt);
    assert.equal(events.at(-1)?.event, "database-checkpoint-failed");
  }
});

test("openSqlite keeps its log within the bound, however much is written", async (t) => {
  const path = scratch(t);
  const bounds = { ...roomy, passiveBytes: 32 * KIB, truncateBytes: 256 * KIB };
  await using engine = await openSqlite({ path, migrations, checkpoints: bounds });
  const body = new Uint8Array(20 * KIB);
  let longest = 0;
  for (let n = 0; n < 100; n++) {
    await engine.transaction(async (tx) => tx.run(sql`insert into t (id, body) values (${`${n}`}, ${body})`));
    longest = Math.max(longest, logSize(path));
  }
  // A group begins below the bound and adds what it writes.
  assert.ok(longest < bounds.truncateBytes + 64 * KIB, `${longest} bytes`);
  assert.deepEqual(await engine.read.first(sql`select count(*) as n from t`), { n: 100 });
});

test("openSqlite refuses to write once a foreign reader keeps the log from being emptied, until it lets go", async (t) => {
  const path = scratch(t);
  const events: EngineEvent[] = [];
  const bounds = { ...roomy, truncateBytes: 64 * KIB, refuseBytes: 96 * KIB };
  await using engine = await openSqlite({ path, migrations, checkpoints: bounds, log: (event) => events.push(event) });
  const add = async (id: string, bytes: number): Promise<number> =>
    engine.transaction(async (tx) => tx.run(sql`insert into t (id, body) values (${id}, ${new Uint8Array(bytes)})`));
  await add("before", 10);
  using foreign = new DatabaseSync(path, { readOnly: true });
  foreign.exec("begin");
  foreign.prepare("select count(*) from t").get();

  await add("large", 200 * KIB);
  await assert.rejects(add("refused", 10), StorageFailure);
  assert.ok(events.some((event) => event.event === "database-log-long"));
  assert.deepEqual(await engine.read.all(sql`select id from t order by id`), [{ id: "before" }, { id: "large" }]);

  foreign.exec("commit");
  await add("after", 10);
  assert.deepEqual(await engine.read.first(sql`select count(*) as n from t`), { n: 3 });
});
