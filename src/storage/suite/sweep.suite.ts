import assert from "node:assert/strict";
import { test } from "node:test";
import { AUTH_EVENTS_KEPT_MS } from "../../model/auth-event.ts";
import type { Store, Subject } from "../store.ts";
import {
  DAY_MS,
  HOUR_MS,
  KEYS,
  NOW,
  type OpenStore,
  aCode,
  aCredential,
  aUser,
  newSub,
  putEverything,
  putPool,
  putUser,
  rowCounts,
} from "./fixtures.suite.ts";

const sweepAll = async (store: Store, now: number, limit = 3) => {
  while ((await store.transaction((tx) => tx.sweep(now, limit))) > 0);
};

/** What goes by itself, and when. */
export const sweeping = (open: OpenStore) => {
  test("Transaction.sweep removes what has outlived its time, and nothing before", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    await putEverything(store);
    const all = await rowCounts(engine);
    await sweepAll(store, NOW);
    assert.deepEqual(await rowCounts(engine), all);
    const gone = (...tables: string[]) =>
      Object.fromEntries(Object.entries(all).filter(([table]) => !tables.includes(table)));

    const atOnce = ["codes", "failures", "spent_marks", "budgets", "passkey_registrations", "pending_contacts"];
    await sweepAll(store, NOW + HOUR_MS);
    assert.deepEqual(await rowCounts(engine), gone(...atOnce));
    await sweepAll(store, NOW + 2 * HOUR_MS);
    assert.deepEqual(await rowCounts(engine), gone(...atOnce, "sessions"));
    const families = ["sessions", "token_sessions", "refresh_families"];
    await sweepAll(store, NOW + 3 * DAY_MS);
    assert.deepEqual(await rowCounts(engine), gone(...atOnce, ...families));
    // The pairs that took over have no end yet.
    await sweepAll(store, NOW + 90 * DAY_MS);
    assert.deepEqual(await rowCounts(engine), gone(...atOnce, ...families, "signing_keys"));
    await sweepAll(store, NOW + AUTH_EVENTS_KEPT_MS - 1);
    assert.deepEqual(await rowCounts(engine), gone(...atOnce, ...families, "signing_keys"));
    await sweepAll(store, NOW + AUTH_EVENTS_KEPT_MS);
    assert.deepEqual(await rowCounts(engine), gone(...atOnce, ...families, "signing_keys", "auth_events"));
  });

  test("Transaction.sweep takes about as many rows as it is told, and says how many", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    const pool = await putPool(store);
    await store.transaction(async (tx) => {
      for (let index = 0; index < 10; index += 1) {
        await tx.codes.replace({ poolId: pool.id, sub: newSub() }, aCode("reset", "135790"));
      }
    });
    assert.equal(await store.transaction((tx) => tx.sweep(NOW + HOUR_MS, 4)), 4);
    assert.equal((await rowCounts(engine))["codes"], 6);
    assert.equal(await store.transaction((tx) => tx.sweep(NOW + HOUR_MS, 100)), 6);
    assert.equal(await store.transaction((tx) => tx.sweep(NOW + HOUR_MS, 100)), 0);
  });

  test("Transaction.sweep removes decoys' credentials, and never a user's", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store } = own;
    const pool = await putPool(store);
    const decoy: Subject = { poolId: pool.id, sub: newSub() };
    const user = aUser(pool);
    await store.transaction(async (tx) => {
      await tx.credentials.replace(aCredential(decoy));
      // In the order that makes it look like a decoy's.
      await tx.credentials.replace(aCredential(user));
      await tx.users.insert(user);
    });
    await sweepAll(store, NOW + DAY_MS - 1);
    assert.ok(await store.reader.credentials.find(decoy));
    await sweepAll(store, NOW + DAY_MS);
    assert.equal(await store.reader.credentials.find(decoy), undefined);
    assert.ok(await store.reader.credentials.find(user));
  });

  test("Transaction.sweep removes all of a deleted pool in batches, and nothing of others", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    const { pool: kept } = await putEverything(store);
    const expected = await rowCounts(engine);
    const { pool, group } = await putEverything(store);
    for (let index = 0; index < 20; index += 1) await putUser(store, pool);
    await store.transaction((tx) => tx.groups.delete(group));
    await store.transaction((tx) => tx.pools.delete(pool));

    await sweepAll(store, NOW);

    assert.deepEqual(await rowCounts(engine), expected);
    assert.equal(await store.reader.pools.countUsers(kept.id), 1);
    assert.ok(await store.reader.users.find(kept, "ada"));
  });
};
