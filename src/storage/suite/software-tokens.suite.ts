import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { PENDING, REGISTERED, slotOfSession } from "../../model/software-token.ts";
import {
  AT_ONCE,
  HOUR_MS,
  KEYS,
  NOW,
  NEW_KEYS,
  type Opened,
  type OpenStore,
  ROTATED_KEYS,
  aSoftwareToken,
  atOnce,
  putPool,
  putUser,
  resealAll,
  tally,
} from "./fixtures.suite.ts";

/** The secrets of authenticator apps, and the steps that they spend. */
export const softwareTokens = (open: OpenStore, shared: () => Opened) => {
  test("Transaction.softwareTokens keeps one secret in each slot, and finds what replaced it", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const session = slotOfSession({ id: "s1" });
    const registered = aSoftwareToken(ada, { friendlyName: null });
    const pending = aSoftwareToken(ada, { slot: PENDING, secret: new Secret("second"), expiresAt: NOW + HOUR_MS });
    const during = aSoftwareToken(ada, { slot: session, secret: new Secret("third"), expiresAt: NOW + HOUR_MS });
    await store.transaction(async (tx) => {
      for (const token of [aSoftwareToken(ada), registered, pending, during]) await tx.softwareTokens.replace(token);
      assert.equal((await tx.softwareTokens.find(ada, REGISTERED))?.id, registered.id);
    });
    for (const token of [registered, pending, during]) {
      const found = await store.reader.softwareTokens.find(ada, token.slot);
      assert.equal(found?.secret.reveal(), token.secret.reveal());
      assert.deepEqual(found, token);
    }
    assert.equal(await store.reader.softwareTokens.find(bob, REGISTERED), undefined);
    await store.transaction((tx) => tx.softwareTokens.delete(ada, PENDING));
    assert.equal(await store.reader.softwareTokens.find(ada, PENDING), undefined);
    assert.ok(await store.reader.softwareTokens.find(ada, REGISTERED));
  });

  test("Transaction.users.delete takes the secrets of the user's apps along, and nobody else's", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    await store.transaction(async (tx) => {
      for (const slot of [REGISTERED, PENDING]) await tx.softwareTokens.replace(aSoftwareToken(ada, { slot }));
      await tx.softwareTokens.replace(aSoftwareToken(bob));
      await tx.users.delete(ada);
    });
    for (const slot of [REGISTERED, PENDING])
      assert.equal(await store.reader.softwareTokens.find(ada, slot), undefined);
    assert.ok(await store.reader.softwareTokens.find(bob, REGISTERED));
  });

  test("Transaction.sweep removes secrets that were never proven when they expire, and no registered one", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store } = own;
    const user = await putUser(store, await putPool(store));
    await store.transaction(async (tx) => {
      await tx.softwareTokens.replace(aSoftwareToken(user));
      await tx.softwareTokens.replace(aSoftwareToken(user, { slot: PENDING, expiresAt: NOW + HOUR_MS }));
    });
    await store.transaction((tx) => tx.sweep(NOW + HOUR_MS - 1, 100));
    assert.ok(await store.reader.softwareTokens.find(user, PENDING));
    await store.transaction((tx) => tx.sweep(NOW + HOUR_MS, 100));
    assert.equal(await store.reader.softwareTokens.find(user, PENDING), undefined);
    assert.ok(await store.reader.softwareTokens.find(user, REGISTERED));
  });

  test("Store.reseal seals the secrets of apps anew, so that the older master key can go", async () => {
    const first = await open({ keys: KEYS, lasting: true });
    const user = await putUser(first.store, await putPool(first.store));
    await first.store.transaction((tx) => tx.softwareTokens.replace(aSoftwareToken(user)));
    const rotated = await first.reopen(ROTATED_KEYS);
    assert.equal(await resealAll(rotated.store), 1);
    await using forgetful = await rotated.reopen(NEW_KEYS);
    const found = await forgetful.store.reader.softwareTokens.find(user, REGISTERED);
    assert.equal(found?.secret.reveal(), "authenticator secret");
  });

  test("Transaction.spentMarks.spend lets one of 50 use a step", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const outcomes = await atOnce(() =>
      store.transaction((tx) => tx.spentMarks.spend(pool.id, "totp", "token 1", NOW + HOUR_MS)),
    );
    assert.deepEqual(tally(outcomes.map(String)), { true: 1, false: AT_ONCE - 1 });
  });
};
