import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { CODE_TRIES, type CodePurpose, type NewCode } from "../../model/code.ts";
import { sql } from "../sql/sql.ts";
import type { Subject } from "../store.ts";
import {
  AT_ONCE,
  HOUR_MS,
  NOW,
  type Opened,
  SECOND_MS,
  aCode,
  aCredential,
  atOnce,
  newSub,
  persistently,
  putPool,
  putUser,
  tally,
} from "./fixtures.suite.ts";

/** One-time codes, also when they are tried at once (guessing, double spending). */
export const codes = (shared: () => Opened) => {
  const setUp = async (code: NewCode) => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    await store.transaction((tx) => tx.codes.replace(user, code));
    const present = async (value: string, now = NOW, purpose: CodePurpose = "reset") =>
      (await store.transaction((tx) => tx.codes.present(user, purpose, new Secret(value), now))).kind;
    return { store, user, present };
  };

  test("Transaction.codes.present spends the right code once among 50 who have it", async () => {
    const { present } = await setUp(aCode("reset", "135790"));
    const outcomes = await atOnce(() => present("135790"));
    assert.deepEqual(tally(outcomes), { right: 1, missing: AT_ONCE - 1 });
  });

  test(`Transaction.codes.present compares ${CODE_TRIES} of 50 guesses made at once, then none, not even the right one`, async () => {
    const { store, user, present } = await setUp(aCode("reset", "135790"));
    const outcomes = await atOnce((index) => present(String(index).padStart(6, "0")));
    assert.deepEqual(tally(outcomes), { wrong: CODE_TRIES, exhausted: AT_ONCE - CODE_TRIES });
    assert.equal(await present("135790"), "exhausted");
    assert.equal((await store.reader.codes.find(user, "reset"))?.tries, CODE_TRIES);
    await store.transaction((tx) => tx.codes.replace(user, aCode("reset", "246802")));
    assert.equal(await present("246802"), "right");
  });

  test("Transaction.codes.present takes at most one right code among 49 guesses", async () => {
    const { present } = await setUp(aCode("reset", "135790"));
    const outcomes = tally(await atOnce((index) => present(index === 3 ? "135790" : "000000")));
    assert.ok((outcomes["right"] ?? 0) <= 1);
    assert.ok((outcomes["right"] ?? 0) + (outcomes["wrong"] ?? 0) <= CODE_TRIES);
  });

  test("Transaction.codes.present tells what the right code was sent to, and stands four wrong ones before it", async () => {
    const { store, user, present } = await setUp(aCode("reset", "135790", { contact: "phone_number" }));
    for (let guess = 1; guess < CODE_TRIES; guess += 1) assert.equal(await present(`00000${guess}`), "wrong");
    const outcome = await store.transaction((tx) => tx.codes.present(user, "reset", new Secret("135790"), NOW));
    assert.deepEqual(outcome, { kind: "right", contact: "phone_number" });
    assert.equal(await store.reader.codes.find(user, "reset"), undefined);
  });

  test("Transaction.codes.prove leaves the right code as it is, and counts a wrong one", async () => {
    const { store, user, present } = await setUp(aCode("reset", "135790", { contact: "phone_number" }));
    const prove = (value: string, now = NOW) =>
      store.transaction((tx) => tx.codes.prove(user, "reset", new Secret(value), now));
    const tries = async () => (await store.reader.codes.find(user, "reset"))?.tries;
    for (let time = 0; time < CODE_TRIES * 2; time += 1) {
      assert.deepEqual(await prove("135790"), { kind: "right", contact: "phone_number" });
    }
    assert.equal(await tries(), 0);
    assert.deepEqual(await prove("135790", NOW + HOUR_MS * 2), { kind: "missing" });
    for (let guess = 1; guess < CODE_TRIES; guess += 1) assert.equal((await prove(`00000${guess}`)).kind, "wrong");
    assert.equal((await prove("135790")).kind, "right");
    assert.equal(await tries(), CODE_TRIES - 1);
    assert.equal(await present("135790"), "right");
    assert.equal((await prove("135790")).kind, "missing");
  });

  test(`Transaction.codes.prove compares ${CODE_TRIES} of 50 guesses made at once, then none, not even the right one`, async () => {
    const { store, user, present } = await setUp(aCode("reset", "135790"));
    const outcomes = await atOnce(async (index) => {
      const guess = new Secret(String(index).padStart(6, "0"));
      return (await store.transaction((tx) => tx.codes.prove(user, "reset", guess, NOW))).kind;
    });
    assert.deepEqual(tally(outcomes), { wrong: CODE_TRIES, exhausted: AT_ONCE - CODE_TRIES });
    assert.equal(await present("135790"), "exhausted");
  });

  test("Transaction.codes.present knows a code until the moment it expires", async () => {
    const { store, user, present } = await setUp(aCode("reset", "135790", { expiresAt: NOW + HOUR_MS }));
    assert.equal(await present("000000", NOW + HOUR_MS - SECOND_MS), "wrong");
    assert.equal(await present("135790", NOW + HOUR_MS), "missing");
    assert.equal(await present("135790", NOW + HOUR_MS + SECOND_MS), "missing");
    assert.equal((await store.reader.codes.find(user, "reset"))?.tries, 1);
    assert.equal(await present("135790", NOW + HOUR_MS - 1), "right");
  });

  test("Transaction.codes.replace kills the code that was there; other purposes and users keep theirs", async () => {
    const older = aCode("reset", "135790");
    const { store, user, present } = await setUp(older);
    assert.equal(await present("135790", NOW, "sign-up"), "missing");
    const newer = aCode("reset", "246802", { contact: null });
    await store.transaction(async (tx) => {
      await tx.codes.replace(user, newer);
      await tx.codes.replace(user, aCode("sign-up", "135790"));
    });
    assert.deepEqual(await store.reader.codes.find(user, "reset"), {
      id: newer.id,
      purpose: "reset",
      contact: null,
      expiresAt: newer.expiresAt,
      tries: 0,
    });
    assert.equal(await present("135790"), "wrong");
    assert.equal(await present("246802"), "right");
    await store.transaction((tx) => tx.codes.delete(user, "reset"));
    assert.equal(await present("135790", NOW, "sign-up"), "right");
  });

  test("Transaction.codes.delete leaves nothing to present", async () => {
    const { store, user, present } = await setUp(aCode("reset", "135790"));
    await store.transaction((tx) => tx.codes.delete(user, "reset"));
    assert.equal(await present("135790"), "missing");
  });

  test("Transaction.codes.present does not take a hash that was copied from another user", async () => {
    const { user: attacker } = await setUp(aCode("reset", "135790", { id: "the-same" }));
    const { user: victim, present } = await setUp(aCode("reset", "999999", { id: "the-same" }));
    const { engine } = shared();
    const row = await engine.read.first<{ hash: Uint8Array }>(
      sql`select hash from codes where pool_id = ${attacker.poolId} and sub = ${attacker.sub}`,
    );
    await engine.transaction((connection) =>
      connection.run(
        sql`update codes set hash = ${row?.hash ?? null} where pool_id = ${victim.poolId} and sub = ${victim.sub}`,
      ),
    );
    assert.equal(await present("135790"), "wrong");
  });

  test("Transaction.codes serves decoys, who are in no pool's list of users", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const decoy: Subject = { poolId: pool.id, sub: newSub() };
    await store.transaction(async (tx) => {
      await tx.codes.replace(decoy, aCode("reset", "135790"));
      await tx.budgets.replace(decoy, "message", [NOW]);
      await tx.failures.replace(decoy, { count: 1, lastAt: NOW });
      await tx.credentials.replace(aCredential(decoy));
      assert.equal((await tx.codes.present(decoy, "reset", new Secret("000000"), NOW)).kind, "wrong");
    });
    assert.equal(await store.reader.users.bySub(pool.id, decoy.sub), undefined);
    assert.equal(await store.reader.pools.countUsers(pool.id), 0);
  });
};

/** Budgets and failures, which no parallel use may escape. */
export const counters = (shared: () => Opened) => {
  test("Transaction.budgets counts 50 uses at once as 50", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    assert.deepEqual(await store.reader.budgets.marks(user, "message"), []);
    await atOnce((index) =>
      persistently(store, async (tx) => {
        const marks = await tx.budgets.marks(user, "message");
        await tx.budgets.replace(user, "message", [...marks, NOW + index]);
      }),
    );
    assert.deepEqual(
      [...(await store.reader.budgets.marks(user, "message"))].sort((a, b) => a - b),
      Array.from({ length: AT_ONCE }, (_, index) => NOW + index),
    );
    assert.deepEqual(await store.reader.budgets.marks(user, "admin-reset"), []);
    assert.equal((await store.reader.users.bySub(user.poolId, user.sub))?.version, user.version);
  });

  test("Transaction.budgets.replace writes again and without having been read", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    await store.transaction(async (tx) => {
      await tx.budgets.replace(user, "message", [NOW]);
      await tx.budgets.replace(user, "message", [NOW, NOW + 1]);
    });
    await store.transaction((tx) => tx.budgets.replace(user, "message", []));
    assert.deepEqual(await store.reader.budgets.marks(user, "message"), []);
  });

  test("Transaction.failures counts 50 at once as 50, and begins again after delete", async () => {
    const { store } = shared();
    const user = await putUser(store, await putPool(store));
    await atOnce((index) =>
      persistently(store, async (tx) => {
        const failures = await tx.failures.find(user);
        await tx.failures.replace(user, { count: (failures?.count ?? 0) + 1, lastAt: NOW + index });
      }),
    );
    assert.equal((await store.reader.failures.find(user))?.count, AT_ONCE);
    await store.transaction(async (tx) => {
      await tx.failures.delete(user);
      await tx.failures.delete(user);
      assert.equal(await tx.failures.find(user), undefined);
      await tx.failures.replace(user, { count: 1, lastAt: NOW });
    });
    assert.deepEqual(await store.reader.failures.find(user), { count: 1, lastAt: NOW });
  });
};
