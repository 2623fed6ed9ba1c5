import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import type { TokenSession } from "../../model/token-session.ts";
import { AlreadyExists, Conflict, type Transaction } from "../store.ts";
import {
  AT_ONCE,
  DAY_MS,
  HOUR_MS,
  NOW,
  type Opened,
  aFamily,
  aResourceServer,
  aSession,
  aSigningKey,
  aTokenSession,
  atOnce,
  everyRow,
  putPool,
  putUser,
  tally,
  unique,
} from "./fixtures.suite.ts";

/** Refresh families and their sessions, challenges, spent marks, signing keys and resource servers. */
export const tokens = (shared: () => Opened) => {
  test("Reader.refreshFamilies finds a family by its token and by its origin, in its pool alone", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const user = await putUser(store, pool);
    const family = aFamily(user, { scopes: ["openid", "email"], tokenEpoch: 4 });
    const token = new Secret(unique("token"));
    await store.transaction((tx) => tx.refreshFamilies.insert(family, token));
    const stored = { ...family, version: 1 };
    const found = { family: stored, standing: { kind: "current" } };
    assert.deepEqual(await store.reader.refreshFamilies.byToken(pool.id, token), found);
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

  test("Transaction.refreshFamilies.rotate leaves a token known by what it was", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const family = aFamily(user);
    const handle = unique("handle");
    const [first, second, third] = ["first", "second", "third"].map((part) => new Secret(`head.${handle}.${part}`));
    assert.ok(first && second && third);
    const standing = async (token: Secret) =>
      (await store.reader.refreshFamilies.byToken(user.poolId, token))?.standing;
    const rotate = (to: Secret, usableUntil: number, now: number) =>
      store.transaction(async (tx) => {
        const current = await tx.refreshFamilies.byOrigin(user.poolId, family.originJti);
        return tx.refreshFamilies.rotate(current!, to, usableUntil, now);
      });
    await store.transaction((tx) => tx.refreshFamilies.insert(family, first));
    assert.equal(await standing(new Secret(`head.${handle}.forged`)), undefined, "nothing was replaced yet");

    assert.equal(await rotate(second, NOW + 10, NOW), true);
    assert.deepEqual(await standing(first), { kind: "replaced", usableUntil: NOW + 10 });
    assert.deepEqual(await standing(second), { kind: "current" });
    assert.equal(await rotate(third, NOW + 20, NOW + 10), true);
    assert.deepEqual(await standing(first), { kind: "stale" });
    assert.deepEqual(await standing(second), { kind: "replaced", usableUntil: NOW + 20 });
    assert.deepEqual(await standing(third), { kind: "current" });
    assert.deepEqual(await standing(new Secret(`head.${handle}.forged`)), { kind: "stale" });
    assert.equal(await standing(new Secret(`head.${unique("other")}.first`)), undefined);
  });

  test("Transaction.refreshFamilies.rotate remembers a bounded number of tokens", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const family = aFamily(user);
    const handle = unique("handle");
    const token = (index: number) => new Secret(`head.${handle}.${index}`);
    await store.transaction((tx) => tx.refreshFamilies.insert(family, token(0)));
    for (let index = 1; index <= 20; index += 1) {
      await store.transaction(async (tx) => {
        const current = await tx.refreshFamilies.byOrigin(user.poolId, family.originJti);
        assert.ok(await tx.refreshFamilies.rotate(current!, token(index), NOW + HOUR_MS, NOW));
      });
    }
    const kinds = await Promise.all(
      Array.from({ length: 21 }, async (_, index) => {
        const found = await store.reader.refreshFamilies.byToken(user.poolId, token(index));
        return found?.standing.kind ?? "unknown";
      }),
    );
    assert.deepEqual(tally(kinds), { stale: 4, replaced: 16, current: 1 });
  });

  test("Transaction.refreshFamilies.rotate lets one of 50 replace a token, and none of a revoked family", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const family = aFamily(user);
    await store.transaction((tx) => tx.refreshFamilies.insert(family, new Secret(unique("token"))));
    const stored = await store.reader.refreshFamilies.byOrigin(user.poolId, family.originJti);
    const next = unique("next");
    const won = await atOnce((index) =>
      store.transaction((tx) => tx.refreshFamilies.rotate(stored!, new Secret(`${next} ${index}`), NOW, NOW)),
    );
    assert.deepEqual(tally(won.map(String)), { true: 1, false: AT_ONCE - 1 });
    const rotated = await store.reader.refreshFamilies.byOrigin(user.poolId, family.originJti);
    await store.transaction(async (tx) => {
      await tx.refreshFamilies.revoke(family, NOW);
      assert.equal(await tx.refreshFamilies.rotate(rotated!, new Secret(unique("late")), NOW, NOW), false);
    });
  });

  test("Transaction.refreshFamilies.revoke takes the family's session along", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    const [ended, kept] = [aFamily(user), aFamily(user)];
    await store.transaction(async (tx) => {
      for (const family of [ended, kept]) {
        await tx.refreshFamilies.insert(family, new Secret(unique("token")));
        await tx.tokenSessions.insert(aTokenSession(family));
      }
      await tx.refreshFamilies.revoke(ended, NOW);
    });
    const sessions = await store.reader.tokenSessions.ofUser(user, NOW);
    assert.deepEqual(
      sessions.map(({ originJti }) => originJti),
      [kept.originJti],
    );
  });

  test("Reader.tokenSessions shows the living, the least recently used first", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [user, other] = [await putUser(store, pool), await putUser(store, pool)];
    const session = (over: Partial<TokenSession> = {}, of = user) => aTokenSession(aFamily(of), over);
    const tokenEpoch = 1;
    const [first, second] = [
      session({ createdAt: NOW + 1, lastActiveAt: NOW + 2, tokenEpoch }),
      session({ tokenEpoch }),
    ];
    const dead = [session({ expiresAt: NOW + 5 }), session({ tokenEpoch: 0 })];
    await store.transaction(async (tx) => {
      for (const each of [first, second, ...dead, session({}, other)]) await tx.tokenSessions.insert(each);
      await assert.rejects(tx.tokenSessions.insert(first), AlreadyExists);
    });
    const asOf = { ...user, tokenEpoch };
    const ids = async () => (await store.reader.tokenSessions.ofUser(asOf, NOW + 5)).map(({ id }) => id);
    assert.deepEqual(await ids(), [second.id, first.id]);

    const activity = { lastActiveAt: NOW + 9, deviceType: "iOS, Safari", ipAddress: "192.0.2.2" };
    await store.transaction(async (tx) => {
      await tx.tokenSessions.touch(second, activity);
      await tx.tokenSessions.prune(asOf, NOW + 5);
    });
    assert.deepEqual(await ids(), [first.id, second.id]);
    const [, touched] = await store.reader.tokenSessions.ofUser({ ...user, tokenEpoch: 0 }, NOW);
    assert.deepEqual(touched, { ...second, ...activity });
    assert.equal((await store.reader.tokenSessions.ofUser(user, NOW)).length, 2, "the dead are gone");
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
        tx.signingKeys.insert(aSigningKey(pool, use, { kid, privateKey: new Secret(`pem of ${kid}`) })),
      );
    await Promise.all([insert("id", "first"), insert("id", "second"), insert("access", "third")]);
    const keys = await store.reader.signingKeys.ofPool(pool.id, NOW);
    assert.deepEqual(
      keys.map((key) => [key.use, key.kid, key.privateKey.reveal()]),
      [
        ["access", "third", "pem of third"],
        ["id", "first", "pem of first"],
      ],
    );
  });

  test("Transaction.signingKeys.replace ends the pairs of one use, and lets one of 50 take over", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const first = aSigningKey(pool, "id");
    const other = aSigningKey(pool, "access");
    await store.transaction(async (tx) => {
      for (const key of [first, other]) await tx.signingKeys.insert(key);
    });
    const next = await atOnce(async () => aSigningKey(pool, "id", { signsFrom: NOW + HOUR_MS }));
    const outcomes = await atOnce((index) =>
      store
        .transaction((tx) => tx.signingKeys.replace(first, next[index]!, NOW + DAY_MS))
        .then(
          () => "took over",
          (error: unknown) => (error instanceof Conflict ? "conflict" : "failed"),
        ),
    );
    assert.deepEqual(tally(outcomes), { "took over": 1, conflict: AT_ONCE - 1 });
    const kidsAt = async (now: number) =>
      (await store.reader.signingKeys.ofPool(pool.id, now)).map(({ kid, endsAt }) => [kid, endsAt]);
    const second = next[outcomes.indexOf("took over")]!;
    assert.deepEqual(await kidsAt(NOW), [
      [other.kid, null],
      [first.kid, NOW + DAY_MS],
      [second.kid, null],
    ]);

    const third = aSigningKey(pool, "id", { signsFrom: NOW + 2 * HOUR_MS });
    await store.transaction((tx) => tx.signingKeys.replace(second, third, NOW + 3 * HOUR_MS));
    const read = await store.reader.signingKeys.ofPool(pool.id, NOW + 3 * HOUR_MS - 1);
    assert.deepEqual(
      read.map(({ kid }) => kid),
      [other.kid, first.kid, second.kid, third.kid],
      "the first ends no later than the second",
    );
    assert.deepEqual(await kidsAt(NOW + 3 * HOUR_MS), [
      [other.kid, null],
      [third.kid, null],
    ]);
    assert.equal(read.at(-1)?.privateKey.reveal(), third.privateKey.reveal());
  });

  test("Reader.resourceServers finds one, pages all by identifier, and knows none of a deleted pool", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const identifiers = ["https://a.example.com", "https://b.example.com", "https://c.example.com"];
    await store.transaction(async (tx) => {
      for (const identifier of identifiers) await tx.resourceServers.insert(aResourceServer(pool, identifier));
      await tx.resourceServers.insert(aResourceServer(other, identifiers[0]!));
    });
    const reader = store.reader.resourceServers;
    const pages = await everyRow((page) => reader.list(pool.id, page), 2);
    assert.deepEqual(
      pages.map((page) => page.map(({ identifier }) => identifier)),
      [identifiers.slice(0, 2), identifiers.slice(2)],
    );
    assert.deepEqual(await reader.get(pool.id, identifiers[1]!), {
      ...aResourceServer(pool, identifiers[1]!),
      version: 1,
    });
    await assert.rejects(reader.get(other.id, identifiers[1]!), {
      name: "ResourceNotFoundException",
      message: "Resource server https://b.example.com does not exist.",
    });
    await store.transaction((tx) => tx.pools.delete(other));
    assert.equal(await reader.find(other.id, identifiers[0]!), undefined);
    assert.deepEqual((await reader.list(other.id, { limit: 5 })).rows, []);
  });

  test("Transaction.resourceServers writes what was judged, once", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const server = await store.transaction((tx) => tx.resourceServers.insert(aResourceServer(pool, "orders")));
    await assert.rejects(
      store.transaction((tx) => tx.resourceServers.insert(aResourceServer(pool, "orders"))),
      AlreadyExists,
    );
    const saved = await store.transaction((tx) => tx.resourceServers.save({ ...server, name: "sales", scopes: [] }));
    assert.deepEqual(await store.reader.resourceServers.get(pool.id, "orders"), saved);
    const stale: readonly ((tx: Transaction) => Promise<unknown>)[] = [
      (tx) => tx.resourceServers.save(server),
      (tx) => tx.resourceServers.guard(server),
      (tx) => tx.resourceServers.delete(server),
    ];
    for (const write of stale) await assert.rejects(store.transaction(write), Conflict);
    await store.transaction((tx) => tx.resourceServers.guard(saved));
    await store.transaction((tx) => tx.resourceServers.delete(saved));
    assert.equal(await store.reader.resourceServers.find(pool.id, "orders"), undefined);
  });
};
