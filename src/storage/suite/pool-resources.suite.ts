import assert from "node:assert/strict";
import { test } from "node:test";
import { AlreadyExists, Conflict, type Transaction } from "../store.ts";
import { aDomain, putPool, unique, type Opened } from "./fixtures.suite.ts";

/** The promises of what pools are configured with beside their settings. */
export const poolResources = (shared: () => Opened) => {
  test("Transaction.domains gives a name to one pool of all, and writes what was judged", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const name = unique("people");
    const domain = await store.transaction((tx) => tx.domains.insert(aDomain(pool, name)));
    assert.deepEqual(await store.reader.domains.find(name), domain);
    await assert.rejects(
      store.transaction((tx) => tx.domains.insert(aDomain(other, name))),
      AlreadyExists,
    );
    const saved = await store.transaction((tx) => tx.domains.save({ ...domain, settings: { managedLoginVersion: 2 } }));
    assert.deepEqual(await store.reader.domains.find(name), saved);
    const stale: readonly ((tx: Transaction) => Promise<unknown>)[] = [
      (tx) => tx.domains.save(domain),
      (tx) => tx.domains.guard(domain),
      (tx) => tx.domains.delete(domain),
    ];
    for (const write of stale) await assert.rejects(store.transaction(write), Conflict);
    await store.transaction((tx) => tx.domains.guard(saved));
    await store.transaction((tx) => tx.domains.delete(saved));
    assert.equal(await store.reader.domains.find(name), undefined);
  });

  test("Reader.domains knows none of a deleted pool", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const name = unique("people");
    await store.transaction((tx) => tx.domains.insert(aDomain(pool, name)));
    await store.transaction((tx) => tx.pools.delete(pool));
    assert.equal(await store.reader.domains.find(name), undefined);
  });
};
