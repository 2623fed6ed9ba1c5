import assert from "node:assert/strict";
import { test } from "node:test";
import { Conflict } from "../store.ts";
import { type Opened, aCode, aMessage, aPool, aUser, putPool, putUser, undone } from "./fixtures.suite.ts";

/** What a transaction keeps, undoes and shows. */
export const transactions = (shared: () => Opened) => {
  test("Store.transaction hands out plain objects, whose repositories can be spread", async () => {
    const { store } = shared();
    const { tx, reader } = await store.transaction(async (given) => ({
      tx: { ...given },
      reader: { ...store.reader },
    }));
    for (const name of Object.keys(reader)) assert.ok(name in tx, name);
    assert.deepEqual(
      Object.keys(tx)
        .filter((name) => !(name in reader))
        .sort(),
      ["identifiers", "resourceCounts", "spentMarks", "sweep"],
    );
    assert.equal(typeof { ...tx.codes }.present, "function");
    assert.equal(typeof { ...tx.users }.locate, "function");
  });

  test("Store.transaction reads what it has written; the reader sees it once it is committed", async () => {
    const { store } = shared();
    const pool = aPool();
    await store.transaction(async (tx) => {
      await tx.pools.insert(pool);
      assert.equal((await tx.pools.find(pool.id))?.name, "people");
      assert.equal(await store.reader.pools.find(pool.id), undefined);
    });
    assert.equal((await store.reader.pools.get(pool.id)).version, 1);
  });

  test("Store.transaction writes nothing of a body that throws", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const user = aUser(pool);
    await undone(store, async (tx) => {
      await tx.users.insert(user);
      await tx.pools.save({ ...pool, settings: { UserPoolTags: { undone: "yes" } } });
      assert.deepEqual((await tx.pools.get(pool.id)).settings, { UserPoolTags: { undone: "yes" } });
    });
    assert.equal(await store.reader.users.bySub(pool.id, user.sub), undefined);
    assert.equal(await store.reader.pools.countUsers(pool.id), 0);
    // The version that was undone comes again with other settings.
    await store.transaction((tx) => tx.pools.save({ ...pool, settings: { UserPoolTags: { undone: "no" } } }));
    assert.deepEqual((await store.reader.pools.get(pool.id)).settings, { UserPoolTags: { undone: "no" } });
  });

  test("Store.transaction writes nothing when one of its rows was changed since it was judged", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const judged = await putUser(store, pool);
    await store.transaction((tx) => tx.users.save({ ...judged, enabled: false }));

    const late = store.transaction(async (tx) => {
      await tx.codes.replace(judged, aCode("reset", "111111"));
      await tx.outbox.insert(aMessage(judged));
      await tx.users.save({ ...judged, status: "RESET_REQUIRED" });
    });

    await assert.rejects(late, Conflict);
    assert.equal(await store.reader.codes.find(judged, "reset"), undefined);
    const user = await store.reader.users.bySub(pool.id, judged.sub);
    assert.deepEqual([user?.enabled, user?.status, user?.version], [false, "CONFIRMED", 2]);
  });

  test("Store.ping resolves while the database answers", async () => {
    await shared().store.ping();
  });
};
