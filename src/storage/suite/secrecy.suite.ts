import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { UnsealingError } from "../../crypto/seal.ts";
import { REGISTERED } from "../../model/software-token.ts";
import { sql, type Query } from "../sql/sql.ts";
import { KEYS, NOW, type OpenStore, TABLES, anAccessKey, putEverything } from "./fixtures.suite.ts";

/** What somebody with the database alone can read or forge. */
export const secrecy = (open: OpenStore) => {
  test("Store keeps nothing secret in the clear", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    await putEverything(store);
    await store.transaction((tx) => tx.accessKeys.insert(anAccessKey({ sessionToken: new Secret("key's session") })));
    const texts: string[] = [];
    for (const query of Object.values(TABLES)) {
      for (const row of await engine.read.all<Record<string, unknown>>(query)) {
        for (const cell of Object.values(row)) {
          texts.push(cell instanceof Uint8Array ? Buffer.from(cell).toString("latin1") : String(cell));
        }
      }
    }
    const dump = texts.join("\n").toLowerCase();
    assert.match(dump, /admins/);
    const secrets = ["client secret", "verifier", "135790", "refresh token", "session token", "private key"];
    secrets.push("123456", "ada@example.com", "access key secret", "key's session", "state of the step");
    secrets.push("authenticator secret", "provider secret", "imported password hash");
    for (const secret of secrets) assert.ok(!dump.includes(secret), secret);
  });

  test("Store opens no sealed value in another row than its own", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    const [one, other] = [await putEverything(store), await putEverything(store)];
    const [key, otherKey] = [anAccessKey(), anAccessKey()];
    await store.transaction(async (tx) => {
      await tx.accessKeys.insert(key);
      await tx.accessKeys.insert(otherKey);
    });
    const swaps: readonly { from: Query; into: (sealed: Uint8Array) => Query; read: () => Promise<unknown> }[] = [
      {
        from: sql`select verifier as sealed from credentials where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update credentials set verifier = ${sealed} where pool_id = ${other.pool.id}`,
        read: () => store.reader.credentials.find(other.user),
      },
      {
        from: sql`select verifier as sealed from past_credentials where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update past_credentials set verifier = ${sealed} where pool_id = ${other.pool.id}`,
        read: () => store.reader.credentials.past(other.user, 1),
      },
      {
        from: sql`select verifier as sealed from credentials where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update past_credentials set verifier = ${sealed} where pool_id = ${one.pool.id}`,
        read: () => store.reader.credentials.past(one.user, 1),
      },
      {
        from: sql`select secrets as sealed from clients where id = ${one.client.id}`,
        into: (sealed) => sql`update clients set secrets = ${sealed} where id = ${other.client.id}`,
        read: () => store.reader.clients.locate(other.client.id),
      },
      {
        from: sql`select state as sealed from sessions where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update sessions set state = ${sealed} where pool_id = ${other.pool.id}`,
        read: () => store.reader.sessions.find(other.pool.id, new Secret("session token")),
      },
      {
        from: sql`select secret as sealed from software_tokens where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update software_tokens set secret = ${sealed} where pool_id = ${other.pool.id}`,
        read: () => store.reader.softwareTokens.find(other.user, REGISTERED),
      },
      {
        from: sql`select public_key as sealed from passkeys where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update passkeys set public_key = ${sealed} where pool_id = ${other.pool.id}`,
        read: () => store.reader.passkeys.ofUser(other.user),
      },
      {
        from: sql`select verifier as sealed from devices where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update devices set verifier = ${sealed} where pool_id = ${other.pool.id}`,
        read: () => store.reader.devices.find(other.user, "us-east-1_d"),
      },
      {
        from: sql`select private_key as sealed from signing_keys where pool_id = ${other.pool.id} and token_use = 'id'`,
        into: (sealed) =>
          sql`update signing_keys set private_key = ${sealed} where pool_id = ${other.pool.id} and token_use = 'access'`,
        read: () => store.reader.signingKeys.ofPool(other.pool.id, NOW),
      },
      {
        from: sql`select private_key as sealed from later_signing_keys where pool_id = ${one.pool.id} and token_use = 'id'`,
        into: (sealed) =>
          sql`update later_signing_keys set private_key = ${sealed} where pool_id = ${one.pool.id} and token_use = 'access'`,
        read: () => store.reader.signingKeys.ofPool(one.pool.id, NOW),
      },
      {
        from: sql`select secrets as sealed from identity_providers where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update identity_providers set secrets = ${sealed} where pool_id = ${other.pool.id}`,
        read: () => store.reader.identityProviders.find(other.pool.id, "Example"),
      },
      {
        from: sql`select content as sealed from user_import_chunks where pool_id = ${one.pool.id}`,
        into: (sealed) => sql`update user_import_chunks set content = ${sealed} where pool_id = ${other.pool.id}`,
        read: () => store.reader.userImports.chunk(other.pool.id, "upload", 0),
      },
      {
        from: sql`select secret as sealed from access_keys where id = ${key.id}`,
        into: (sealed) => sql`update access_keys set secret = ${sealed} where id = ${otherKey.id}`,
        read: () => store.reader.accessKeys.find(otherKey.id),
      },
      {
        from: sql`select secret as sealed from access_keys where id = ${key.id}`,
        into: (sealed) => sql`update access_keys set session_token = ${sealed} where id = ${key.id}`,
        read: () => store.reader.accessKeys.find(key.id),
      },
    ];
    for (const { from, into, read } of swaps) {
      await read();
      const row = await engine.read.first<{ sealed: Uint8Array }>(from);
      await engine.transaction((connection) => connection.run(into(row!.sealed)));
      await assert.rejects(read(), (error) => error instanceof UnsealingError && error.reason === "tampered");
    }
  });

  test("Reader.outbox gives a message without content that was sealed for another row, and the others whole", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    const [one, other] = [await putEverything(store), await putEverything(store)];
    const opened = async () =>
      (await store.reader.outbox.newest({ limit: 10 })).map(({ poolId, content }) => [poolId, content !== null]);
    assert.deepEqual(await opened(), [
      [other.pool.id, true],
      [one.pool.id, true],
    ]);
    const row = await engine.read.first<{ sealed: Uint8Array }>(
      sql`select content as sealed from outbox where pool_id = ${one.pool.id}`,
    );
    await engine.transaction((connection) =>
      connection.run(sql`update outbox set content = ${row!.sealed} where pool_id = ${other.pool.id}`),
    );
    assert.deepEqual(await opened(), [
      [other.pool.id, false],
      [one.pool.id, true],
    ]);
  });
};
