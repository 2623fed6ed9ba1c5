import assert from "node:assert/strict";
import { test } from "node:test";
import { PASSKEYS_PER_USER } from "../../model/passkey.ts";
import { AlreadyExists } from "../store.ts";
import {
  AT_ONCE,
  HOUR_MS,
  KEYS,
  NOW,
  NEW_KEYS,
  type Opened,
  type OpenStore,
  ROTATED_KEYS,
  aPasskey,
  aRegistration,
  atOnce,
  putPool,
  putUser,
  resealAll,
  tally,
} from "./fixtures.suite.ts";

/** Passkeys, their counters, and the registrations that wait. */
export const passkeys = (open: OpenStore, shared: () => Opened) => {
  test("Reader.passkeys shows a user's own, oldest first, and finds one with its counter", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const second = aPasskey(ada, { createdAt: NOW + 1, attachment: "platform", transports: [], counter: 7 });
    const first = aPasskey(ada);
    await store.transaction(async (tx) => {
      for (const passkey of [second, first, aPasskey(bob)]) await tx.passkeys.insert(passkey);
    });
    const shown = await store.reader.passkeys.ofUser(ada);
    assert.deepEqual(
      shown.map(({ credentialId }) => credentialId),
      [first.credentialId, second.credentialId],
    );
    assert.deepEqual(await store.reader.passkeys.find(ada, second.credentialId), second);
    assert.equal(await store.reader.passkeys.find(bob, second.credentialId), undefined);
  });

  test("Reader.passkeys.ofUser reads no more than a user may have", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    await store.transaction(async (tx) => {
      for (let index = 0; index <= PASSKEYS_PER_USER; index += 1) await tx.passkeys.insert(aPasskey(user));
    });
    assert.equal((await store.reader.passkeys.ofUser(user)).length, PASSKEYS_PER_USER);
  });

  test("Transaction.passkeys.insert gives a credential to one user of a pool, and to another pool's as well", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const elsewhere = await putUser(store, other);
    const passkey = aPasskey(ada);
    await store.transaction((tx) => tx.passkeys.insert(passkey));
    for (const user of [ada, bob]) {
      const again = aPasskey(user, { credentialId: passkey.credentialId });
      await assert.rejects(
        store.transaction((tx) => tx.passkeys.insert(again)),
        AlreadyExists,
      );
    }
    assert.deepEqual(await store.reader.passkeys.find(ada, passkey.credentialId), passkey);
    await store.transaction((tx) => tx.passkeys.insert(aPasskey(elsewhere, { credentialId: passkey.credentialId })));
  });

  test("Transaction.passkeys.count goes forward only, and stands still at 0 alone", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const passkey = aPasskey(user);
    await store.transaction((tx) => tx.passkeys.insert(passkey));
    const count = (counter: number) => store.transaction((tx) => tx.passkeys.count(passkey, counter));
    const greatest = 2 ** 32 - 1;
    assert.deepEqual(
      [await count(0), await count(3), await count(3), await count(2), await count(0), await count(greatest)],
      [true, true, false, false, false, true],
    );
    assert.equal((await store.reader.passkeys.find(user, passkey.credentialId))?.counter, greatest);
  });

  test("Transaction.passkeys.count lets one of 50 show a counter", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const passkey = aPasskey(user);
    await store.transaction((tx) => tx.passkeys.insert(passkey));
    const outcomes = await atOnce(() => store.transaction((tx) => tx.passkeys.count(passkey, 1)));
    assert.deepEqual(tally(outcomes.map(String)), { true: 1, false: AT_ONCE - 1 });
  });

  test("Transaction.passkeys.delete takes one of the user's own, with its counter", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const passkey = aPasskey(ada);
    await store.transaction((tx) => tx.passkeys.insert(passkey));
    assert.equal(await store.transaction((tx) => tx.passkeys.delete(bob, passkey.credentialId)), false);
    assert.equal(await store.transaction((tx) => tx.passkeys.delete(ada, passkey.credentialId)), true);
    assert.equal(await store.transaction((tx) => tx.passkeys.delete(ada, passkey.credentialId)), false);
    assert.equal(await store.transaction((tx) => tx.passkeys.count(passkey, 1)), false);
    assert.deepEqual(await store.reader.passkeys.ofUser(ada), []);
    // Nothing of it is left in the way of the same authenticator.
    await store.transaction((tx) => tx.passkeys.insert(aPasskey(bob, { credentialId: passkey.credentialId })));
  });

  test("Transaction.passkeys.spend lets one of 50 spend a registration", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const registration = aRegistration(user);
    await store.transaction((tx) => tx.passkeys.begin(registration));
    assert.deepEqual(await store.reader.passkeys.registration(user), registration);
    const outcomes = await atOnce(() => store.transaction((tx) => tx.passkeys.spend(registration, NOW)));
    assert.deepEqual(tally(outcomes.map(String)), { true: 1, false: AT_ONCE - 1 });
    assert.equal(await store.reader.passkeys.registration(user), undefined);
  });

  test("Transaction.passkeys.spend takes neither a replaced registration nor an expired one", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const [older, newer] = [aRegistration(user), aRegistration(user)];
    await store.transaction((tx) => tx.passkeys.begin(older));
    await store.transaction((tx) => tx.passkeys.begin(newer));
    const spend = (registration: typeof older, now: number) =>
      store.transaction((tx) => tx.passkeys.spend(registration, now));
    assert.equal(await spend(older, NOW), false);
    assert.equal(await spend(newer, NOW + HOUR_MS), false);
    assert.equal(await spend(newer, NOW + HOUR_MS - 1), true);
  });

  test("Store.reseal seals the keys of passkeys anew, so that the older master key can go", async () => {
    const first = await open({ keys: KEYS, lasting: true });
    const user = await putUser(first.store, await putPool(first.store));
    const passkey = aPasskey(user);
    await first.store.transaction((tx) => tx.passkeys.insert(passkey));
    const rotated = await first.reopen(ROTATED_KEYS);
    assert.equal(await resealAll(rotated.store), 1);
    await using forgetful = await rotated.reopen(NEW_KEYS);
    assert.deepEqual(await forgetful.store.reader.passkeys.find(user, passkey.credentialId), passkey);
  });
};
