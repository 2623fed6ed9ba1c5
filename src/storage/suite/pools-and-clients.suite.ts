import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import type { Client } from "../../model/client.ts";
import type { Pool } from "../../model/pool.ts";
import { AlreadyExists, type Transaction } from "../store.ts";
import {
  AT_ONCE,
  KEYS,
  NOW,
  type OpenStore,
  type Opened,
  aClient,
  aGroup,
  aPool,
  aUser,
  atOnce,
  everyRow,
  putEverything,
  putPool,
  putUser,
  undone,
} from "./fixtures.suite.ts";

const poolRefusal = (poolId: string) => ({
  name: "ResourceNotFoundException",
  message: `User pool ${poolId} does not exist.`,
});

/** Pools and app clients. */
export const poolsAndClients = (open: OpenStore, shared: () => Opened) => {
  test("Reader.pools answers as the API does for a pool that is unknown or deleted", async () => {
    const { store } = shared();
    await assert.rejects(store.reader.pools.get("us-east-1_none"), poolRefusal("us-east-1_none"));

    const { pool, user, client } = await putEverything(store);
    await store.transaction((tx) => tx.pools.delete(pool));
    const { reader } = store;
    assert.equal(await reader.pools.find(pool.id), undefined);
    await assert.rejects(reader.pools.get(pool.id), poolRefusal(pool.id));
    await assert.rejects(reader.clients.get(pool.id, client.id), poolRefusal(pool.id));
    await assert.rejects(reader.clients.locate(client.id), { name: "ResourceNotFoundException" });
    assert.deepEqual((await reader.clients.list(pool.id, { limit: 10 })).rows, []);
    await assert.rejects(reader.users.locate(pool.id, "ada"), poolRefusal(pool.id));
    assert.equal(await reader.users.find(pool, "ada"), undefined);
    assert.equal(await reader.users.bySub(pool.id, user.sub), undefined);
    await assert.rejects(reader.groups.get(pool.id, "admins"), { name: "ResourceNotFoundException" });
    assert.deepEqual(await reader.groups.ofUser(user), []);
    assert.deepEqual(await reader.signingKeys.ofPool(pool.id, NOW), []);
    for (const insert of [
      (tx: Transaction) => tx.users.insert(aUser(pool)),
      (tx: Transaction) => tx.clients.insert(aClient(pool)),
      (tx: Transaction) => tx.groups.insert(aGroup(pool, "late")),
    ]) {
      await assert.rejects(
        store.transaction(async (tx) => {
          await insert(tx);
        }),
        poolRefusal(pool.id),
      );
    }
    await assert.rejects(
      store.transaction((tx) => tx.pools.insert({ ...pool, version: 0 })),
      AlreadyExists,
    );
  });

  test("Reader.pools.list pages in order of id, without deleted ones", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store } = own;
    const pools: Pool[] = [];
    for (const id of ["us-east-1_c", "us-east-1_a", "us-east-1_B", "us-east-1_d", "us-east-1_e"]) {
      pools.push(await store.transaction((tx) => tx.pools.insert({ ...aPool(), id })));
    }
    await store.transaction((tx) => tx.pools.delete(pools[3]!));
    const pages = await everyRow((page) => store.reader.pools.list(page), 2);
    assert.deepEqual(
      pages.map((page) => page.map((pool) => pool.id)),
      [
        ["us-east-1_B", "us-east-1_a"],
        ["us-east-1_c", "us-east-1_e"],
      ],
    );
    assert.deepEqual((await store.reader.pools.list({ limit: 60 })).next, undefined);
  });

  test("Reader.pools shares settings between readers and lets nobody change them", async () => {
    const { store } = shared();
    const pool = await putPool(store, { UserPoolTags: { team: "a" } });
    const read = await store.reader.pools.get(pool.id);
    assert.deepEqual(read, pool);
    assert.throws(() => Object.assign(read.settings.UserPoolTags ?? {}, { team: "b" }), TypeError);
  });

  test("Reader.pools.countUsers is exact whatever comes and goes at once", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const users = await atOnce(() => putUser(store, pool));
    assert.equal(await store.reader.pools.countUsers(pool.id), AT_ONCE);
    await Promise.all([
      ...users.slice(0, 20).map((user) => store.transaction((tx) => tx.users.delete(user))),
      ...users.slice(20, 30).map((user) => undone(store, (tx) => tx.users.delete(user))),
    ]);
    assert.equal(await store.reader.pools.countUsers(pool.id), AT_ONCE - 20);
  });

  test("Reader.clients finds a client by its pool, or alone with its pool, and by no other pool", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const client = await store.transaction((tx) =>
      tx.clients.insert(
        aClient(pool, {
          secrets: [
            { id: "one", value: new Secret("first"), createdAt: NOW },
            { id: "two", value: new Secret("second"), createdAt: NOW + 1 },
          ],
          settings: { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] },
        }),
      ),
    );
    const read = await store.reader.clients.get(pool.id, client.id);
    assert.deepEqual(read, client);
    assert.deepEqual(
      read.secrets.map((secret) => secret.value.reveal()),
      ["first", "second"],
    );
    assert.deepEqual(await store.reader.clients.locate(client.id), { pool, client });
    const refusal = {
      name: "ResourceNotFoundException",
      message: `User pool client ${client.id} does not exist.`,
    };
    await assert.rejects(store.reader.clients.get(other.id, client.id), refusal);
    await store.transaction((tx) => tx.clients.delete(client));
    await assert.rejects(store.reader.clients.get(pool.id, client.id), refusal);
    await assert.rejects(store.reader.clients.locate(client.id), refusal);
  });

  test("Reader.clients has the secrets that were committed last, whatever was read and undone before", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const secretsOf = (...values: string[]) =>
      values.map((value, index) => ({ id: `${index}`, value: new Secret(value), createdAt: NOW }));
    const client = await store.transaction((tx) => tx.clients.insert(aClient(pool, { secrets: secretsOf("first") })));
    const read = async (): Promise<string[]> => {
      const { secrets } = (await store.reader.clients.locate(client.id)).client;
      return secrets.map(({ value }) => value.reveal());
    };
    assert.deepEqual(await read(), ["first"]);
    await undone(store, async (tx) => {
      await tx.clients.save({ ...client, secrets: secretsOf("undone") });
      const inside = await tx.clients.get(pool.id, client.id);
      assert.deepEqual(
        inside.secrets.map(({ value }) => value.reveal()),
        ["undone"],
      );
    });
    assert.deepEqual(await read(), ["first"]);
    await store.transaction((tx) => tx.clients.save({ ...client, secrets: secretsOf("first", "second") }));
    assert.deepEqual(await read(), ["first", "second"]);
  });

  test("Reader.clients.list pages through the clients of one pool in order of id", async () => {
    const { store } = shared();
    const [pool, other] = [await putPool(store), await putPool(store)];
    const clients: Client[] = [];
    for (let index = 0; index < 5; index += 1) {
      clients.push(await store.transaction((tx) => tx.clients.insert(aClient(pool))));
      await store.transaction((tx) => tx.clients.insert(aClient(other)));
    }
    const pages = await everyRow((page) => store.reader.clients.list(pool.id, page), 2);
    assert.deepEqual(
      pages.map((page) => page.length),
      [2, 2, 1],
    );
    assert.deepEqual(pages.flat(), clients);
  });
};
