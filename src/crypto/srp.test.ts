import assert from "node:assert/strict";
import { createHash, createHmac, randomBytes } from "node:crypto";
import test from "node:test";
import * as fc from "fast-check";
import { Secret } from "../contracts/secret.ts";
import { modularPower } from "./modular-power.ts";
import {
  checkPassword,
  innerHash,
  isProof,
  makeVerifier,
  newSalt,
  newServerSecret,
  proofOf,
  readClientEphemeral,
  serverEphemeral,
  serverSession,
  SrpRefusal,
} from "./srp.ts";
import { bytesOf, hexOf, numberOf, pad, sha256, SRP_G, SRP_K, SRP_N } from "./srp-group.ts";
import { DEVICE_SRP_VECTOR, SRP_VECTOR } from "./srp.vectors.ts";

const hex = (text: string) => Buffer.from(text.length % 2 === 0 ? text : `0${text}`, "hex");
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const b = hex(SRP_VECTOR.b);
const A = hex(SRP_VECTOR.A);

const user = {
  poolName: SRP_VECTOR.poolName,
  username: SRP_VECTOR.username,
  password: new Secret(SRP_VECTOR.password),
  salt: hex(SRP_VECTOR.salt),
};
const device = {
  poolName: DEVICE_SRP_VECTOR.poolName,
  username: DEVICE_SRP_VECTOR.username,
  password: new Secret(DEVICE_SRP_VECTOR.password),
  salt: hex(DEVICE_SRP_VECTOR.salt),
};

test("SRP_N and SRP_K are Amazon's", () => {
  const shown = SRP_N.toString(16);
  assert.equal(shown.length, 768);
  assert.equal(shown.slice(0, 48), "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd1");
  assert.equal(shown.slice(-32), "4b82d120a93ad2caffffffffffffffff");
  assert.equal(SRP_K.toString(16), SRP_VECTOR.k);
});

test("pad writes no leading zeros, and one in front of a first bit that is set", () => {
  const cases = [
    ["", "00"],
    ["00", "00"],
    ["7f", "7f"],
    ["80", "0080"],
    ["000080", "0080"],
    ["0005", "05"],
    ["ff01", "00ff01"],
    ["0100", "0100"],
  ] as const;
  for (const [given, padded] of cases) assert.equal(pad(hex(given)).toString("hex"), padded);
});

test("innerHash gives the vectors' values", () => {
  assert.equal(innerHash(user.poolName, user.username, user.password).toString("hex"), SRP_VECTOR.inner);
  assert.equal(innerHash(device.poolName, device.username, device.password).toString("hex"), DEVICE_SRP_VECTOR.inner);
  assert.equal(sha256(pad(user.salt), hex(SRP_VECTOR.inner)).toString("hex"), SRP_VECTOR.x);
  assert.equal(sha256(pad(device.salt), hex(DEVICE_SRP_VECTOR.inner)).toString("hex"), DEVICE_SRP_VECTOR.x);
  assert.equal(pad(device.salt).toString("base64"), DEVICE_SRP_VECTOR.saltBase64);
});

test("makeVerifier gives the vectors' verifiers", async () => {
  const verifier = await makeVerifier(device);
  assert.equal(pad(verifier).toString("base64"), DEVICE_SRP_VECTOR.passwordVerifier);
  assert.deepEqual(await makeVerifier(user), await modularPower(SRP_G, hex(SRP_VECTOR.x)));
});

test("serverSession proves the user of the first vector", async () => {
  const verifier = await makeVerifier(user);
  const B = await serverEphemeral({ verifier, b });
  assert.equal(hexOf(B), SRP_VECTOR.B);
  assert.equal(hexOf(B).length, 767);
  const session = await serverSession({ A, B, b, verifier });
  assert.equal(session.u.toString("hex"), SRP_VECTOR.u);
  assert.equal(hexOf(session.S), SRP_VECTOR.S);
  assert.equal(session.K.toString("hex"), SRP_VECTOR.K);
  const secretBlock = Buffer.from(SRP_VECTOR.secretBlock, "base64");
  const proof = proofOf({ ...user, K: session.K, secretBlock, timestamp: SRP_VECTOR.timestamp });
  assert.equal(proof.toString("base64"), SRP_VECTOR.signature);
  assert.equal(isProof(proof, SRP_VECTOR.signature), true);
});

test("serverSession proves the device of the second vector", async () => {
  const verifier = await makeVerifier(device);
  const B = await serverEphemeral({ verifier, b });
  assert.equal(digest(pad(B)), DEVICE_SRP_VECTOR.sha256OfB);
  const session = await serverSession({ A, B, b, verifier });
  assert.equal(hexOf(session.u), DEVICE_SRP_VECTOR.u);
  assert.equal(digest(pad(session.S)), DEVICE_SRP_VECTOR.sha256OfS);
  assert.equal(session.K.toString("hex"), DEVICE_SRP_VECTOR.K);
  const secretBlock = Buffer.from(DEVICE_SRP_VECTOR.secretBlock, "base64");
  const proof = proofOf({ ...device, K: session.K, secretBlock, timestamp: SRP_VECTOR.timestamp });
  assert.equal(isProof(proof, DEVICE_SRP_VECTOR.signature), true);
});

/** The oracle: the client's side, in BigInt, from the definitions. */
const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  let square = base % SRP_N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % SRP_N;
    square = (square * square) % SRP_N;
  }
  return result;
};

/** A number in the clients' notation, from its definition in text. */
const padInText = (number: bigint): Buffer => {
  const text = number.toString(16);
  const even = text.length % 2 === 0 ? text : `0${text}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
};

const clientKey = (given: { x: bigint; secret: bigint; A: bigint; B: bigint }): Buffer => {
  const u = numberOf(createHash("sha256").update(padInText(given.A)).update(padInText(given.B)).digest());
  const base = (((given.B - SRP_K * power(2n, given.x)) % SRP_N) + SRP_N) % SRP_N;
  const S = power(base, given.secret + u * given.x);
  const extracted = createHmac("sha256", padInText(u)).update(padInText(S)).digest();
  return createHmac("sha256", extracted).update("Caldera Derived Key\u0001").digest().subarray(0, 16);
};

test("serverSession agrees with a client in BigInt, whatever the password and the ephemerals", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        username: fc.string({ minLength: 1, unit: "grapheme" }),
        password: fc.string({ minLength: 1, unit: "grapheme" }),
        salt: fc.uint8Array({ minLength: 16, maxLength: 16 }),
        secret: fc.bigInt({ min: 2n, max: 2n ** 256n }),
        b: fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes[0] !== 0),
        multiples: fc.nat(2),
      }),
      async (given) => {
        const identity = { poolName: "Ab1Cd2Ef3", username: given.username };
        const verifier = await makeVerifier({ ...identity, password: new Secret(given.password), salt: given.salt });
        const B = await serverEphemeral({ verifier, b: given.b });
        // A client may send A without having reduced it.
        const sent = power(2n, given.secret) + BigInt(given.multiples) * SRP_N;
        const read = readClientEphemeral(sent.toString(16));
        assert.ok(read !== undefined);
        const session = await serverSession({ A: read, B, b: given.b, verifier });

        const inner = createHash("sha256").update(`Ab1Cd2Ef3${given.username}:${given.password}`).digest();
        const x = numberOf(
          createHash("sha256")
            .update(padInText(numberOf(given.salt)))
            .update(inner)
            .digest(),
        );
        assert.deepEqual(session.K, clientKey({ x, secret: given.secret, A: sent, B: numberOf(B) }));
      },
    ),
    { numRuns: 15 },
  );
});

test("serverSession refuses A ≡ 0 (mod N), which would need no password", async () => {
  const verifier = await makeVerifier(user);
  const B = await serverEphemeral({ verifier, b });
  for (const multiple of [0n, SRP_N, 2n * SRP_N]) {
    assert.equal(readClientEphemeral(multiple.toString(16)), undefined);
    await assert.rejects(serverSession({ A: padInText(multiple), B, b, verifier }), SrpRefusal);
  }
});

test("readClientEphemeral reads hexadecimal of any parity and case, and nothing else", () => {
  assert.deepEqual(readClientEphemeral("ABC"), hex("0abc"));
  assert.deepEqual(readClientEphemeral(SRP_VECTOR.A), A);
  for (const text of ["", "xyz", "0x12", "-1", " 12", "12\n", "1".repeat(1025)]) {
    assert.equal(readClientEphemeral(text), undefined, JSON.stringify(text));
  }
});

test("readClientEphemeral reads what the client of the vectors made of its secret", async () => {
  assert.deepEqual(readClientEphemeral(SRP_VECTOR.A), await modularPower(SRP_G, hex(SRP_VECTOR.a)));
});

test("serverEphemeral differs with every b, and is below N", async () => {
  const verifier = await makeVerifier(user);
  const random = { bytes: (length: number) => randomBytes(length) };
  const [one, other] = await Promise.all([
    serverEphemeral({ verifier, b: newServerSecret(random) }),
    serverEphemeral({ verifier, b: newServerSecret(random) }),
  ]);
  assert.notDeepEqual(one, other);
  assert.ok(numberOf(one) < SRP_N);
});

test("isProof refuses another signature, a shorter one and none", () => {
  const proof = hex(DEVICE_SRP_VECTOR.inner);
  const right = proof.toString("base64");
  assert.equal(isProof(proof, right), true);
  assert.equal(isProof(proof, `${right[0] === "A" ? "B" : "A"}${right.slice(1)}`), false);
  assert.equal(isProof(proof, right.slice(0, 20)), false);
  assert.equal(isProof(proof, ""), false);
});

test("checkPassword tells the password from every other, for this user of this pool alone", async () => {
  const verifier = await makeVerifier(user);
  const check = (change: Partial<typeof user>) => checkPassword({ ...user, ...change, verifier });
  assert.equal(await check({}), true);
  assert.equal(await check({ password: new Secret(`${SRP_VECTOR.password} `) }), false);
  assert.equal(await check({ password: new Secret(SRP_VECTOR.password.toUpperCase()) }), false);
  assert.equal(await check({ password: new Secret("") }), false);
  assert.equal(await check({ username: "somebody-else" }), false);
  assert.equal(await check({ poolName: "Another" }), false);
  assert.equal(await check({ salt: hex("01020304") }), false);
  assert.equal(await checkPassword({ ...user, verifier: verifier.subarray(1) }), false);
  assert.equal(await checkPassword({ ...user, verifier: bytesOf(0n) }), false);
});

test("newSalt has 16 bytes, the first of them not zero", () => {
  assert.deepEqual(newSalt({ bytes: (length) => new Uint8Array(length) }), hex("01000000000000000000000000000000"));
  assert.deepEqual(newSalt({ bytes: (length) => Buffer.alloc(length, 0xab) }), Buffer.alloc(16, 0xab));
});
