import assert from "node:assert/strict";
import { test } from "node:test";
import { IMPORT_FILE_MAX_BYTES } from "../model/import-file.ts";
import { systemRandom } from "../runtime/random.ts";
import type { Engine } from "../storage/sql/engine.ts";
import { sql } from "../storage/sql/sql.ts";
import { createJob, csvFor, csvUser, sendFile } from "../testing/imports.ts";
import { startWorld, type World } from "../testing/world.ts";
import { createReceiver } from "./receive-upload.ts";

const startWatched = async (): Promise<{ readonly world: World; readonly chunks: () => Promise<number> }> => {
  let engine: Engine | undefined;
  const world = await startWorld({ engine: (opened) => (engine = opened) });
  const chunks = async () =>
    (await engine?.read.first<{ n: number }>(sql`select count(*) as n from user_import_chunks`))?.n ?? 0;
  return { world, chunks };
};

const PIECE = Buffer.alloc(64 * 1024, "x\n");

const run = async (world: World, named: Awaited<ReturnType<typeof createJob>>) => {
  await world.call.StartUserImportJob(named);
  await world.server.imports.rest();
  return (await world.call.DescribeUserImportJob(named)).UserImportJob;
};

test("createReceiver reads on only when what it has read is safe, and holds no more than it may", async () => {
  const { world, chunks } = await startWatched();
  await using _ = world;
  let sent = 0;
  let most = 0;
  const outcome = await sendFile(world, await createJob(world), async function* () {
    for (let n = 0; n < 400; n += 1) {
      sent += PIECE.length;
      yield PIECE;
      // What was given and is in no row yet.
      most = Math.max(most, sent - (await chunks()) * 32 * 1024);
    }
  });
  assert.equal(outcome, "received");
  assert.ok(most <= 5 * PIECE.length, `${most} bytes`);
  assert.equal(await chunks(), 800);
});

test("createReceiver gives up a file at the bound, and keeps nothing of it", async () => {
  const { world, chunks } = await startWatched();
  await using _ = world;
  const big = Buffer.alloc(8 * 1024 * 1024);
  let sent = 0;
  const outcome = await sendFile(world, await createJob(world), async function* () {
    for (;;) {
      sent += big.length;
      yield big;
    }
  });
  assert.equal(outcome, "too large");
  assert.ok(sent <= IMPORT_FILE_MAX_BYTES + big.length);
  await world.server.sweeper.sweep();
  assert.equal(await chunks(), 0);
});

test("createReceiver replaces a file with the next, and the sweeper has the old one", async () => {
  const { world, chunks } = await startWatched();
  await using _ = world;
  const named = await createJob(world);
  await sendFile(world, named, Buffer.alloc(100_000));
  await sendFile(world, named, await csvFor(world, [csvUser("grace")]));
  await world.server.sweeper.sweep();
  assert.equal(await chunks(), 1);
  assert.equal((await run(world, named))?.ImportedUsers, 1);
  // Its end has swept the file.
  assert.equal(await chunks(), 0);
});

test("createReceiver leaves the file that was there when the next is broken off", async () => {
  const { world, chunks } = await startWatched();
  await using _ = world;
  const named = await createJob(world);
  await sendFile(world, named, await csvFor(world, [csvUser("grace")]));
  const broken = sendFile(world, named, async function* () {
    for (let n = 0; n < 10; n += 1) yield PIECE;
    throw new Error("gone");
  });
  await assert.rejects(broken, /gone/u);
  await world.server.sweeper.sweep();
  assert.equal(await chunks(), 1);
  assert.equal((await run(world, named))?.ImportedUsers, 1);
});

test("createReceiver refuses what comes after the start, also when it was begun before", async () => {
  const { world, chunks } = await startWatched();
  await using _ = world;
  const named = await createJob(world);
  await sendFile(world, named, await csvFor(world, [csvUser("grace")]));
  const outcome = await sendFile(world, named, async function* () {
    yield PIECE;
    await world.call.StartUserImportJob(named);
    yield PIECE;
  });
  assert.equal(outcome, "gone");
  assert.equal(await sendFile(world, named, "x"), "gone");
  await world.server.imports.rest();
  assert.equal((await world.call.DescribeUserImportJob(named)).UserImportJob?.ImportedUsers, 1);
  assert.equal(await chunks(), 0);
});

test("createReceiver takes no file for a job that has expired, is unknown, or whose pool is gone", async () => {
  const { world, chunks } = await startWatched();
  await using _ = world;
  const named = await createJob(world);
  await sendFile(world, named, Buffer.alloc(100_000));
  assert.equal(await sendFile(world, { ...named, JobId: "import-0" }, "x"), "gone");
  world.clock.advance(24 * 60 * 60_000);
  assert.equal(await sendFile(world, named, "x"), "gone");
  await world.server.sweeper.sweep();
  assert.equal(await chunks(), 0);
  const other = await createJob(world);
  await sendFile(world, other, "x");
  await world.call.DeleteUserPool(world.pool);
  assert.equal(await sendFile(world, other, "x"), "gone");
  await world.server.sweeper.sweep();
  assert.equal(await chunks(), 0);
});

test("createReceiver keeps nothing of a file whose pool is swept while it is sent", async () => {
  const { world, chunks } = await startWatched();
  await using _ = world;
  const outcome = await sendFile(world, await createJob(world), async function* () {
    for (let n = 0; n < 10; n += 1) yield PIECE;
    await world.call.DeleteUserPool(world.pool);
    await world.server.sweeper.sweep();
    assert.equal(await chunks(), 0);
    for (let n = 0; n < 10; n += 1) yield PIECE;
  });
  assert.equal(outcome, "gone");
  await world.server.sweeper.sweep();
  assert.equal(await chunks(), 0);
});

test("createReceiver takes in four files at the same time, two of a pool, and of those of one job the last to end", async () => {
  const { world, chunks } = await startWatched();
  await using _ = world;
  const { call, server, clock } = world;
  const receive = createReceiver({ store: server.store, random: systemRandom, now: () => clock.now() });
  const jobs = [await createJob(world)];
  for (const PoolName of ["second", "third"]) {
    const { UserPool } = await call.CreateUserPool({ PoolName, AutoVerifiedAttributes: ["email"] });
    jobs.push(await createJob(world, { UserPoolId: UserPool?.Id ?? "" }));
  }
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const file = await csvFor(world, [csvUser("ada")]);
  const send = (job: number) =>
    receive({ poolId: jobs[job]?.UserPoolId ?? "", id: jobs[job]?.JobId ?? "" }, async function* () {
      await opened;
      yield Buffer.from(file);
    });
  const taken = [send(0), send(0)];
  assert.equal(await send(0), "busy");
  taken.push(send(1), send(1));
  assert.equal(await send(2), "busy");
  open();
  assert.deepEqual(await Promise.all(taken), Array(4).fill("received"));
  assert.equal(await send(2), "received");
  await server.sweeper.sweep();
  assert.equal(await chunks(), 3);
  for (const job of jobs) assert.equal((await run(world, job))?.ImportedUsers, 1);
});
