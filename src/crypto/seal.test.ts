import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { Secret } from "../contracts/secret.ts";
import { masterKeysOf, readMasterKey } from "./master-key.ts";
import { createSealer, isSealedWith, SEAL_OVERHEAD_BYTES, type SealedPlace, UnsealingError } from "./seal.ts";

const random = { bytes: (length: number) => randomBytes(length) };
const day = Date.UTC(2026, 2, 3, 4, 5, 6);
const first = readMasterKey(Buffer.alloc(32, 1).toString("base64"));
const second = readMasterKey(Buffer.alloc(32, 2).toString("base64"));
const place: SealedPlace = { table: "credentials", column: "verifier", key: ["us-east-1_a", "sub-1"] };

const sealerAt = (now: number, keys = masterKeysOf(first)) => createSealer({ keys, random, clock: { now: () => now } });

const reasonOf = (reason: UnsealingError["reason"]) => (error: unknown) =>
  error instanceof UnsealingError && error.reason === reason;

test("createSealer gives back what was sealed, text, bytes, secrets and nothing at all", () => {
  const sealer = sealerAt(day);
  for (const clear of ["", "a secret", "ключ 🔑"]) {
    assert.equal(sealer.open(place, sealer.seal(place, clear)).toString("utf8"), clear);
    assert.equal(sealer.open(place, sealer.seal(place, new Secret(clear))).toString("utf8"), clear);
  }
  assert.deepEqual(sealer.open(place, sealer.seal(place, Uint8Array.of(0, 255, 1))), Buffer.from([0, 255, 1]));
});

test("createSealer writes version, master key id, day, nonce, ciphertext and tag", () => {
  const sealed = Buffer.from(sealerAt(day).seal(place, "12345"));
  assert.equal(sealed.length, SEAL_OVERHEAD_BYTES + 5);
  assert.equal(sealed[0], 1);
  assert.equal(sealed.toString("hex", 1, 9), first.id);
  assert.equal(sealed.readUInt32BE(9), Date.UTC(2026, 2, 3) / 86_400_000);
});

test("createSealer never seals the same value the same way twice", () => {
  const sealer = sealerAt(day);
  assert.notDeepEqual(sealer.seal(place, "same"), sealer.seal(place, "same"));
});

test("createSealer uses another key each UTC day and opens what other days sealed", () => {
  const fixed = { bytes: (length: number) => Buffer.alloc(length) };
  const on = (now: number) => createSealer({ keys: masterKeysOf(first), random: fixed, clock: { now: () => now } });
  const ciphertext = (now: number) => Buffer.from(on(now).seal(place, "same")).subarray(25, -16).toString("hex");
  assert.equal(ciphertext(day), ciphertext(Date.UTC(2026, 2, 3, 23, 59, 59, 999)));
  assert.notEqual(ciphertext(day), ciphertext(Date.UTC(2026, 2, 4)));
  assert.equal(
    on(day)
      .open(place, on(day + 86_400_000 * 700).seal(place, "later"))
      .toString(),
    "later",
  );
});

test("createSealer refuses an envelope in which any one bit was changed", () => {
  const sealer = sealerAt(day);
  const sealed = Buffer.from(sealer.seal(place, "x"));
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index]! ^= 1;
    assert.throws(() => sealer.open(place, changed), UnsealingError, `byte ${index}`);
  }
  assert.throws(
    () => sealer.open(place, Buffer.from([...sealed.subarray(0, -1), sealed.at(-1)! ^ 1])),
    reasonOf("tampered"),
  );
});

test("createSealer refuses a shortened tag", () => {
  const sealer = sealerAt(day);
  const sealed = sealer.seal(place, "a value longer than its tag");
  for (const cut of [1, 4, 12, 16]) {
    assert.throws(() => sealer.open(place, sealed.subarray(0, -cut)), reasonOf("tampered"));
  }
  assert.throws(() => sealer.open(place, sealed.subarray(0, SEAL_OVERHEAD_BYTES - 1)), reasonOf("malformed"));
  assert.throws(() => sealer.open(place, new Uint8Array()), reasonOf("malformed"));
});

test("createSealer opens a value only in the table, column and row it was sealed for", () => {
  const sealer = sealerAt(day);
  const sealed = sealer.seal(place, "x");
  const elsewhere: readonly SealedPlace[] = [
    { ...place, table: "clients" },
    { ...place, column: "salt" },
    { ...place, key: ["us-east-1_a", "sub-2"] },
    { ...place, key: ["us-east-1_as", "ub-1"] },
    { ...place, key: ["us-east-1_a"] },
    { ...place, key: ["us-east-1_a", "sub-1", ""] },
    { ...place, column: "verifierus-east-1_a", key: ["sub-1"] },
  ];
  for (const other of elsewhere) assert.throws(() => sealer.open(other, sealed), reasonOf("tampered"));
});

test("createSealer seals with the current master key and opens with the older ones", () => {
  const old = sealerAt(day).seal(place, "old");
  const both = sealerAt(day, masterKeysOf(second, [first]));
  assert.equal(both.open(place, old).toString(), "old");
  const renewed = both.seal(place, "new");
  assert.equal(isSealedWith(old, first.id), true);
  assert.equal(isSealedWith(renewed, first.id), false);
  assert.equal(isSealedWith(renewed, second.id), true);
});

test("createSealer names the master key it misses, and neither the row nor the value", () => {
  const sealed = sealerAt(day).seal(place, "x");
  assert.throws(
    () => sealerAt(day, masterKeysOf(second)).open(place, sealed),
    (error: unknown) =>
      reasonOf("unknown-master-key")(error) &&
      error instanceof Error &&
      error.message.includes(first.id) &&
      !error.message.includes("sub-1"),
  );
});
