import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import test from "node:test";
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify } from "jose";
import { fixedKeyPairs } from "../testing/key-pairs.ts";
import { signJwt } from "./jwt.ts";
import { jwks, kidOf, makeKeyPair, readSigningKey } from "./signing-keys.ts";

test("makeKeyPair makes a new RSA pair of 2048 bits each time", async () => {
  const [one, other] = await Promise.all([makeKeyPair(), makeKeyPair()]);
  const key = readSigningKey(one);
  assert.deepEqual(key.privateKey.asymmetricKeyDetails, { modulusLength: 2048, publicExponent: 65_537n });
  assert.match(one.privateKey.reveal(), /^-----BEGIN PRIVATE KEY-----\n/);
  assert.deepEqual(key.publicJwk, one.publicJwk);
  assert.notDeepEqual(one.publicJwk, other.publicJwk);
});

test("kidOf is the thumbprint in standard base64", async () => {
  const { publicJwk } = await fixedKeyPairs()();
  const kid = kidOf(publicJwk);
  assert.match(kid, /^[A-Za-z0-9+/]{43}=$/);
  const thumbprint = await calculateJwkThumbprint(publicJwk, "sha256");
  assert.equal(Buffer.from(kid, "base64").toString("base64url"), thumbprint);
});

test("jwks shows the public halves alone, members in Amazon's order", async () => {
  const source = fixedKeyPairs();
  const keys = [readSigningKey(await source()), readSigningKey(await source())];
  const shown = jwks(keys);
  assert.deepEqual(Object.keys(shown), ["keys"]);
  assert.equal(shown.keys.length, 2);
  for (const [index, key] of shown.keys.entries()) {
    assert.deepEqual(Object.entries(key), [
      ["alg", "RS256"],
      ["e", "AQAB"],
      ["kid", keys[index]!.kid],
      ["kty", "RSA"],
      ["n", createPublicKey(keys[index]!.privateKey).export({ format: "jwk" }).n],
      ["use", "sig"],
    ]);
  }
});

test("jwks lets a foreign verifier find the key of a token", async () => {
  const source = fixedKeyPairs();
  const keys = [readSigningKey(await source()), readSigningKey(await source())];
  const find = createLocalJWKSet({ keys: [...jwks(keys).keys] });
  for (const key of keys) {
    const token = await signJwt(key, { sub: "ada", exp: 4_102_444_800 });
    const { payload, protectedHeader } = await jwtVerify(token.reveal(), find, { algorithms: ["RS256"] });
    assert.deepEqual(payload, { sub: "ada", exp: 4_102_444_800 });
    assert.deepEqual(protectedHeader, { kid: key.kid, alg: "RS256" });
  }
});

test("fixedKeyPairs gives two pools pairs of their own", async () => {
  const source = fixedKeyPairs();
  const kids = [];
  for (let index = 0; index < 4; index += 1) kids.push(kidOf((await source()).publicJwk));
  assert.equal(new Set(kids).size, 4);
  assert.equal(kidOf((await source()).publicJwk), kids[0]);
});
