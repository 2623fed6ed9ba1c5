import assert from "node:assert/strict";
import { test } from "node:test";
import { AlreadyExists, Conflict, type Transaction } from "../store.ts";
import { aFile, aStyle, aTerms, atOnce, everyRow, putPool, tally, type Opened } from "./fixtures.suite.ts";

/** The promises of what login pages show. */
export const documents = (shared: () => Opened) => {
  test("Transaction.documents keeps one document of a kind for each owner, and writes what was judged", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const reader = store.reader.documents;
    const terms = await store.transaction((tx) => tx.documents.insert(aTerms(pool, "c1")));
    assert.deepEqual(await reader.find(pool.id, "terms", terms.owner), terms);
    assert.deepEqual(await reader.byId(pool.id, "terms", terms.id), terms);
    assert.equal(await reader.byId(pool.id, "login-style", terms.id), undefined);
    assert.equal(await reader.byId(other.id, "terms", terms.id), undefined);
    await assert.rejects(
      store.transaction((tx) => tx.documents.insert(aTerms(pool, "c1"))),
      AlreadyExists,
    );
    const saved = await store.transaction((tx) => tx.documents.save({ ...terms, modifiedAt: terms.modifiedAt + 1 }));
    assert.deepEqual(await reader.find(pool.id, "terms", terms.owner), saved);
    const stale: readonly ((tx: Transaction) => Promise<unknown>)[] = [
      (tx) => tx.documents.save(terms),
      (tx) => tx.documents.guard(terms),
      (tx) => tx.documents.delete(terms),
    ];
    for (const write of stale) await assert.rejects(store.transaction(write), Conflict);
    await store.transaction((tx) => tx.documents.guard(saved));
    await store.transaction((tx) => tx.documents.delete(saved));
    assert.equal(await reader.find(pool.id, "terms", terms.owner), undefined);
  });

  test("Transaction.documents gives a document to another owner who has none", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const reader = store.reader.documents;
    const policy = await store.transaction((tx) => tx.documents.insert(aTerms(pool, "c1", "privacy-policy")));
    const terms = await store.transaction((tx) => tx.documents.insert(aTerms(pool, "c1")));
    await assert.rejects(
      store.transaction((tx) => tx.documents.save({ ...policy, owner: terms.owner })),
      AlreadyExists,
    );
    assert.deepEqual(await reader.find(pool.id, "terms", policy.owner), policy);
    await store.transaction((tx) => tx.documents.delete(terms));
    const moved = await store.transaction((tx) => tx.documents.save({ ...policy, owner: terms.owner }));
    assert.equal(await reader.find(pool.id, "terms", policy.owner), undefined);
    assert.deepEqual(await reader.byId(pool.id, "terms", policy.id), moved);
  });

  test("Transaction.documents gives an owner to one of fifty who ask at once", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const outcomes = await atOnce(() =>
      store
        .transaction((tx) => tx.documents.insert(aTerms(pool, "c1")))
        .then(
          () => "made",
          (error: unknown) => (error instanceof AlreadyExists ? "exists" : "failed"),
        ),
    );
    assert.deepEqual(tally(outcomes), { made: 1, exists: outcomes.length - 1 });
  });

  test("Reader.documents pages through the documents of a kind by id", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const made = await store.transaction(async (tx) => {
      await tx.documents.insert(aStyle(pool, "c1"));
      return Promise.all(["c1", "c2", "c3"].map((client) => tx.documents.insert(aTerms(pool, client))));
    });
    const pages = await everyRow((page) => store.reader.documents.list(pool.id, "terms", page), 2);
    assert.deepEqual(
      pages.map((rows) => rows.length),
      [2, 1],
    );
    assert.deepEqual(
      pages.flat().map(({ id }) => id),
      made.map(({ id }) => id).toSorted(),
    );
    const count = (limit: number) => store.transaction((tx) => tx.resourceCounts.documents(pool.id, "terms", limit));
    assert.deepEqual([await count(2), await count(10)], [2, 3]);
  });

  test("Transaction.documents keeps a document's files until they or it are removed", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [first, second] = [aFile("a"), aFile("b")];
    const [style, other] = await store.transaction(async (tx) => {
      const made = [
        await tx.documents.insert(aStyle(pool, "c1")),
        await tx.documents.insert(aStyle(pool, "c2")),
      ] as const;
      for (const file of [first, second]) for (const document of made) await tx.documents.addFile(document, file);
      return made;
    });
    const reader = store.reader.documents;
    assert.deepEqual(await reader.file(style, "a"), first.bytes);
    const files = await reader.files(style);
    assert.deepEqual(
      files.map(({ id, bytes }) => ({ id, bytes })),
      [first, second],
    );
    await store.transaction((tx) => tx.documents.removeFile(style, "a"));
    assert.equal(await reader.file(style, "a"), undefined);
    await store.transaction((tx) => tx.documents.delete(style));
    assert.deepEqual(await reader.files(style), []);
    assert.equal((await reader.files(other)).length, 2);
  });

  test("Transaction.documents deletes all documents of a client, with their files", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [style, kept] = await store.transaction(async (tx) => {
      const [own, others] = [
        await tx.documents.insert(aStyle(pool, "c1")),
        await tx.documents.insert(aStyle(pool, "c2")),
      ];
      for (const document of [own, others]) await tx.documents.addFile(document, aFile("a"));
      await tx.documents.insert(aTerms(pool, "c1"));
      return [own, others] as const;
    });
    await store.transaction((tx) => tx.documents.deleteOfClient(pool.id, "c1"));
    const reader = store.reader.documents;
    assert.equal(await reader.find(pool.id, "login-style", "c1"), undefined);
    assert.deepEqual((await reader.list(pool.id, "terms", { limit: 10 })).rows, []);
    assert.deepEqual(await reader.files(style), []);
    assert.deepEqual(await reader.byId(pool.id, "login-style", kept.id), kept);
    assert.equal((await reader.files(kept)).length, 1);
  });

  test("Reader.documents knows none of a deleted pool", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const style = await store.transaction((tx) => tx.documents.insert(aStyle(pool, "c1")));
    await store.transaction((tx) => tx.pools.delete(pool));
    assert.equal(await store.reader.documents.byId(pool.id, "login-style", style.id), undefined);
    assert.deepEqual((await store.reader.documents.list(pool.id, "login-style", { limit: 10 })).rows, []);
  });
};
