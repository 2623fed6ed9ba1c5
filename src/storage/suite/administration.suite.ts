import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import type { AuditEvent } from "../store.ts";
import { HOUR_MS, KEYS, NOW, type OpenStore, anAccessKey, unique } from "./fixtures.suite.ts";

const anEvent = (at: number): AuditEvent => ({
  id: unique("event"),
  at,
  poolId: "pool",
  sub: null,
  name: "password-reset",
  fields: { operation: "AdminResetUserPassword", accessKeyId: "AKIA" },
});

/** Access keys and the audit. */
export const administration = (open: OpenStore) => {
  test("Reader.accessKeys finds keys by id and lists them, oldest first", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store } = own;
    const lasting = anAccessKey({ createdAt: NOW + 5 });
    const passing = anAccessKey({
      createdAt: NOW,
      sessionToken: new Secret("session token"),
      expiresAt: NOW + HOUR_MS,
    });
    await store.transaction(async (tx) => {
      await tx.accessKeys.insert(lasting);
      await tx.accessKeys.insert(passing);
    });
    const found = await store.reader.accessKeys.find(passing.id);
    assert.deepEqual(found, { ...passing, version: 1 });
    assert.deepEqual([found.secret.reveal(), found.sessionToken?.reveal()], ["access key secret", "session token"]);
    assert.equal((await store.reader.accessKeys.find(lasting.id))?.sessionToken, null);
    assert.equal(await store.reader.accessKeys.find("AKIANONE"), undefined);
    await store.transaction((tx) => tx.accessKeys.save({ ...found, revokedAt: NOW + 1 }));
    assert.deepEqual(
      (await store.reader.accessKeys.list()).map((key) => [key.id, key.revokedAt]),
      [
        [passing.id, NOW + 1],
        [lasting.id, null],
      ],
    );
  });

  test("Reader.audit gives the newest events first", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store } = own;
    const events = [anEvent(NOW), anEvent(NOW + 2), anEvent(NOW + 1)];
    await store.transaction(async (tx) => {
      for (const each of events) await tx.audit.insert(each);
    });
    assert.deepEqual(await store.reader.audit.newest(2), [events[1], events[2]]);
  });
};
