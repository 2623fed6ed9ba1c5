import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import type { Store, Subject } from "../store.ts";
import {
  KEYS,
  NEW_KEYS,
  NOW,
  type OpenStore,
  ROTATED_KEYS,
  aCode,
  aCredential,
  aFamily,
  aMessage,
  putEverything,
} from "./fixtures.suite.ts";

const TOKENS = { refresh: new Secret("refresh token"), session: new Secret("session token") };

const present = (store: Store, user: Subject) =>
  store.transaction((tx) => tx.codes.present(user, "reset", new Secret("135790"), NOW));

/** Restarts (replay) and changed master keys. */
export const lasting = (open: OpenStore) => {
  test("Store keeps what was committed over a restart, and what was spent stays spent", async () => {
    const first = await open({ keys: KEYS, lasting: true });
    const { pool, user, client, group } = await putEverything(first.store);
    const session = await first.store.reader.sessions.find(pool.id, TOKENS.session);
    assert.equal((await present(first.store, user)).kind, "right");
    await first.store.transaction(async (tx) => {
      assert.equal(await tx.sessions.spend(session!, NOW), true);
      await tx.refreshFamilies.revoke(aFamily(user, { originJti: "family" }), NOW);
    });

    await using again = await first.reopen(KEYS);
    const { store } = again;
    assert.deepEqual(await store.reader.users.locate(pool.id, "ada"), { pool, user });
    assert.deepEqual(await store.reader.clients.get(pool.id, client.id), client);
    assert.deepEqual(await store.reader.groups.ofUser(user), [group]);
    assert.deepEqual(await store.reader.budgets.marks(user, "message"), [NOW]);
    assert.deepEqual(await store.reader.failures.find(user), { count: 3, lastAt: NOW });
    assert.equal((await present(store, user)).kind, "missing");
    assert.equal((await store.reader.refreshFamilies.byToken(pool.id, TOKENS.refresh))?.family.revokedAt, NOW);
    assert.equal(await store.transaction((tx) => tx.sessions.spend(session!, NOW + 1)), false);
    assert.equal(await store.transaction((tx) => tx.spentMarks.spend(pool.id, "srp", "block", NOW)), false);
    assert.equal((await store.transaction((tx) => tx.outbox.take(NOW, NOW + 1, 10))).length, 1);
  });

  test("Store reads what lies under an older master key, and writes under the current one", async () => {
    const first = await open({ keys: KEYS, lasting: true });
    const { pool, user, client } = await putEverything(first.store);
    const rotated = await first.reopen(ROTATED_KEYS);
    const { store } = rotated;
    const credential = await store.reader.credentials.find(user);
    assert.equal(Buffer.from(credential!.verifier).toString(), "password verifier");
    const { client: read } = await store.reader.clients.locate(client.id);
    assert.equal(read.secrets[0]?.value.reveal(), "client secret");
    assert.equal((await store.reader.refreshFamilies.byToken(pool.id, TOKENS.refresh))?.family.sub, user.sub);
    assert.equal((await store.reader.sessions.find(pool.id, TOKENS.session))?.sub, user.sub);
    assert.equal((await store.reader.signingKeys.ofPool(pool.id, NOW)).length, 4);
    assert.equal((await present(store, user)).kind, "right");
    await store.transaction((tx) => tx.outbox.insert(aMessage(user)));
    const messages = await store.reader.outbox.newest({ to: "ada@example.com", limit: 10 });
    assert.equal(messages.length, 2);
    assert.ok(messages[0]!.position > messages[1]!.position);
    const oldest = await store.reader.outbox.after("ada@example.com", 0);
    assert.equal(oldest?.id, messages[1]!.id);

    await store.transaction(async (tx) => {
      await tx.credentials.replace(aCredential(user));
      await tx.codes.replace(user, aCode("reset", "135790"));
    });
    await using forgetful = await rotated.reopen(NEW_KEYS);
    assert.ok(await forgetful.store.reader.credentials.find(user));
    assert.equal((await present(forgetful.store, user)).kind, "right");
    // Without the older key its values fail closed.
    await assert.rejects(forgetful.store.reader.clients.locate(client.id), { reason: "unknown-master-key" });
    assert.equal(await forgetful.store.reader.refreshFamilies.byToken(pool.id, TOKENS.refresh), undefined);
    assert.equal(await forgetful.store.reader.sessions.find(pool.id, TOKENS.session), undefined);
  });

  test("Store.ping rejects once the store is closed", async () => {
    const opened = await open({ keys: KEYS, lasting: false });
    await opened.store.close();
    await assert.rejects(opened.store.ping());
    await opened[Symbol.asyncDispose]();
  });
};
