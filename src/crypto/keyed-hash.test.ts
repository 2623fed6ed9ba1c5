import assert from "node:assert/strict";
import test from "node:test";
import { Secret } from "../contracts/secret.ts";
import { createKeyedHash, DECOY_BYTES_MAX, KEYED_HASH_BYTES } from "./keyed-hash.ts";
import { masterKeysOf, readMasterKey } from "./master-key.ts";

const first = readMasterKey(Buffer.alloc(32, 1).toString("base64"));
const second = readMasterKey(Buffer.alloc(32, 2).toString("base64"));
const hashes = createKeyedHash(masterKeysOf(first));
const rotated = createKeyedHash(masterKeysOf(second, [first]));
const parts = ["us-east-1_a", "sub-1", "reset"];

test("createKeyedHash matches the value it hashed and no other", () => {
  const stored = hashes.hash("code", parts, "123456");
  assert.equal(stored.length, KEYED_HASH_BYTES);
  assert.equal(hashes.matches("code", parts, "123456", stored), true);
  assert.equal(hashes.matches("code", parts, new Secret("123456"), stored), true);
  assert.equal(hashes.matches("code", parts, "123457", stored), false);
  assert.equal(hashes.matches("code", parts, "", stored), false);
});

test("createKeyedHash covers purpose and parts, each for itself", () => {
  const stored = hashes.hash("code", parts, "123456");
  assert.equal(hashes.matches("session", parts, "123456", stored), false);
  for (const other of [
    ["us-east-1_a", "sub-2", "reset"],
    ["us-east-1_as", "ub-1", "reset"],
    ["us-east-1_a", "sub-1reset"],
    ["us-east-1_a", "sub-1", "reset", ""],
    [],
  ]) {
    assert.equal(hashes.matches("code", other, "123456", stored), false, other.join());
  }
  assert.equal(hashes.matches("code", ["us-east-1_a", "sub-1"], "reset", stored), false);
});

test("createKeyedHash matches what an older master key hashed, and hashes with the current one", () => {
  const stored = hashes.hash("code", parts, "123456");
  assert.equal(rotated.matches("code", parts, "123456", stored), true);
  assert.equal(rotated.matches("code", parts, "123457", stored), false);
  assert.notDeepEqual(rotated.hash("code", parts, "123456"), stored);
  assert.equal(hashes.matches("code", parts, "123456", rotated.hash("code", parts, "123456")), false);
});

test("createKeyedHash offers one candidate for each master key, the current one's first", () => {
  const candidates = rotated.candidates("refresh-token", ["us-east-1_a"], "token");
  assert.deepEqual(candidates, [
    rotated.hash("refresh-token", ["us-east-1_a"], "token"),
    hashes.hash("refresh-token", ["us-east-1_a"], "token"),
  ]);
});

test("createKeyedHash matches nothing that is no hash", () => {
  const stored = hashes.hash("code", parts, "123456");
  assert.equal(hashes.matches("code", parts, "123456", new Uint8Array()), false);
  assert.equal(hashes.matches("code", parts, "123456", stored.subarray(0, -1)), false);
  assert.equal(hashes.matches("code", parts, "123456", Buffer.concat([stored, Buffer.alloc(1)])), false);
  const otherVersion = Uint8Array.from(stored);
  otherVersion[0] = 2;
  assert.equal(hashes.matches("code", parts, "123456", otherVersion), false);
});

test("createKeyedHash makes decoys that stay the same for the same parts and master key alone", () => {
  const decoy = hashes.decoy("salt", ["us-east-1_a", "nobody"]);
  assert.equal(decoy.length, 32);
  assert.deepEqual(createKeyedHash(masterKeysOf(first)).decoy("salt", ["us-east-1_a", "nobody"]), decoy);
  assert.notDeepEqual(hashes.decoy("sub", ["us-east-1_a", "nobody"]), decoy);
  assert.notDeepEqual(hashes.decoy("salt", ["us-east-1_an", "obody"]), decoy);
  assert.notDeepEqual(rotated.decoy("salt", ["us-east-1_a", "nobody"]), decoy);
  assert.equal(hashes.decoy("verifier", ["us-east-1_a"], 384).length, 384);
  assert.throws(() => hashes.decoy("verifier", [], DECOY_BYTES_MAX + 1));
});
