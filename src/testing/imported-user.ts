/** Users whose password another system has hashed, as an import leaves them. */
import assert from "node:assert/strict";
import { parseImportedHash, type HashAlgorithm } from "../crypto/imported-hash.ts";
import { importedPassword } from "../flows/set-password.ts";
import type { Credential } from "../model/user.ts";
import { systemRandom } from "../runtime/random.ts";
import type { World } from "./world.ts";

/** "Secret of ada 1!" as four other programs have hashed it, at little cost. */
export const ADAS_HASHES: Readonly<Record<HashAlgorithm, string>> = {
  BCRYPT: "$2b$04$CCCCCCCCCCCCCCCCCCCCC..vtQ5eWfVi33CUIWZq94EQlRvO6iWs.",
  SCRYPT: "1024$8$1$000102030405060708090a0b0c0d0e0f$96ac4a05d35c1bc4601f0d1ee171ec02dde6c454af6edba8867ea3e11acb641f",
  ARGON2ID: "$argon2id$v=19$m=64,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$u+RfZ5yYasZn5Ju1gatD/K2zrBPnhAO9N6W6slN0Oqo",
  PBKDF2_SHA256: "$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$ZBguCaL+vTmY5UhMyX46pJ+4W2a13YVfVj7slLhWHrg",
};

const userOf = (world: World, username: string, poolId = world.pool.UserPoolId) =>
  world.server.store.reader.users.locate(poolId, username);

/** What the user's password is kept as. */
export const credentialOf = async (world: World, username: string, poolId?: string): Promise<Credential> => {
  const { user } = await userOf(world, username, poolId);
  const credential = await world.server.store.reader.credentials.find(user);
  assert.ok(credential);
  return credential;
};

/** Gives the user a hash for a password. */
export const importHash = async (
  world: World,
  username: string,
  algorithm: HashAlgorithm,
  text: string = ADAS_HASHES[algorithm],
  poolId?: string,
): Promise<void> => {
  const { user } = await userOf(world, username, poolId);
  const reading = parseImportedHash(algorithm, text);
  assert.ok("hash" in reading);
  const { hash } = reading;
  const ctx = { random: systemRandom, now: world.clock.now() };
  await world.server.store.transaction((tx) => tx.credentials.replace(importedPassword(ctx, user, hash)));
};
