import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";

import { EngineOverloaded, StorageFailure, TransactionOverError, TransactionWaitError } from "../sql/engine.ts";
import type { Connection } from "../sql/engine.ts";
import { sql } from "../sql/sql.ts";
import { GROUP_LIMIT, GroupCommit, WAITING_LIMIT } from "./group-commit.ts";
import type { GroupSurroundings } from "./group-commit.ts";
import { statementsOf } from "./statements.ts";

const world = (surroundings: Partial<GroupSurroundings> = {}) => {
  const database = new DatabaseSync(":memory:");
  database.exec("create table parents (id text primary key) strict");
  database.exec(
    "create table rows (id text primary key, parent text references parents deferrable initially deferred)",
  );
  const sizes: number[] = [];
  const groups = new GroupCommit(database, statementsOf(database), {
    before: () => undefined,
    after: (bodies) => sizes.push(bodies),
    ...surroundings,
  });
  return {
    database,
    groups,
    sizes,
    ids: () =>
      database
        .prepare("select id from rows order by id")
        .all()
        .map((row) => row["id"]),
    [Symbol.dispose]: () => database.close(),
  };
};

const add = async (tx: Connection, id: string): Promise<number> => tx.run(sql`insert into rows (id) values (${id})`);

/** A row whose parent is missing: nothing complains before the commit. */
const orphan = async (tx: Connection): Promise<number> =>
  tx.run(sql`insert into rows (id, parent) values (${"orphan"}, ${"nobody"})`);

test("GroupCommit puts 64 bodies at most into one commit", async () => {
  using w = world();
  await Promise.all(Array.from({ length: 150 }, async (_, n) => w.groups.transaction(async (tx) => add(tx, `${n}`))));
  assert.equal(GROUP_LIMIT, 64);
  assert.deepEqual(w.sizes, [64, 64, 22]);
});

test("GroupCommit gathers what arrives in the same turn of the event loop", async () => {
  using w = world();
  const later = Promise.resolve().then(async () => w.groups.transaction(async (tx) => add(tx, "b")));
  await Promise.all([w.groups.transaction(async (tx) => add(tx, "a")), later]);
  assert.deepEqual(w.sizes, [2]);
});

test("GroupCommit runs bodies strictly one after another", async () => {
  using w = world();
  const steps: string[] = [];
  const body = (name: string) => async (tx: Connection) => {
    for (const step of [1, 2, 3]) {
      steps.push(`${name}${step}`);
      await add(tx, `${name}${step}`);
    }
  };
  await Promise.all([w.groups.transaction(body("a")), w.groups.transaction(body("b"))]);
  assert.deepEqual(steps, ["a1", "a2", "a3", "b1", "b2", "b3"]);
});

test("GroupCommit settles nobody before the commit", async () => {
  const settledAtCommit: string[][] = [];
  const settled: string[] = [];
  using w = world({ after: () => settledAtCommit.push([...settled]) });
  const note = (name: string) => () => settled.push(name);
  const kept = w.groups.transaction(async (tx) => add(tx, "a")).then(note("kept"));
  const thrown = w.groups.transaction(async () => Promise.reject(new Error("no"))).catch(note("thrown"));
  const last = w.groups.transaction(async () => assert.deepEqual(settled, [])).then(note("last"));
  await Promise.all([kept, thrown, last]);
  assert.deepEqual(settledAtCommit, [[]]);
  assert.equal(settled.length, 3);
});

test("GroupCommit fails everybody when the commit fails, and goes on with the next group", async () => {
  using w = world();
  const own = new Error("its own");
  const outcomes = await Promise.allSettled([
    w.groups.transaction(async (tx) => add(tx, "a")),
    w.groups.transaction(orphan),
    w.groups.transaction(async () => Promise.reject(own)),
    w.groups.transaction(async (tx) => add(tx, "b")),
  ]);
  const reasons = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : "kept"));
  assert.equal(reasons[2], own);
  for (const index of [0, 1, 3]) assert.ok(reasons[index] instanceof StorageFailure);
  assert.deepEqual(w.ids(), []);
  await w.groups.transaction(async (tx) => add(tx, "c"));
  assert.deepEqual(w.ids(), ["c"]);
});

test("GroupCommit fails everybody when it cannot begin, and says so for good once a group cannot be undone", async () => {
  using w = world();
  w.database.close();
  const outcomes = await Promise.allSettled([w.groups.transaction(async () => 1), w.groups.transaction(async () => 2)]);
  for (const outcome of outcomes) assert.ok(outcome.status === "rejected" && outcome.reason instanceof StorageFailure);
  await assert.rejects(
    w.groups.transaction(async () => 3),
    /could not be undone; restart the server/,
  );
  w.database.open();
});

for (const [what, wait] of [
  ["a turn of the event loop", async () => nextTurn()],
  ["a file", async () => readFile(import.meta.filename)],
  ["a tick", async () => new Promise<void>((resolve) => process.nextTick(resolve))],
  ["nothing that ever comes", async () => new Promise<void>(() => undefined)],
] as const) {
  test(`GroupCommit refuses a body that waits for ${what}, and no other body of its group`, async () => {
    using w = world();
    let late: Promise<unknown> = Promise.resolve();
    const outcomes = await Promise.allSettled([
      w.groups.transaction(async (tx) => add(tx, "a")),
      w.groups.transaction(async (tx) => {
        await add(tx, "waits");
        await wait();
        late = add(tx, "late");
        await late;
      }),
      w.groups.transaction(async (tx) => add(tx, "b")),
    ]);
    assert.equal(outcomes[0].status, "fulfilled");
    assert.ok(outcomes[1].status === "rejected" && outcomes[1].reason instanceof TransactionWaitError);
    assert.equal(outcomes[2].status, "fulfilled");
    assert.deepEqual(w.sizes, [3]);
    await nextTurn();
    await late.catch((error: unknown) => assert.ok(error instanceof TransactionOverError));
    assert.deepEqual(w.ids(), ["a", "b"]);
  });
}

test("GroupCommit lets a body pass any number of microtasks", async () => {
  using w = world();
  await w.groups.transaction(async (tx) => {
    for (let step = 0; step < 1_000; step++) await Promise.resolve();
    await Promise.all([add(tx, "a"), add(tx, "b")]);
  });
  assert.deepEqual(w.ids(), ["a", "b"]);
});

test("GroupCommit refuses what exceeds the queue, at once, and takes more when it has shrunk", async () => {
  using w = world();
  const waiting = Array.from({ length: WAITING_LIMIT }, async () => w.groups.transaction(async () => undefined));
  await assert.rejects(
    w.groups.transaction(async () => undefined),
    EngineOverloaded,
  );
  await Promise.all(waiting);
  await w.groups.transaction(async () => undefined);
});

test("GroupCommit runs each body in its caller's asynchronous context", async () => {
  using w = world();
  const request = new AsyncLocalStorage<string>();
  const ask = async (name: string): Promise<string | undefined> =>
    request.run(name, async () => w.groups.transaction(async () => request.getStore()));
  assert.deepEqual(await Promise.all([ask("first"), ask("second")]), ["first", "second"]);
});

test("GroupCommit does not begin a group for which there is no room, and tells why", async () => {
  const full = new StorageFailure("no room");
  const gates = [async () => Promise.reject(full)];
  using w = world({ before: () => gates.shift()?.() });
  await assert.rejects(
    w.groups.transaction(async (tx) => add(tx, "a")),
    full,
  );
  await w.groups.transaction(async (tx) => add(tx, "b"));
  assert.deepEqual(w.ids(), ["b"]);
});
