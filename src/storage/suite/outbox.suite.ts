import assert from "node:assert/strict";
import { test } from "node:test";
import type { NewOutboxMessage } from "../store.ts";
import {
  AT_ONCE,
  DAY_MS,
  HOUR_MS,
  KEYS,
  NOW,
  type OpenStore,
  aMessage,
  aNotification,
  atOnce,
  putPool,
  putUser,
} from "./fixtures.suite.ts";

/** Messages and notifications that are owed. */
export const outbox = (open: OpenStore) => {
  const setUp = async () => {
    const opened = await open({ keys: KEYS, lasting: false });
    const { store } = opened;
    const user = await putUser(store, await putPool(store));
    const insert = async (over: Partial<NewOutboxMessage> = {}) => {
      const message = aMessage(user, over);
      await store.transaction((tx) => tx.outbox.insert(message));
      return message;
    };
    const to = (address: string) => ({ content: { ...aMessage(user).content, to: address } });
    const take = (now: number, limit = 10) =>
      store.transaction((tx) => tx.outbox.take(now, now + HOUR_MS, limit)).then((rows) => rows.map((row) => row.id));
    return { opened, store, user, insert, to, take };
  };

  test("Reader.outbox gives the newest first, and those of one address whatever its case", async () => {
    const { opened, store, user, insert, to } = await setUp();
    await using _ = opened;
    const code = { purpose: "reset", id: "code-1" } as const;
    const first = await insert({ code });
    const second = await insert({ medium: "SMS", ...to("+15550100") });
    const third = await insert(to("ADA@example.COM"));
    const rows = await store.reader.outbox.newest({ limit: 10 });
    assert.deepEqual(
      rows.map((row) => row.id),
      [third.id, second.id, first.id],
    );
    assert.ok(rows[0]!.position > rows[1]!.position && rows[1]!.position > rows[2]!.position);
    assert.deepEqual(rows[2], {
      position: rows[2]!.position,
      id: first.id,
      poolId: user.poolId,
      sub: user.sub,
      medium: "EMAIL",
      code,
      content: first.content,
      state: "pending",
      reason: null,
      attempts: 0,
      createdAt: NOW,
    });
    assert.equal(rows[2].content?.body.reveal(), "It is 123456.");
    assert.equal(rows[2].content?.codeValue?.reveal(), "123456");
    const ids = async (filter: { to?: string; limit: number }) =>
      (await store.reader.outbox.newest(filter)).map((row) => row.id);
    assert.deepEqual(await ids({ limit: 2 }), [third.id, second.id]);
    assert.deepEqual(await ids({ to: "aDa@Example.com", limit: 10 }), [third.id, first.id]);
    assert.deepEqual(await ids({ to: "aDa@Example.com", limit: 1 }), [third.id]);
    assert.deepEqual(await ids({ to: "nobody@example.com", limit: 1 }), []);
    const next = (address: string, position: number) => store.reader.outbox.after(address, position);
    assert.equal((await next("ada@example.com", 0))?.id, first.id);
    assert.equal((await next("ada@example.com", rows[2].position))?.id, third.id);
    assert.equal(await next("ada@example.com", rows[0]!.position), undefined);
  });

  test("Transaction.outbox.insert numbers messages in commit order, without using a number again", async () => {
    const { opened, store, insert } = await setUp();
    await using _ = opened;
    await atOnce(() => insert());
    const rows = await store.reader.outbox.newest({ limit: AT_ONCE });
    assert.equal(new Set(rows.map((row) => row.position)).size, AT_ONCE);
    await store.transaction(async (tx) => {
      for (const { id } of rows) {
        await tx.outbox.settle({ id }, { state: "sent", reason: null, nextAttemptAt: NOW, erase: true });
      }
      await tx.outbox.prune(0);
    });
    assert.deepEqual(await store.reader.outbox.newest({ limit: 1 }), []);
    await insert();
    const [newest] = await store.reader.outbox.newest({ limit: 1 });
    assert.ok(newest!.position > rows[0]!.position);
  });

  test("Transaction.outbox.take leases what is due, oldest first, to one taker", async () => {
    const { opened, store, insert, take } = await setUp();
    await using _ = opened;
    assert.equal(await store.reader.outbox.nextDueAt(), undefined);
    const [first, second, third] = [await insert(), await insert(), await insert({ leasedUntil: NOW + 20_000 })];
    assert.equal(await store.reader.outbox.nextDueAt(), 0);
    assert.deepEqual(await take(NOW, 1), [first.id]);
    assert.deepEqual(await take(NOW), [second.id]);
    assert.deepEqual(await take(NOW), []);
    assert.equal(await store.reader.outbox.nextDueAt(), NOW + 20_000);
    assert.deepEqual(await take(NOW + 19_999), []);
    assert.deepEqual(await take(NOW + 20_000), [third.id]);
    const again = await store.transaction((tx) => tx.outbox.take(NOW + HOUR_MS, NOW + DAY_MS, 10));
    assert.deepEqual(
      again.map((row) => [row.id, row.attempts]),
      [
        [first.id, 2],
        [second.id, 2],
      ],
    );
    const taken = await atOnce(() => take(NOW + 2 * DAY_MS));
    assert.equal(taken.flat().length, 3);
  });

  test("Transaction.outbox.take takes what functions carry apart from what senders carry", async () => {
    const { opened, store, user, insert, take } = await setUp();
    await using _ = opened;
    const customSender = {
      arn: "arn:aws:lambda:us-east-1:000000000000:function:post",
      keyArn: "arn:aws:kms:us-east-1:000000000000:key/k",
      envelope: { version: "1", userName: "ada" },
      userAttributes: { sub: user.sub },
    };
    const handed = await insert({ content: { ...aMessage(user).content, customSender }, leasedUntil: NOW });
    const sent = await insert({ leasedUntil: NOW + 5_000 });
    assert.equal(await store.reader.outbox.nextDueAt(), NOW);
    assert.deepEqual(await take(NOW + 5_000), [sent.id]);
    const [taken] = await store.transaction((tx) => tx.outbox.take(NOW, NOW + HOUR_MS, 10, "function"));
    assert.equal(taken?.id, handed.id);
    assert.deepEqual(taken.content, handed.content);
    assert.equal(taken.attempts, 1);
    assert.deepEqual(await store.transaction((tx) => tx.outbox.take(NOW, NOW + HOUR_MS, 10, "function")), []);
    assert.equal(await store.reader.outbox.nextDueAt(), NOW + HOUR_MS);
  });

  test("Transaction.outbox.settle ends or postpones a message once, and erases it with the same statement", async () => {
    const { opened, store, insert, take } = await setUp();
    await using _ = opened;
    const [sent, failed, later] = [await insert(), await insert(), await insert()];
    await take(NOW);
    await store.transaction(async (tx) => {
      await tx.outbox.settle(sent, { state: "sent", reason: null, nextAttemptAt: NOW, erase: true });
      await tx.outbox.settle(sent, { state: "failed", reason: "too late", nextAttemptAt: NOW, erase: false });
      await tx.outbox.settle(failed, { state: "failed", reason: "mailbox full", nextAttemptAt: NOW, erase: false });
      await tx.outbox.settle(later, { state: "pending", reason: "busy", nextAttemptAt: NOW + 5000, erase: false });
    });
    const rows = await store.reader.outbox.newest({ limit: 10 });
    assert.deepEqual(
      rows.map((row) => [row.id, row.state, row.reason, row.content?.to ?? null]),
      [
        [later.id, "pending", "busy", "Ada@Example.com"],
        [failed.id, "failed", "mailbox full", "Ada@Example.com"],
        [sent.id, "sent", null, null],
      ],
    );
    assert.equal(await store.reader.outbox.nextDueAt(), NOW + 5000);
    assert.deepEqual(await take(NOW + 4999), []);
    assert.deepEqual(await take(NOW + 5000), [later.id]);
    assert.equal((await store.reader.outbox.newest({ to: "ada@example.com", limit: 10 })).length, 2);
  });

  test("Transaction.outbox.prune drops all but the newest that are no longer pending", async () => {
    const { opened, store, insert } = await setUp();
    await using _ = opened;
    const messages: NewOutboxMessage[] = [];
    for (let index = 0; index < 6; index += 1) messages.push(await insert());
    await store.transaction(async (tx) => {
      for (const index of [1, 2, 3, 5]) {
        const to = { state: "sent", reason: null, nextAttemptAt: NOW, erase: false } as const;
        await tx.outbox.settle(messages[index]!, to);
      }
      await tx.outbox.prune(4);
    });
    assert.equal((await store.reader.outbox.newest({ limit: 10 })).length, 6);
    await store.transaction((tx) => tx.outbox.prune(2));
    assert.deepEqual(
      (await store.reader.outbox.newest({ limit: 10 })).map((row) => row.id),
      [5, 4, 3, 0].map((index) => messages[index]!.id),
    );
  });

  test("Transaction.outbox owes notifications until they are forgotten", async () => {
    const { opened, store, user } = await setUp();
    await using _ = opened;
    const owed = aNotification(user);
    await store.transaction((tx) => tx.outbox.owe(owed, NOW + 5000));
    assert.equal(await store.reader.outbox.nextDueAt(), NOW + 5000);
    const take = (now: number) => store.transaction((tx) => tx.outbox.takeOwed(now, now + HOUR_MS, 10));
    assert.deepEqual(await take(NOW + 4999), []);
    assert.deepEqual(await take(NOW + 5000), [{ ...owed, attempts: 1 }]);
    assert.deepEqual(await take(NOW + 5000), []);
    await store.transaction((tx) => tx.outbox.postpone(owed.id, NOW + 9000));
    assert.deepEqual(await take(NOW + 9000), [{ ...owed, attempts: 2 }]);
    await store.transaction((tx) => tx.outbox.forget(owed.id));
    assert.equal(await store.reader.outbox.nextDueAt(), undefined);
  });

  test("Transaction.outbox.endLeases makes all that is owed due, and nothing else", async () => {
    const { opened, store, user, insert, take } = await setUp();
    await using _ = opened;
    const owed = aNotification(user);
    await store.transaction((tx) => tx.outbox.owe(owed, NOW + HOUR_MS));
    const [over, taken, awaited] = [await insert(), await insert(), await insert({ leasedUntil: NOW + HOUR_MS })];
    await take(NOW);
    await store.transaction((tx) =>
      tx.outbox.settle(over, { state: "failed", reason: null, nextAttemptAt: NOW, erase: false }),
    );
    await store.transaction((tx) => tx.outbox.endLeases(NOW));
    assert.equal(await store.reader.outbox.nextDueAt(), NOW);
    assert.deepEqual(await take(NOW), [taken.id, awaited.id]);
    const [again] = await store.transaction((tx) => tx.outbox.takeOwed(NOW, NOW + HOUR_MS, 10));
    assert.equal(again?.id, owed.id);
  });

  test("Transaction.outbox sends nothing more for a deleted pool", async () => {
    const { opened, store, user, insert, take } = await setUp();
    await using _ = opened;
    await insert();
    await store.transaction((tx) => tx.outbox.owe(aNotification(user), 0));
    const pool = await store.reader.pools.get(user.poolId);
    await store.transaction((tx) => tx.pools.delete(pool));
    assert.equal(await store.reader.outbox.nextDueAt(), undefined);
    assert.deepEqual(await take(NOW), []);
    assert.deepEqual(await store.transaction((tx) => tx.outbox.takeOwed(NOW, NOW, 10)), []);
  });
};
