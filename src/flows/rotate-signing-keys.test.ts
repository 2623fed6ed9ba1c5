import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createLocalJWKSet, jwtVerify } from "jose";
import { makeKeyPair } from "../crypto/signing-keys.ts";
import { RotationUnderWay } from "../model/signing-key-times.ts";
import { createPoolTokens } from "../runtime/pool-tokens.ts";
import { refused } from "../testing/refused.ts";
import { startWorld, type World } from "../testing/world.ts";
import { rotateSigningKeys } from "./rotate-signing-keys.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Tokens that live as long as any may. */
const LONG_LIVED = { AccessTokenValidity: 24, IdTokenValidity: 24 };

const rotate = (world: World, options = {}) =>
  rotateSigningKeys(world.server.facilities, world.pool.UserPoolId, options);

const publishedBy = async (world: World) => {
  const keys = await world.server.facilities.tokens.publicKeys(world.pool.UserPoolId);
  return { keys: [...keys] };
};

const kidsOf = async (world: World): Promise<readonly string[]> =>
  (await publishedBy(world)).keys.map(({ kid }) => kid);

const kidOf = (token: string): unknown => {
  const header: unknown = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
  return typeof header === "object" && header !== null && "kid" in header ? header.kid : undefined;
};

const signIn = async (world: World) => {
  const { AuthenticationResult } = await world.signIn("ada", "Secret of ada 1!");
  return { id: AuthenticationResult?.IdToken ?? "", access: AuthenticationResult?.AccessToken ?? "" };
};

/** As a verifier does that reads the keys now. */
const verified = async (world: World, token: string): Promise<boolean> => {
  const keys = createLocalJWKSet(await publishedBy(world));
  const currentDate = new Date(world.clock.now());
  return jwtVerify(token, keys, { currentDate, issuer: world.server.place.issuer(world.pool.UserPoolId) }).then(
    () => true,
    () => false,
  );
};

test("rotateSigningKeys announces new keys an hour before they sign, and keeps the old ones for a day after that", async () => {
  await using world = await startWorld({ client: LONG_LIVED });
  const { clock, call } = world;
  await world.user();
  const before = await signIn(world);
  const old = await kidsOf(world);
  assert.deepEqual(old, [kidOf(before.id), kidOf(before.access)]);

  const begin = clock.now();
  assert.equal(await rotate(world), begin + HOUR);
  const all = await kidsOf(world);
  assert.equal(new Set(all).size, 4);
  assert.ok(old.every((kid) => all.includes(kid)));

  clock.set(begin + HOUR - 1);
  const last = await signIn(world);
  assert.deepEqual([kidOf(last.id), kidOf(last.access)], old);
  clock.set(begin + HOUR);
  const first = await signIn(world);
  const young = [kidOf(first.id), kidOf(first.access)];
  assert.ok(young.every((kid) => typeof kid === "string" && all.includes(kid) && !old.includes(kid)));

  clock.set(begin + HOUR - 1 + DAY - 1000);
  for (const token of [last.id, last.access, first.id, first.access]) assert.ok(await verified(world, token));
  for (const AccessToken of [last.access, first.access]) {
    assert.equal((await call.GetUser({ AccessToken })).Username, "ada");
  }
  clock.set(begin + HOUR + DAY);
  assert.deepEqual(await kidsOf(world), young);
});

test("rotateSigningKeys keeps every token good through one rotation after another", async () => {
  await using world = await startWorld({ client: LONG_LIVED, makeKeyPair });
  const { clock, call } = world;
  await world.user();
  const living: { readonly access: string; readonly until: number }[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    if (turn % 4 === 0) await rotate(world);
    const { access } = await signIn(world);
    living.push({ access, until: clock.now() + DAY });
    clock.advance(3 * HOUR);
    for (const { access: AccessToken } of living.filter(({ until }) => clock.now() < until)) {
      await call.GetUser({ AccessToken });
      assert.ok(await verified(world, AccessToken));
    }
  }
  assert.ok(new Set(living.map(({ access }) => kidOf(access))).size >= 3);
});

test("rotateSigningKeys believes nothing that the old keys signed, when it is told that others may know them", async () => {
  await using world = await startWorld();
  const { call, clock } = world;
  await world.user();
  const before = await signIn(world);
  const old = await kidsOf(world);
  assert.equal(await rotate(world, { immediately: true }), clock.now());
  const young = await kidsOf(world);
  assert.equal(young.length, 2);
  assert.ok(young.every((kid) => !old.includes(kid)));
  await refused(call.GetUser({ AccessToken: before.access }), "NotAuthorizedException", "Invalid Access Token");
  assert.equal(await verified(world, before.id), false);
  const after = await signIn(world);
  assert.deepEqual([kidOf(after.id), kidOf(after.access)], young);
  await call.GetUser({ AccessToken: after.access });
});

test("rotateSigningKeys does not announce keys while others are announced, and replaces even those at once", async () => {
  await using world = await startWorld({ makeKeyPair });
  await world.user();
  await rotate(world);
  const announced = await kidsOf(world);
  await assert.rejects(rotate(world), RotationUnderWay);
  assert.deepEqual(await kidsOf(world), announced);
  await rotate(world, { immediately: true });
  const young = await kidsOf(world);
  assert.equal(young.length, 2);
  assert.ok(young.every((kid) => !announced.includes(kid)));
  world.clock.advance(HOUR);
  const { access } = await signIn(world);
  assert.ok(young.includes(String(kidOf(access))));
});

test("rotateSigningKeys works on a pool that has signed nothing yet, on no unknown one, and on no other", async () => {
  await using world = await startWorld();
  const { UserPool } = await world.call.CreateUserPool({ PoolName: "other" });
  const others = await world.server.facilities.tokens.publicKeys(UserPool?.Id ?? "");
  await rotate(world);
  assert.equal((await kidsOf(world)).length, 4);
  assert.deepEqual(await world.server.facilities.tokens.publicKeys(UserPool?.Id ?? ""), others);
  await refused(
    rotateSigningKeys(world.server.facilities, "us-east-1_Unknown01"),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown01 does not exist.",
  );
});

test("rotateSigningKeys leaves a note for those who have to answer for it", async () => {
  await using world = await startWorld();
  await rotate(world);
  await rotate(world, { immediately: true });
  const events = await world.server.store.reader.audit.newest(3);
  assert.deepEqual(
    new Set(events.map(({ name, poolId }) => `${name} ${poolId}`)),
    new Set([`SigningKeysReplaced ${world.pool.UserPoolId}`, `SigningKeysRotated ${world.pool.UserPoolId}`]),
  );
});

test("rotateSigningKeys is known to every node a minute later, long before the new keys sign", async () => {
  await using world = await startWorld();
  const { server, clock, pool } = world;
  const other = createPoolTokens({ store: server.store, makeKeyPair, now: () => clock.now() });
  const kids = async () => (await other.publicKeys(pool.UserPoolId)).map(({ kid }) => kid);
  await kidsOf(world);
  const before = await kids();
  await rotate(world);
  assert.deepEqual(await kids(), before);
  clock.advance(60_000);
  assert.deepEqual(await kids(), await kidsOf(world));
});

test("rotateSigningKeys lasts over a restart, and old private keys are swept away", async () => {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-keys-"));
  try {
    const path = join(folder, "poolhouse.db");
    let pool = { UserPoolId: "" };
    let access = "";
    let all: readonly string[] = [];
    {
      await using world = await startWorld({ path });
      ({ pool } = world);
      await world.user();
      ({ access } = await signIn(world));
      await rotate(world);
      all = await kidsOf(world);
    }
    await using world = await startWorld({ path, populated: false });
    const { store, facilities } = world.server;
    const kids = async () => (await facilities.tokens.publicKeys(pool.UserPoolId)).map(({ kid }) => kid);
    assert.deepEqual(await kids(), all);
    await world.call.GetUser({ AccessToken: access });
    const end = world.clock.now() + HOUR + DAY;
    const stored = async () => (await store.reader.signingKeys.ofPool(pool.UserPoolId, 0)).length;
    const sweep = async (now: number) => {
      while ((await store.transaction((tx) => tx.sweep(now, 100))) > 0);
    };
    await sweep(end - 1);
    assert.equal(await stored(), 4);
    await sweep(end);
    assert.equal(await stored(), 2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
