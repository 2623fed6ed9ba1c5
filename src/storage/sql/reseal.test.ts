import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { masterKeysOf, readMasterKey } from "../../crypto/master-key.ts";
import { startWorld } from "../../testing/world.ts";
import { MIGRATIONS } from "../migrations/index.ts";
import type { ResealBatch, ResealCursor } from "../reseal.ts";
import type { Store } from "../store.ts";
import { RESEAL_BATCH } from "./reseal.ts";
import { HASHED_COLUMNS } from "./hashed-columns.ts";
import { SEALED_COLUMNS } from "./sealed-columns.ts";

const OLD = readMasterKey(Buffer.alloc(32, 1).toString("base64"));
const NEW = readMasterKey(Buffer.alloc(32, 2).toString("base64"));

/** Blobs that the master key has no part in, and those that are looked up again by what is sealed beside them. */
const NEITHER = [
  "credentials.salt",
  "past_credentials.salt",
  "devices.salt",
  "outbox.recipient",
  "pool_document_files.bytes",
];

const resealAll = async (store: Store, now: number): Promise<ResealBatch[]> => {
  const batches: ResealBatch[] = [];
  let from: ResealCursor | undefined;
  do {
    const batch = await store.reseal({ keyId: NEW.id, now, from });
    batches.push(batch);
    from = batch.next ?? undefined;
  } while (from !== undefined);
  return batches;
};

const sum = (batches: readonly ResealBatch[], count: "resealed" | "unreadable"): number =>
  batches.reduce((total, batch) => total + batch[count], 0);

const withFile = async (work: (path: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-reseal-"));
  try {
    await work(join(folder, "poolhouse.db"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

test("SEALED_COLUMNS and HASHED_COLUMNS name every blob of the tables that the master key protects", () => {
  const blobs = MIGRATIONS.flatMap(({ statements }) => statements).flatMap((statement) => {
    const table = /^create table (\w+)/u.exec(statement)?.[1];
    const added = /^alter table (\w+) add column (\w+) blob/u.exec(statement);
    if (added !== null) return [`${added[1]}.${added[2]}`];
    return table === undefined ? [] : [...statement.matchAll(/(\w+) blob/gu)].map((match) => `${table}.${match[1]}`);
  });
  const named = [...SEALED_COLUMNS, ...HASHED_COLUMNS].map(({ table, column }) => `${table}.${column}`);
  assert.deepEqual(new Set(blobs), new Set([...named, ...NEITHER]));
});

test("reseal moves everything under the current master key, after which the old one opens nothing", () =>
  withFile(async (path) => {
    const login = { Username: "", Password: "" };
    let client: { readonly ClientId: string } = { ClientId: "" };
    {
      await using world = await startWorld({ path, masterKeys: masterKeysOf(OLD), client: { GenerateSecret: false } });
      Object.assign(login, await world.user());
      ({ client } = world);
      await world.signIn(login.Username, login.Password);
      await world.call.ForgotPassword({ ...client, Username: login.Username });
    }
    {
      await using world = await startWorld({ path, masterKeys: masterKeysOf(NEW, [OLD]), populated: false });
      const { store } = world.server;
      const first = await resealAll(store, world.clock.now());
      assert.ok(sum(first, "resealed") >= 5, "client, credential, two key pairs, message");
      assert.equal(sum(first, "unreadable"), 0);
      const until = Math.max(...first.map(({ hashedUntil }) => hashedUntil ?? 0));
      assert.ok(until > world.clock.now(), "the refresh token of before");
      assert.equal(sum(await resealAll(store, world.clock.now()), "resealed"), 0);
      assert.ok(
        (await resealAll(store, until)).every(({ hashedUntil }) => hashedUntil === null),
        "what has expired does not matter",
      );
    }
    await using world = await startWorld({ path, masterKeys: masterKeysOf(NEW), populated: false });
    const { AuthenticationResult } = await world.call.InitiateAuth({
      ...client,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: login.Username, PASSWORD: login.Password },
    });
    assert.ok(AuthenticationResult?.AccessToken);
  }));

test("reseal leaves what it cannot open as it is, and counts it", () =>
  withFile(async (path) => {
    {
      await using world = await startWorld({ path, masterKeys: masterKeysOf(OLD) });
      await world.user();
    }
    {
      await using world = await startWorld({ path, masterKeys: masterKeysOf(NEW), populated: false });
      const batches = await resealAll(world.server.store, world.clock.now());
      assert.deepEqual([sum(batches, "resealed"), sum(batches, "unreadable")], [0, 2]);
    }
    await using world = await startWorld({ path, masterKeys: masterKeysOf(NEW, [OLD]), populated: false });
    assert.equal(sum(await resealAll(world.server.store, world.clock.now()), "resealed"), 2);
  }));

test("reseal works in batches, and moves no row's version", () =>
  withFile(async (path) => {
    const count = RESEAL_BATCH + 1;
    {
      await using world = await startWorld({ path, masterKeys: masterKeysOf(OLD) });
      const { store, facilities } = world.server;
      const subs = Array.from({ length: count }, (_, index) => `sub-${String(index).padStart(6, "0")}`);
      for (const sub of subs) {
        await store.transaction((tx) =>
          tx.credentials.replace({
            poolId: world.pool.UserPoolId,
            sub,
            scheme: "srp",
            salt: facilities.random.bytes(16),
            verifier: facilities.random.bytes(384),
            temporary: false,
            expiresAt: null,
            createdAt: world.clock.now(),
            version: 0,
          }),
        );
      }
    }
    await using world = await startWorld({ path, masterKeys: masterKeysOf(NEW, [OLD]), populated: false });
    const { store } = world.server;
    const pools = await store.reader.pools.list({ limit: 1 });
    const subject = { poolId: pools.rows[0]?.id ?? "", sub: "sub-000200" };
    const before = await store.reader.credentials.find(subject);
    const batches = await resealAll(store, world.clock.now());
    assert.ok(batches.every(({ resealed }) => resealed <= RESEAL_BATCH));
    assert.equal(sum(batches, "resealed"), count + 1, "the client too");
    assert.deepEqual(await store.reader.credentials.find(subject), before);
  }));
