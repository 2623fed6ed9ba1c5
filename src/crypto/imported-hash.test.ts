import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { Secret } from "../contracts/secret.ts";
import { importedCredential, renewedForm, verifyCredential } from "./credential.ts";
import { parseImportedHash, storedHash, type HashAlgorithm, type ImportedHash } from "./imported-hash.ts";
import { HASH_VECTORS, type HashVector } from "./imported-hash.vectors.ts";
import { verifyForeign } from "./imported-hash-check.ts";
import { OverloadError } from "./lane.ts";

const random = { bytes: (length: number) => randomBytes(length) };
const ada = { poolName: "Ab1Cd2Ef3", username: "ada" };
const given = (password: string) => ({ ...ada, password: new Secret(password) });

const read = ({ algorithm, text }: Omit<HashVector, "password">): ImportedHash => {
  const reading = parseImportedHash(algorithm, text);
  assert.ok("hash" in reading, `${algorithm} ${text}`);
  return reading.hash;
};

const isRight = (vector: Omit<HashVector, "password">, password: string): Promise<boolean> =>
  verifyCredential(importedCredential(read(vector), random), given(password));

for (const vector of HASH_VECTORS) {
  test(`verifyCredential tells the password of an imported hash from every other (${vector.text.slice(0, 28)})`, async () => {
    const { password } = vector;
    assert.equal(await isRight(vector, password), true);
    for (const wrong of [`${password}x`, `${password}\0`, `${password}\0${password}`, password.slice(1), ""]) {
      assert.equal(await isRight(vector, wrong), false, wrong);
    }
  });
}

test("parseImportedHash gives a hash one text, which reads as the same hash", () => {
  for (const vector of HASH_VECTORS) {
    const hash = read(vector);
    if (hash.scheme === "argon2id") assert.deepEqual(read({ algorithm: "ARGON2ID", text: hash.text }), hash);
    else assert.deepEqual(storedHash(hash.scheme, hash.text), hash);
  }
  const texts = HASH_VECTORS.filter(({ text }) => text.startsWith("$pbkdf2-sha256$2$")).map(
    (vector) => read(vector).text,
  );
  assert.equal(texts.length, 3);
  assert.equal(new Set(texts).size, 1);
});

/** Spare bits of the last letters: 22 letters for 16 bytes, 31 for 23. */
test("parseImportedHash looks past bits of bcrypt that belong to no byte", async () => {
  const text = "$2b$04$CCCCCCCCCCCCCCCCCCCCC/kOQeSuPBsERo5BwFbKLikBtZvLeXNdX";
  assert.equal(
    read({ algorithm: "BCRYPT", text }).text,
    "$2b$04$CCCCCCCCCCCCCCCCCCCCC.kOQeSuPBsERo5BwFbKLikBtZvLeXNdW",
  );
  assert.equal(await isRight({ algorithm: "BCRYPT", text }, "Passw0rd!x"), true);
});

const B64 = (length: number): string => Buffer.alloc(length, 7).toString("base64").replace(/=+$/u, "");
const HEX = (length: number): string => Buffer.alloc(length, 7).toString("hex");
const LETTERS = "kOQeSuPBsERo5BwFbKLikBtZvLeXNdW";
const SALTED = `CCCCCCCCCCCCCCCCCCCCC.${LETTERS}`;

const MALFORMED: Readonly<Record<HashAlgorithm, readonly string[]>> = {
  BCRYPT: [
    "",
    "Passw0rd!x",
    `$2$04$${SALTED}`,
    `$2c$04$${SALTED}`,
    `$2b$4$${SALTED}`,
    `$2b$03$${SALTED}`,
    `$2b$00$${SALTED}`,
    `$2b$04$${SALTED}x`,
    `$2b$04$${SALTED.slice(1)}`,
    `$2b$04$${SALTED.replace("k", "+")}`,
    ` $2b$04$${SALTED}`,
    `$2b$04$${SALTED}\n`,
  ],
  SCRYPT: [
    "",
    `1024$8$1$${HEX(16)}`,
    `1024$8$1$${HEX(16)}$`,
    `1024$8$1$$${HEX(32)}`,
    `1024$8$1$${HEX(16)}$${HEX(15)}`,
    `1024$8$1$${HEX(16)}$${HEX(65)}`,
    `1024$8$1$${HEX(129)}$${HEX(32)}`,
    `1024$8$1$${HEX(16)}$${HEX(32)}0`,
    `1024$8$1$${HEX(16)}$${HEX(32).replace("0", "g")}`,
    `1000$8$1$${HEX(16)}$${HEX(32)}`,
    `1$8$1$${HEX(16)}$${HEX(32)}`,
    `0$8$1$${HEX(16)}$${HEX(32)}`,
    `1024$0$1$${HEX(16)}$${HEX(32)}`,
    `1024$8$0$${HEX(16)}$${HEX(32)}`,
    `65536$1$1$${HEX(16)}$${HEX(32)}`,
    `1e3$8$1$${HEX(16)}$${HEX(32)}`,
    `1024$8$1$${HEX(16)}$${HEX(32)}\n`,
  ],
  ARGON2ID: [
    "",
    `$argon2i$v=19$m=64,t=1,p=1$${B64(16)}$${B64(32)}`,
    `$argon2id$v=16$m=64,t=1,p=1$${B64(16)}$${B64(32)}`,
    `$argon2id$m=64,t=1,p=1$${B64(16)}$${B64(32)}`,
    `$argon2id$v=19$t=1,m=64,p=1$${B64(16)}$${B64(32)}`,
    `$argon2id$v=19$m=64,t=1,p=1,keyid=YQ$${B64(16)}$${B64(32)}`,
    `$argon2id$v=19$m=7,t=1,p=1$${B64(16)}$${B64(32)}`,
    `$argon2id$v=19$m=64,t=0,p=1$${B64(16)}$${B64(32)}`,
    `$argon2id$v=19$m=64,t=1,p=1$${B64(7)}$${B64(32)}`,
    `$argon2id$v=19$m=64,t=1,p=1$${B64(49)}$${B64(32)}`,
    `$argon2id$v=19$m=64,t=1,p=1$${B64(16)}$${B64(15)}`,
    `$argon2id$v=19$m=64,t=1,p=1$${B64(16)}$${B64(65)}`,
    `$argon2id$v=19$m=64,t=1,p=1$${B64(16)}`,
    `$argon2id$v=19$m=64,t=1,p=1$${B64(16)}$${B64(32)}\n`,
  ],
  PBKDF2_SHA256: [
    "",
    `$pbkdf2$1000$${B64(16)}$${B64(32)}`,
    `$pbkdf2-sha512$1000$${B64(16)}$${B64(32)}`,
    `$pbkdf2-sha256$i=1000$${B64(16)}$${B64(32)}`,
    `$pbkdf2-sha256$0$${B64(16)}$${B64(32)}`,
    `$pbkdf2-sha256$-1$${B64(16)}$${B64(32)}`,
    `$pbkdf2-sha256$1000$$${B64(32)}`,
    `$pbkdf2-sha256$1000$${B64(16)}$${B64(15)}`,
    `$pbkdf2-sha256$1000$${B64(16)}$${B64(65)}`,
    `$pbkdf2-sha256$1000$${B64(129)}$${B64(32)}`,
    `$pbkdf2-sha256$1000$${B64(16)}$${B64(32)}====`,
    `$pbkdf2-sha256$1000$${B64(16)}$+_${B64(32)}`,
    `$pbkdf2-sha256$1000$${B64(16)}$+.${B64(32)}`,
    `$pbkdf2-sha256$1000$${B64(16)}$${B64(32)}\n`,
  ],
};

const TOO_COSTLY: Readonly<Record<HashAlgorithm, readonly string[]>> = {
  BCRYPT: [`$2b$13$${SALTED}`, `$2a$31$${SALTED}`, `$2y$99$${SALTED}`],
  SCRYPT: [
    `131072$8$1$${HEX(16)}$${HEX(32)}`,
    `65536$9$1$${HEX(16)}$${HEX(32)}`,
    `1024$8$2$${HEX(16)}$${HEX(32)}`,
    `9999999999$8$1$${HEX(16)}$${HEX(32)}`,
  ],
  ARGON2ID: [
    `$argon2id$v=19$m=19457,t=2,p=1$${B64(16)}$${B64(32)}`,
    `$argon2id$v=19$m=19456,t=3,p=1$${B64(16)}$${B64(32)}`,
    `$argon2id$v=19$m=19456,t=2,p=2$${B64(16)}$${B64(32)}`,
  ],
  PBKDF2_SHA256: [`$pbkdf2-sha256$600001$${B64(16)}$${B64(32)}`, `$pbkdf2-sha256$9999999999$${B64(16)}$${B64(32)}`],
};

const ALGORITHMS: readonly HashAlgorithm[] = ["BCRYPT", "SCRYPT", "ARGON2ID", "PBKDF2_SHA256"];

for (const algorithm of ALGORITHMS) {
  test(`parseImportedHash refuses what is malformed or costs too much, and repeats nothing of it (${algorithm})`, () => {
    const foreign = ALGORITHMS.filter((other) => other !== algorithm).flatMap((other) =>
      HASH_VECTORS.filter((vector) => vector.algorithm === other).map(({ text }) => text),
    );
    for (const text of [...MALFORMED[algorithm], ...foreign]) {
      const reading = parseImportedHash(algorithm, text);
      assert.ok("fault" in reading, text);
      assert.match(reading.fault, /^The password hash is not of the form /u, text);
    }
    for (const text of TOO_COSTLY[algorithm]) {
      const reading = parseImportedHash(algorithm, text);
      assert.ok("fault" in reading, text);
      assert.match(reading.fault, /^The password hash costs more than is allowed: .* at most\.$/u, text);
      assert.ok(!reading.fault.includes(text.slice(-20)));
    }
    assert.deepEqual(parseImportedHash(algorithm, "$".repeat(1025)), { fault: "The password hash is too long." });
  });
}

test("parseImportedHash takes every cost up to its limit, and verifyCredential computes it", async () => {
  const most = [
    ["SCRYPT", `32768$1$1$${HEX(1)}$${HEX(16)}`],
    ["SCRYPT", `2$8$1$${HEX(128)}$${HEX(64)}`],
    ["PBKDF2_SHA256", `$pbkdf2-sha256$600000$${B64(128)}$${B64(64)}`],
  ] as const;
  for (const [algorithm, text] of most) assert.equal(await isRight({ algorithm, text }, "Passw0rd!x"), false, text);
});

test("verifyCredential never takes a password of more than 72 bytes for that of a bcrypt hash", async () => {
  const vector = HASH_VECTORS.find(({ password }) => password === "ü".repeat(36));
  assert.ok(vector);
  assert.equal(Buffer.byteLength(vector.password), 72);
  assert.equal(await isRight(vector, vector.password), true);
  for (const longer of ["x", "\0", "ü"]) assert.equal(await isRight(vector, `${vector.password}${longer}`), false);
});

test("verifyCredential takes ASCII alone for the faulty bcrypt of $2x$", async () => {
  // libxcrypt's hash of "über" with the fault, which only a program with the fault computes.
  const text = "$2x$04$CCCCCCCCCCCCCCCCCCCCC.AnBUd3bKEqIw8JudO75MOshZJR3kHGa";
  assert.equal(await isRight({ algorithm: "BCRYPT", text }, "über"), false);
  // What today's algorithm makes of "über" was never its hash.
  const today = `$2x$05$CCCCCCCCCCCCCCCCCCCCC./CWDKxCXchbARUv.ZSBU1BYS91M.ecu`;
  assert.equal(await isRight({ algorithm: "BCRYPT", text: today }, "über"), false);
  assert.equal(await isRight({ algorithm: "BCRYPT", text: today.replace("$2x", "$2a") }, "über"), true);
});

test("renewedForm makes the pool's own form under the same salt, once", async () => {
  for (const vector of HASH_VECTORS.slice(0, 2).concat(HASH_VECTORS.filter(({ text }) => text.includes("m=64,")))) {
    for (const scheme of ["srp", "argon2id"] as const) {
      const imported = importedCredential(read(vector), random);
      const form = await renewedForm(scheme, imported, given(vector.password));
      assert.equal(form?.scheme, scheme);
      const renewed = { ...imported, ...form };
      assert.equal(await verifyCredential(renewed, given(vector.password)), true);
      assert.equal(await verifyCredential(renewed, given("another")), false);
      assert.equal(await renewedForm(scheme, renewed, given(vector.password)), undefined);
    }
  }
});

test("renewedForm keeps an imported argon2id hash that costs what the pool's own cost", async () => {
  const vector = HASH_VECTORS.find(({ text }) => text.includes("m=19456,"));
  assert.ok(vector);
  const imported = importedCredential(read(vector), random);
  assert.equal(await renewedForm("argon2id", imported, given(vector.password)), undefined);
});

test("importedCredential takes a new salt each time, which names the password and is not the hash's", () => {
  const hash = read(HASH_VECTORS[0]!);
  const [one, other] = [importedCredential(hash, random), importedCredential(hash, random)];
  assert.equal(one.salt.length, 16);
  assert.notDeepEqual(one.salt, other.salt);
  assert.deepEqual(one.verifier, other.verifier);
});

test("verifyForeign is false for what was never stored, and refuses at once what does not fit the queue", async () => {
  assert.equal(await verifyForeign("bcrypt", "no hash", new Secret("Passw0rd!x")), false);
  const { text } = read({ algorithm: "SCRYPT", text: `2$1$1$${HEX(16)}$${HEX(32)}` });
  const checks = await Promise.allSettled(
    Array.from({ length: 200 }, () => verifyForeign("scrypt", text, new Secret("Passw0rd!x"))),
  );
  const refused = checks.filter((check) => check.status === "rejected");
  assert.ok(refused.length > 0 && refused.length < checks.length);
  for (const { reason } of refused) assert.ok(reason instanceof OverloadError);
});
