import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { DEVICES_PER_USER } from "../../model/device.ts";
import { AlreadyExists, Conflict } from "../store.ts";
import {
  AT_ONCE,
  KEYS,
  NEW_KEYS,
  NOW,
  type Opened,
  type OpenStore,
  ROTATED_KEYS,
  aDevice,
  aFamily,
  aSession,
  atOnce,
  everyRow,
  putPool,
  putUser,
  resealAll,
  tally,
  unique,
} from "./fixtures.suite.ts";

const deviceKey = (index: number): string => `us-east-1_${String(index).padStart(3, "0")}`;

/** Devices, the device of a sign-in, and the sessions that wait for one. */
export const devices = (open: OpenStore, shared: () => Opened) => {
  test("Reader.devices finds and lists a user's own, in order of key", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const all = [3, 1, 2].map((index) => aDevice(ada, { key: deviceKey(index), name: index === 1 ? null : "phone" }));
    await store.transaction(async (tx) => {
      for (const device of [...all, aDevice(bob)]) await tx.devices.insert(device);
    });
    const pages = await everyRow((page) => store.reader.devices.list(ada, page), 2);
    assert.deepEqual(
      pages.map((page) => page.map(({ key }) => key)),
      [[deviceKey(1), deviceKey(2)], [deviceKey(3)]],
    );
    assert.deepEqual(await store.reader.devices.find(ada, deviceKey(1)), { ...all[1], version: 1 });
    assert.equal(await store.reader.devices.find(bob, deviceKey(1)), undefined);
  });

  test("Transaction.devices.insert refuses a second device of one key, and takes it for another user", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const device = aDevice(ada);
    assert.deepEqual(await store.transaction((tx) => tx.devices.insert(device)), { ...device, version: 1 });
    await assert.rejects(
      store.transaction((tx) => tx.devices.insert(device)),
      AlreadyExists,
    );
    await store.transaction((tx) => tx.devices.insert(aDevice(bob, { key: device.key })));
  });

  test("Transaction.devices.insert drops what is in the way, and never another user's", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    await store.transaction(async (tx) => {
      await tx.devices.insert(aDevice(bob, { remembered: false, lastAuthenticatedAt: 0 }));
      for (let index = 0; index < DEVICES_PER_USER; index += 1) {
        await tx.devices.insert(
          aDevice(ada, { key: deviceKey(index), remembered: index !== 50, lastAuthenticatedAt: NOW + index }),
        );
      }
      await tx.devices.insert(aDevice(ada, { key: deviceKey(200) }));
      await tx.devices.insert(aDevice(ada, { key: deviceKey(201) }));
    });
    const kept = (await everyRow((page) => store.reader.devices.list(ada, page), 60)).flat();
    assert.equal(kept.length, DEVICES_PER_USER);
    assert.ok(!kept.some(({ key }) => key === deviceKey(50) || key === deviceKey(0)));
    assert.equal((await store.reader.devices.list(bob, { limit: 2, after: undefined })).rows.length, 1);
  });

  test("Transaction.devices.save and guard refuse what was judged on an older version; touch moves none", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const device = await store.transaction((tx) => tx.devices.insert(aDevice(user)));
    const use = { lastAuthenticatedAt: NOW + 5, lastIp: "192.0.2.9" };
    assert.equal(await store.transaction((tx) => tx.devices.touch(user, device.key, use)), true);
    assert.equal(await store.transaction((tx) => tx.devices.touch(user, "us-east-1_0", use)), false);
    const outcomes = await atOnce(() =>
      store
        .transaction((tx) => tx.devices.save({ ...device, remembered: false, modifiedAt: NOW + 6 }))
        .then(() => "saved")
        .catch((error: unknown) => (error instanceof Conflict ? "conflict" : String(error))),
    );
    assert.deepEqual(tally(outcomes), { saved: 1, conflict: AT_ONCE - 1 });
    await assert.rejects(
      store.transaction((tx) => tx.devices.guard(device)),
      Conflict,
    );
    const now = { ...device, ...use, remembered: false, modifiedAt: NOW + 6, version: 2 };
    assert.deepEqual(await store.reader.devices.find(user, device.key), now);
    await store.transaction((tx) => tx.devices.guard(now));
  });

  test("Transaction.devices.delete takes a user's own", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const { key } = await store.transaction((tx) => tx.devices.insert(aDevice(ada)));
    assert.equal(await store.transaction((tx) => tx.devices.delete(bob, key)), false);
    assert.equal(await store.transaction((tx) => tx.devices.delete(ada, key)), true);
    assert.equal(await store.transaction((tx) => tx.devices.delete(ada, key)), false);
  });

  test("Transaction.refreshFamilies.confirmDevice registers the device of a sign-in", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const family = aFamily(user, { device: { key: "us-east-1_1", confirmed: false } });
    await store.transaction((tx) => tx.refreshFamilies.insert(family, new Secret(unique("token"))));
    await store.transaction((tx) => tx.refreshFamilies.confirmDevice(family));
    const stored = await store.reader.refreshFamilies.byOrigin(user.poolId, family.originJti);
    assert.deepEqual(stored, { ...family, device: { key: "us-east-1_1", confirmed: true }, version: 1 });
  });

  test("Reader.sessions finds a session by its id, and the newest of a user's that ask one challenge", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const [older, newer] = [NOW, NOW + 1].map((createdAt) =>
      aSession(ada, { challenge: "DEVICE_SRP_AUTH", createdAt }),
    );
    const others = [
      aSession(ada, { challenge: "SMS_MFA", createdAt: NOW + 2 }),
      aSession(bob, { challenge: "DEVICE_SRP_AUTH", createdAt: NOW + 2 }),
    ];
    await store.transaction(async (tx) => {
      for (const session of [newer!, older!, ...others]) {
        await tx.sessions.insert(session, new Secret(unique("session token")));
      }
    });
    const { sessions } = store.reader;
    assert.deepEqual(await sessions.newest(ada, "DEVICE_SRP_AUTH"), newer);
    assert.equal(await sessions.newest(ada, "DEVICE_PASSWORD_VERIFIER"), undefined);
    assert.deepEqual(await sessions.byId(pool.id, older!.id), older);
    assert.equal(await sessions.byId((await putPool(store)).id, older!.id), undefined);
  });

  test("Store.reseal seals the verifiers of devices anew, so that the older master key can go", async () => {
    const first = await open({ keys: KEYS, lasting: true });
    const user = await putUser(first.store, await putPool(first.store));
    const device = await first.store.transaction((tx) => tx.devices.insert(aDevice(user)));
    const rotated = await first.reopen(ROTATED_KEYS);
    assert.equal(await resealAll(rotated.store), 1);
    await using forgetful = await rotated.reopen(NEW_KEYS);
    assert.deepEqual(await forgetful.store.reader.devices.find(user, device.key), device);
  });
};
