/** Fills a database with users, through the store: hashing a hundred thousand passwords is not what is measured. */
import { join } from "node:path";
import { masterKeysOf, readMasterKey } from "../src/crypto/master-key.ts";
import { createCredential } from "../src/crypto/credential.ts";
import { systemRandom, uuidFrom } from "../src/runtime/random.ts";
import { poolNameOf, type Pool } from "../src/model/pool.ts";
import { identifiersOf } from "../src/model/identifier.ts";
import type { User } from "../src/model/user.ts";
import { Secret } from "../src/contracts/secret.ts";
import { createKeyedHash } from "../src/crypto/keyed-hash.ts";
import { createSealer } from "../src/crypto/seal.ts";
import { openSqlite } from "../src/storage/sqlite.ts";
import { createSqlStore } from "../src/storage/sql/store.ts";
import { readFileSync } from "node:fs";

/** Every user's password. */
export const PASSWORD = "A password of 1 user!";
export const usernameOf = (n: number): string => `user-${n}`;

const BATCH = 64;

/** Adds `count` confirmed users with verified addresses to a pool of a database that no server has open. */
export const populate = async (dataDir: string, poolId: string, count: number): Promise<void> => {
  const keys = masterKeysOf(readMasterKey(readFileSync(join(dataDir, "master.key"), "utf8")));
  const engine = await openSqlite({ path: join(dataDir, "poolhouse.db") });
  await using store = createSqlStore(engine, {
    sealer: createSealer({ keys, random: systemRandom, clock: { now: () => Date.now() } }),
    keyedHash: createKeyedHash(keys),
  });
  const pool: Pool = await store.reader.pools.get(poolId);
  const now = Date.now();
  const add = async (n: number): Promise<void> => {
    const username = usernameOf(n);
    // A verifier covers the username, so those who are to sign in get one of their own.
    const made = await createCredential(
      "srp",
      {
        poolName: poolNameOf(pool),
        username: n < SIGNING_IN ? username : usernameOf(0),
        password: new Secret(PASSWORD),
      },
      systemRandom,
    );
    await insert(username, made);
  };
  const insert = async (username: string, made: Awaited<ReturnType<typeof createCredential>>): Promise<void> => {
    const user: User = {
      poolId,
      sub: uuidFrom(systemRandom),
      username,
      status: "CONFIRMED",
      enabled: true,
      attributes: { email: `${username}@example.com`, email_verified: "true" },
      mfaFactors: [],
      preferredMfa: null,
      hasMfaOption: false,
      identities: [],
      tokensRevokedAt: 0,
      tokenEpoch: 0,
      createdAt: now,
      modifiedAt: now,
      version: 0,
    };
    await store.transaction(async (tx) => {
      await tx.users.insert(user);
      for (const identifier of identifiersOf(pool, user)) await tx.identifiers.claim(user, identifier);
      await tx.credentials.replace({
        ...made,
        poolId,
        sub: user.sub,
        temporary: false,
        expiresAt: null,
        createdAt: now,
        version: 0,
      });
    });
  };
  const shared = await createCredential(
    "srp",
    { poolName: poolNameOf(pool), username: usernameOf(0), password: new Secret(PASSWORD) },
    systemRandom,
  );
  for (let from = 0; from < count; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => from + index);
    await Promise.all(batch.map((n) => (n < SIGNING_IN ? add(n) : insert(usernameOf(n), shared))));
  }
};

/** How many of the first users have a password that works. */
export const SIGNING_IN = 200;
