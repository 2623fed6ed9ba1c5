import assert from "node:assert/strict";
import { test } from "node:test";
import { IdpIdentifierTaken } from "../pool-resources.ts";
import { AlreadyExists, Conflict, type Transaction } from "../store.ts";
import { aDomain, aProvider, putPool, unique, type Opened } from "./fixtures.suite.ts";

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

  test("Transaction.identityProviders keeps secrets and identifiers, and writes what was judged", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const provider = await store.transaction((tx) => tx.identityProviders.insert(aProvider(pool, "Example")));
    const read = await store.reader.identityProviders.find(pool.id, "Example");
    assert.equal(read?.secrets["client_secret"]?.reveal(), "provider secret");
    assert.equal(read.version, 1);
    await assert.rejects(
      store.transaction((tx) => tx.identityProviders.insert(aProvider(pool, "Example"))),
      AlreadyExists,
    );
    await assert.rejects(
      store.transaction((tx) => tx.identityProviders.insert(aProvider(pool, "Other"))),
      IdpIdentifierTaken,
    );
    const saved = await store.transaction((tx) => tx.identityProviders.save({ ...provider, identifiers: ["b", "c"] }));
    const reader = store.reader.identityProviders;
    assert.equal(await reader.byIdentifier(pool.id, "example.com"), undefined);
    assert.equal((await reader.byIdentifier(pool.id, "c"))?.name, "Example");
    assert.equal(await reader.count(pool.id, 5), 1);
    const stale: readonly ((tx: Transaction) => Promise<unknown>)[] = [
      (tx) => tx.identityProviders.save(provider),
      (tx) => tx.identityProviders.guard(provider),
      (tx) => tx.identityProviders.delete(provider),
    ];
    for (const write of stale) await assert.rejects(store.transaction(write), Conflict);
    await store.transaction((tx) => tx.identityProviders.guard(saved));
    await store.transaction((tx) => tx.identityProviders.delete(saved));
    assert.equal(await reader.find(pool.id, "Example"), undefined);
    assert.equal(await reader.byIdentifier(pool.id, "b"), undefined);
  });
};
