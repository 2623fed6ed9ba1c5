import assert from "node:assert/strict";
import { test } from "node:test";
import { Conflict, type Store } from "../store.ts";
import {
  AT_ONCE,
  DAY_MS,
  KEYS,
  NEW_KEYS,
  NOW,
  type Opened,
  type OpenStore,
  ROTATED_KEYS,
  aCredential,
  atOnce,
  putPool,
  putUser,
  resealAll,
} from "./fixtures.suite.ts";

/** What passwords are kept as, with versions of their own, and the passwords of before. */
export const credentials = (open: OpenStore, shared: () => Opened) => {
  test("Transaction.credentials.replace counts versions, and guard holds to the one that was judged", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const user = await putUser(store, pool);
    assert.equal(await store.reader.credentials.find(user), undefined);
    const first = await store.transaction((tx) => tx.credentials.replace(aCredential(user)));
    const read = await store.reader.credentials.find(user);
    assert.ok(read);
    assert.equal(Buffer.from(read.verifier).toString(), `verifier of ${user.sub}`);
    await store.transaction((tx) => tx.credentials.guard(read));

    const temporary = aCredential(user, { scheme: "argon2id", temporary: true, expiresAt: NOW + DAY_MS });
    const second = await store.transaction((tx) => tx.credentials.replace(temporary));
    assert.deepEqual([first.version, second.version], [1, 2]);
    const now = await store.reader.credentials.find(user);
    assert.deepEqual([now?.scheme, now?.temporary, now?.expiresAt], ["argon2id", true, NOW + DAY_MS]);
    await store.transaction((tx) => tx.credentials.guard(second));
    for (const stale of [first, { ...first, version: 2 }]) {
      await assert.rejects(
        store.transaction((tx) => tx.credentials.guard(stale)),
        Conflict,
      );
    }
    assert.equal((await store.reader.users.bySub(pool.id, user.sub))?.version, user.version);
  });
  test("Transaction.credentials.reform keeps the judged password in another form, once, and nothing else moves", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const user = await putUser(store, pool);
    const imported = aCredential(user, { scheme: "bcrypt", temporary: true, expiresAt: NOW + DAY_MS });
    await store.transaction((tx) => tx.credentials.replace(imported));
    const judged = await store.reader.credentials.find(user);
    assert.ok(judged);
    const form = { scheme: "srp", verifier: Buffer.from("verifier of today") } as const;
    await store.transaction((tx) => tx.credentials.reform(judged, form));
    const reformed = await store.reader.credentials.find(user);
    assert.deepEqual({ ...reformed, verifier: Buffer.from(reformed?.verifier ?? []) }, { ...judged, ...form });
    await store.transaction((tx) => tx.credentials.guard(judged));

    const late = { scheme: "srp", verifier: Buffer.from("verifier of somebody late") } as const;
    await store.transaction((tx) => tx.credentials.reform(judged, late));
    assert.deepEqual(await store.reader.credentials.find(user), reformed);
    await store.transaction((tx) => tx.credentials.replace(imported));
    await store.transaction((tx) => tx.credentials.reform(judged, late));
    assert.equal((await store.reader.credentials.find(user))?.scheme, "bcrypt");
  });
  test("Transaction.credentials.replace keeps as many passwords of before as it is told, the newest", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [user, other] = [await putUser(store, pool), await putUser(store, pool)];
    const past = async (limit = 24) =>
      (await store.reader.credentials.past(user, limit)).map(({ verifier }) => Buffer.from(verifier).toString());
    const put = (password: string, keepPast?: number, subject = user) =>
      store.transaction((tx) =>
        tx.credentials.replace(aCredential(subject, { verifier: Buffer.from(password) }), keepPast),
      );
    for (const password of ["a", "b", "c", "d"]) await put(password, 24);
    await put("another's", 24, other);
    await put("another's next", 24, other);
    assert.deepEqual(await past(), ["c", "b", "a"]);
    assert.deepEqual(await past(2), ["c", "b"]);
    await put("e", 2);
    assert.deepEqual(await past(), ["d", "c"], "what is too many goes in the same write");
    const { version } = await put("f", 1);
    assert.deepEqual(await past(), ["e"]);
    const form = { scheme: "argon2id", verifier: Buffer.from("f in another form") } as const;
    const judged = await store.reader.credentials.find(user);
    assert.ok(judged?.version === version);
    await store.transaction((tx) => tx.credentials.reform(judged, form));
    await put("g", 3);
    assert.deepEqual(await past(), ["f in another form", "e"]);
    assert.deepEqual(
      (await store.reader.credentials.past(user, 1)).map(({ scheme, salt }) => [scheme, salt]),
      [["argon2id", judged.salt]],
    );
    await put("h");
    assert.deepEqual(await past(), [], "none unless said");
    assert.equal((await store.reader.credentials.past(other, 24)).length, 1);
    await store.transaction((tx) => tx.users.delete(other));
    assert.deepEqual(await store.reader.credentials.past(other, 24), []);
  });

  test("Transaction.credentials.replace keeps every password of before when 50 are given at once", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    await atOnce((index) =>
      store.transaction((tx) =>
        tx.credentials.replace(aCredential(user, { verifier: Buffer.from(`password ${index}`) }), 23),
      ),
    );
    const past = await store.reader.credentials.past(user, AT_ONCE);
    assert.equal(past.length, 23);
    assert.equal(new Set(past.map(({ verifier }) => Buffer.from(verifier).toString())).size, 23);
  });

  test("Store.reseal seals passwords of before anew, so that the older master key can go", async () => {
    const first = await open({ keys: KEYS, lasting: true });
    const user = await putUser(first.store, await putPool(first.store));
    const put = (store: Store, password: string) =>
      store.transaction((tx) => tx.credentials.replace(aCredential(user, { verifier: Buffer.from(password) }), 24));
    for (let n = 1; n <= 11; n += 1) await put(first.store, `password ${n}`);
    const before = await first.store.reader.credentials.past(user, 24);
    const rotated = await first.reopen(ROTATED_KEYS);
    assert.equal(await resealAll(rotated.store), 11);
    await using forgetful = await rotated.reopen(NEW_KEYS);
    assert.deepEqual(await forgetful.store.reader.credentials.past(user, 24), before);
    await put(forgetful.store, "password 12");
    assert.equal((await forgetful.store.reader.credentials.past(user, 24)).length, 11);
  });
};
