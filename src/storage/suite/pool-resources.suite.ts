import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pool } from "../../model/pool.ts";
import { IdpIdentifierTaken } from "../pool-resources.ts";
import { AlreadyExists, Conflict, type Transaction } from "../store.ts";
import { aDomain, aGroup, aProvider, putPool, unique, type Opened } from "./fixtures.suite.ts";

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

  test("Transaction.resourceCounts counts no further than it is asked to, and nothing that is gone or another pool's", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const put = (of: Pool, name: string) => store.transaction((tx) => tx.groups.insert(aGroup(of, name)));
    const group = await put(pool, "first");
    for (const name of ["second", "third"]) await put(pool, name);
    await put(other, "elsewhere");
    const count = (limit: number) => store.transaction((tx) => tx.resourceCounts.groups(pool.id, limit));
    assert.deepEqual([await count(1), await count(10)], [1, 3]);
    await store.transaction((tx) => tx.groups.delete(group));
    assert.equal(await count(10), 2);

    const pools = () => store.transaction((tx) => tx.resourceCounts.pools(10_000));
    const before = await pools();
    assert.equal(await store.transaction((tx) => tx.resourceCounts.pools(1)), 1);
    await store.transaction((tx) => tx.pools.delete(other));
    assert.equal(await pools(), before - 1);

    await store.transaction((tx) => tx.identityProviders.insert(aProvider(pool, "Example")));
    const counts = await store.transaction(async ({ resourceCounts }) => [
      await resourceCounts.identityProviders(pool.id, 10),
      await resourceCounts.clients(pool.id, 10),
      await resourceCounts.resourceServers(pool.id, 10),
    ]);
    assert.deepEqual(counts, [1, 0, 0]);
  });

  test("Transaction.provisionedLimits keeps one rate of a category, with a version that ascends", async () => {
    const { store } = shared();
    const set = (value: number) =>
      store.transaction((tx) => tx.provisionedLimits.replace({ category: "UserToken", value }));
    assert.equal(await store.reader.provisionedLimits.find("UserToken"), undefined);
    assert.deepEqual(await set(130), { category: "UserToken", value: 130, version: 1 });
    const second = await set(140);
    assert.deepEqual(second, { category: "UserToken", value: 140, version: 2 });
    assert.deepEqual(await store.reader.provisionedLimits.find("UserToken"), second);
    assert.deepEqual(await store.reader.provisionedLimits.list(), [second]);
  });
};
