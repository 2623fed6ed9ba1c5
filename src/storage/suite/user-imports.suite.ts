import assert from "node:assert/strict";
import { test } from "node:test";
import { identifiersOf } from "../../model/identifier.ts";
import type { UserImportJob } from "../../model/user-import-job.ts";
import { AlreadyExists, Conflict, type Store, type Transaction } from "../store.ts";
import {
  aCredential,
  anImportJob,
  AT_ONCE,
  aUser,
  HOUR_MS,
  KEYS,
  NOW,
  type Opened,
  type OpenStore,
  putPool,
  putUser,
  rowCounts,
  SECOND_MS,
  unique,
} from "./fixtures.suite.ts";

const PROGRESS = {
  position: 100,
  line: 3,
  imported: 1,
  skipped: 1,
  failed: 0,
  reported: 0,
  reportTail: "[SUCCEEDED]\n",
};

const insertJob = (store: Store, job: UserImportJob): Promise<UserImportJob> =>
  store.transaction((tx) => tx.userImports.insert(job));

/** The promises of imports of users. */
export const userImports = (open: OpenStore, shared: () => Opened) => {
  test("Transaction.userImports keeps a job, and writes what was judged", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const job = await insertJob(store, anImportJob(pool));
    assert.deepEqual(await store.reader.userImports.get(pool.id, job.id), job);
    assert.equal(await store.reader.userImports.find(pool.id, "import-0"), undefined);
    await assert.rejects(store.reader.userImports.get(pool.id, "import-0"), { name: "ResourceNotFoundException" });
    await assert.rejects(insertJob(store, anImportJob(pool, { id: job.id })), AlreadyExists);
    const upload = { id: "u", bytes: 10, lines: 2 };
    const started: UserImportJob = { ...job, status: "InProgress", startedAt: NOW, upload };
    const saved = await store.transaction((tx) => tx.userImports.save(started));
    assert.deepEqual(await store.reader.userImports.find(pool.id, job.id), saved);
    await assert.rejects(
      store.transaction((tx) => tx.userImports.save(job)),
      Conflict,
    );
  });

  test("Transaction.userImports.advance moves a job on from where it was judged, while it is in progress", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const job = await insertJob(store, anImportJob(pool, { status: "InProgress" }));
    await store.transaction((tx) => tx.userImports.advance(job, PROGRESS));
    const advanced = await store.reader.userImports.get(pool.id, job.id);
    assert.deepEqual(advanced, { ...job, progress: PROGRESS });
    await assert.rejects(
      store.transaction((tx) => tx.userImports.advance(job, PROGRESS)),
      Conflict,
    );
    // A stop is written whatever the progress is, and the progress stays.
    const stopping = await store.transaction((tx) => tx.userImports.save({ ...job, status: "Stopping" }));
    await assert.rejects(
      store.transaction((tx) => tx.userImports.advance(advanced, { ...PROGRESS, position: 200 })),
      Conflict,
    );
    assert.deepEqual(await store.reader.userImports.get(pool.id, job.id), { ...stopping, progress: PROGRESS });
  });

  test("Reader.userImports lists the newest first, page by page, and none of a deleted pool", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const ids: string[] = [];
    for (const createdAt of [NOW, NOW + SECOND_MS, NOW + SECOND_MS, NOW + HOUR_MS]) {
      ids.push((await insertJob(store, anImportJob(pool, { createdAt }))).id);
    }
    const list = async (limit: number) => {
      const listed: string[][] = [];
      let after: string | undefined;
      do {
        const page = await store.reader.userImports.list(pool.id, { limit, after });
        listed.push(page.rows.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      return listed;
    };
    const newestFirst = ids.toReversed();
    assert.deepEqual(await list(10), [newestFirst]);
    assert.deepEqual(await list(3), [newestFirst.slice(0, 3), newestFirst.slice(3)]);
    assert.equal(await store.transaction((tx) => tx.resourceCounts.userImportJobs(pool.id, 3)), 3);
    await store.transaction((tx) => tx.pools.delete(pool));
    assert.deepEqual(await list(10), [[]]);
    assert.equal(await store.reader.userImports.find(pool.id, ids[0] ?? ""), undefined);
  });

  test("Transaction.userImports.takeTurn gives the turn to one of many jobs", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store } = own;
    const pool = await putPool(store);
    const jobs = Array.from({ length: AT_ONCE }, () => anImportJob(pool));
    const taken = await Promise.all(jobs.map((job) => store.transaction((tx) => tx.userImports.takeTurn(job))));
    const winner = jobs[taken.indexOf(true)];
    assert.ok(winner);
    assert.equal(taken.filter(Boolean).length, 1);
    const active = { poolId: pool.id, id: winner.id };
    assert.deepEqual(await store.reader.userImports.active(), active);
    await store.transaction((tx) => tx.userImports.endTurn({ ...active, id: "another" }));
    assert.deepEqual(await store.reader.userImports.active(), active);
    await store.transaction((tx) => tx.userImports.endTurn(winner));
    assert.equal(await store.reader.userImports.active(), undefined);
  });

  test("Transaction.userImports keeps a file in pieces, and the sweeper has those that nobody keeps", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    const pool = await putPool(store);
    const put = (id: string) =>
      store.transaction(async (tx) => {
        await tx.userImports.openUpload(pool.id, id, NOW + HOUR_MS);
        for (let n = 0; n < 3; n += 1) await tx.userImports.addChunk(pool.id, id, n, Buffer.from(`${id}${n}`));
      });
    const keep = (id: string, now: number, until: number | null) =>
      store.transaction((tx) => tx.userImports.keepUpload(pool.id, id, now, until));
    const sweep = async (now: number) => {
      while ((await store.transaction((tx) => tx.sweep(now, 2))) > 0);
    };
    await put("a");
    await put("b");
    await keep("b", NOW, null);
    await sweep(NOW + HOUR_MS - 1);
    assert.equal((await rowCounts(engine))["user_import_chunks"], 6);
    await sweep(NOW + HOUR_MS);
    assert.equal(await store.reader.userImports.chunk(pool.id, "a", 0), undefined);
    await assert.rejects(keep("a", NOW + HOUR_MS, null), Conflict);
    const piece = await store.reader.userImports.chunk(pool.id, "b", 2);
    assert.equal(Buffer.from(piece ?? "").toString(), "b2");
    assert.equal(await store.reader.userImports.chunk(pool.id, "b", 3), undefined);
    await keep("b", NOW + HOUR_MS, NOW + HOUR_MS);
    await sweep(NOW + HOUR_MS);
    const { user_import_chunks: chunks, user_import_uploads: uploads } = await rowCounts(engine);
    assert.deepEqual([chunks, uploads], [undefined, undefined]);
  });

  test("Transaction.userImports.insertUsers writes users as one by one, and nothing of those whose name is taken", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    const pool = await putPool(store, { AliasAttributes: ["email", "preferred_username"] });
    const owner = await putUser(store, pool, { username: unique("owner") });
    const claim = async (tx: Transaction, value: string) =>
      tx.userImports.insertUsers(pool, [
        { user: aUser(pool, { username: value, attributes: { email: "x@example.com" } }), credential: undefined },
      ]);
    const free = aUser(pool, {
      username: "free",
      attributes: { email: "free@example.com", email_verified: "true", preferred_username: "free" },
    });
    const alias = aUser(pool, {
      username: "alias",
      attributes: { email: "free@example.com", email_verified: "true" },
    });
    const credential = aCredential(free);
    const taken = await store.transaction((tx) =>
      tx.userImports.insertUsers(pool, [
        { user: free, credential },
        { user: aUser(pool, { username: "free" }), credential: undefined },
        { user: alias, credential: aCredential(alias) },
        { user: aUser(pool, { username: owner.sub }), credential: undefined },
      ]),
    );
    assert.deepEqual(taken, [undefined, "username", "email", "username"]);
    assert.deepEqual(await store.reader.users.bySub(pool.id, free.sub), { ...free, version: 1 });
    assert.equal(await store.reader.pools.countUsers(pool.id), 2);
    assert.equal((await store.reader.credentials.find(free))?.scheme, credential.scheme);
    assert.equal(await store.reader.users.bySub(pool.id, alias.sub), undefined);
    assert.equal(await store.reader.credentials.find(alias), undefined);
    // Of the refused one no name is left behind.
    assert.deepEqual(await store.transaction((tx) => claim(tx, "alias")), [undefined]);
    for (const { value, kind } of identifiersOf(pool, free)) {
      const holder = await store.transaction((tx) => tx.identifiers.holder(pool.id, value));
      assert.equal(holder?.sub, free.sub);
      assert.ok(holder.kinds.includes(kind));
    }
    const search = { name: "email", operator: "is", value: "free@example.com" } as const;
    const found = await store.reader.users.search(pool.id, search, { limit: 10 });
    assert.deepEqual(
      found.rows.map(({ sub }) => sub),
      [free.sub],
    );
    // Deleting the user takes away all that was written for it.
    const before = await rowCounts(engine);
    const stored = await store.reader.users.bySub(pool.id, free.sub);
    assert.ok(stored);
    await store.transaction((tx) => tx.users.delete(stored));
    const after = await rowCounts(engine);
    assert.equal((before["identifiers"] ?? 0) - (after["identifiers"] ?? 0), 2);
    assert.equal(await store.reader.pools.countUsers(pool.id), 2);
  });
};
