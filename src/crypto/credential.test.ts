import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { Secret } from "../contracts/secret.ts";
import {
  createCredential,
  decoyCredential,
  PASSWORD_BYTES_MAX,
  PasswordTooLong,
  type OwnScheme,
  verifyCredential,
} from "./credential.ts";
import { OverloadError } from "./lane.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";

const random = { bytes: (length: number) => randomBytes(length) };
const schemes: readonly OwnScheme[] = ["srp", "argon2id"];
const ada = { poolName: "Ab1Cd2Ef3", username: "ada" };
const given = (password: string) => ({ ...ada, password: new Secret(password) });

for (const scheme of schemes) {
  test(`verifyCredential tells the password from every other (${scheme})`, async () => {
    const credential = await createCredential(scheme, given("Passw0rd!x"), random);
    assert.equal(credential.scheme, scheme);
    assert.equal(credential.salt.length, 16);
    assert.equal(await verifyCredential(credential, given("Passw0rd!x")), true);
    for (const wrong of ["Passw0rd!X", "Passw0rd!x ", "Passw0rd!", ""]) {
      assert.equal(await verifyCredential(credential, given(wrong)), false, wrong);
    }
  });

  test(`createCredential takes a new salt each time (${scheme})`, async () => {
    const one = await createCredential(scheme, given("Passw0rd!x"), random);
    const other = await createCredential(scheme, given("Passw0rd!x"), random);
    assert.notDeepEqual(one.salt, other.salt);
    assert.notDeepEqual(one.verifier, other.verifier);
  });

  test(`verifyCredential looks at the whole password, beyond byte 72 and past NUL (${scheme})`, async () => {
    const long = "ü".repeat(254);
    const credential = await createCredential(scheme, given(`${long}ab`), random);
    assert.equal(await verifyCredential(credential, given(`${long}ab`)), true);
    assert.equal(await verifyCredential(credential, given(`${long}ac`)), false);
    assert.equal(await verifyCredential(credential, given(long)), false);
    const withNul = await createCredential(scheme, given("Passw0rd!\0x"), random);
    assert.equal(await verifyCredential(withNul, given("Passw0rd!\0y")), false);
  });

  test(`createCredential and verifyCredential never hash a megabyte (${scheme})`, async () => {
    const most = "x".repeat(PASSWORD_BYTES_MAX);
    const credential = await createCredential(scheme, given(most), random);
    assert.equal(await verifyCredential(credential, given(most)), true);
    await assert.rejects(createCredential(scheme, given(`${most}x`), random), PasswordTooLong);
    assert.equal(await verifyCredential(credential, given("x".repeat(1_048_576))), false);
  });

  test(`decoyCredential fits no password and has the form of a real one (${scheme})`, async () => {
    const real = await createCredential(scheme, given("Passw0rd!x"), random);
    const decoy = decoyCredential(scheme, random);
    assert.equal(decoy.salt.length, real.salt.length);
    assert.equal(decoy.verifier.length, real.verifier.length);
    assert.equal(await verifyCredential(decoy, given("Passw0rd!x")), false);
    const fixed = { bytes: (length: number) => Buffer.alloc(length, 7) };
    assert.deepEqual(decoyCredential(scheme, fixed), decoyCredential(scheme, fixed));
  });
}

test("hashPassword writes argon2id with 19 MiB, two passes and one lane", async () => {
  const phc = await hashPassword(new Secret("Passw0rd!x"), Buffer.alloc(16, 1));
  assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
});

test("decoyCredential has argon2id's parameters, so that checking it takes as long", async () => {
  const decoy = decoyCredential("argon2id", random);
  assert.match(Buffer.from(decoy.verifier).toString(), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
});

test("verifyPassword is false for what is no hash", async () => {
  for (const phc of ["", "plain", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$YWJj$"]) {
    assert.equal(await verifyPassword(new Secret("Passw0rd!x"), phc), false, phc);
  }
});

test("verifyPassword refuses at once what does not fit the queue", async () => {
  const checks = await Promise.allSettled(
    Array.from({ length: 1000 }, () => verifyPassword(new Secret("Passw0rd!x"), "no hash, so quick")),
  );
  const refused = checks.filter((check) => check.status === "rejected");
  assert.ok(refused.length > 0 && refused.length < checks.length);
  for (const { reason } of refused) assert.ok(reason instanceof OverloadError);
});
