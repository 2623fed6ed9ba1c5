import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { AlreadyExists } from "../store.ts";
import {
  AT_ONCE,
  NOW,
  type Opened,
  aFamily,
  aSession,
  atOnce,
  putPool,
  putUser,
  tally,
  unique,
} from "./fixtures.suite.ts";

/** Refresh families, sessions, spent marks and signing keys. */
export const tokens = (shared: () => Opened) => {
  test("Reader.refreshFamilies finds a family by its token and by its origin, in its pool alone", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const user = await putUser(store, pool);
    const family = aFamily(user, { scopes: ["openid", "email"], tokenEpoch: 4 });
    const token = new Secret(unique("token"));
    await store.transaction((tx) => tx.refreshFamilies.insert(family, token));
    const stored = { ...family, version: 1 };
    assert.deepEqual(await store.reader.refreshFamilies.byToken(pool.id, token), stored);
    assert.deepEqual(await store.reader.refreshFamilies.byOrigin(pool.id, family.originJti), stored);
    assert.equal(await store.reader.refreshFamilies.byToken(other.id, token), undefined);
    assert.equal(await store.reader.refreshFamilies.byOrigin(other.id, family.originJti), undefined);
    assert.equal(await store.reader.refreshFamilies.byToken(pool.id, new Secret("another")), undefined);
    await assert.rejects(
      store.transaction((tx) => tx.refreshFamilies.insert(family, new Secret("second"))),
      AlreadyExists,
    );
  });

  test("Transaction.refreshFamilies.revoke keeps the first moment", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const family = aFamily(user);
    await store.transaction((tx) => tx.refreshFamilies.insert(family, new Secret(unique("token"))));
    await store.transaction((tx) => tx.refreshFamilies.revoke(family, NOW + 1));
    await store.transaction((tx) => tx.refreshFamilies.revoke(family, NOW + 2));
    const revoked = await store.reader.refreshFamilies.byOrigin(user.poolId, family.originJti);
    assert.equal(revoked?.revokedAt, NOW + 1);
  });

  test("Transaction.sessions.spend lets one of 50 spend a session", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const session = aSession(user);
    const token = new Secret(unique("session token"));
    await store.transaction((tx) => tx.sessions.insert(session, token));
    assert.deepEqual(await store.reader.sessions.find(user.poolId, token), session);
    const won = await atOnce(() => store.transaction((tx) => tx.sessions.spend(session, NOW + 1)));
    assert.deepEqual(tally(won.map(String)), { true: 1, false: AT_ONCE - 1 });
    assert.deepEqual(await store.reader.sessions.find(user.poolId, token), { ...session, spentAt: NOW + 1 });
    assert.equal(await store.reader.sessions.find(user.poolId, new Secret("another")), undefined);
    assert.equal(await store.reader.sessions.find((await putPool(store)).id, token), undefined);
    await assert.rejects(
      store.transaction((tx) => tx.sessions.insert(session, new Secret("second"))),
      AlreadyExists,
    );
  });

  test("Transaction.spentMarks.spend lets one of 50 use what works once", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const won = await atOnce(() => store.transaction((tx) => tx.spentMarks.spend(pool.id, "srp", "block", NOW)));
    assert.deepEqual(tally(won.map(String)), { true: 1, false: AT_ONCE - 1 });
    assert.equal(await store.transaction((tx) => tx.spentMarks.spend(pool.id, "totp", "block", NOW)), true);
  });

  test("Transaction.signingKeys.insert keeps the first pair of each use", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const insert = (use: "id" | "access", kid: string) =>
      store.transaction((tx) =>
        tx.signingKeys.insert({ poolId: pool.id, use, kid, privateKey: new Secret(`pem of ${kid}`), createdAt: NOW }),
      );
    await Promise.all([insert("id", "first"), insert("id", "second"), insert("access", "third")]);
    const keys = await store.reader.signingKeys.ofPool(pool.id);
    assert.deepEqual(
      keys.map((key) => [key.use, key.kid, key.privateKey.reveal()]),
      [
        ["access", "third", "pem of third"],
        ["id", "first", "pem of first"],
      ],
    );
  });
};
