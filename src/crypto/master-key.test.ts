import assert from "node:assert/strict";
import test from "node:test";
import { Secret } from "../contracts/secret.ts";
import { createKeyDerivation, MasterKeyError, masterKeysOf, readMasterKey } from "./master-key.ts";

const text = Buffer.alloc(32, 7).toString("base64");

test("readMasterKey reads 32 bytes in base64, from a secret or a file with a new line at its end", () => {
  const key = readMasterKey(text);
  assert.match(key.id, /^[0-9a-f]{16}$/);
  assert.equal(readMasterKey(new Secret(`${text}\n`)).id, key.id);
  assert.deepEqual(key.key.export(), Buffer.alloc(32, 7));
});

test("readMasterKey gives different keys different ids", () => {
  assert.notEqual(readMasterKey(text).id, readMasterKey(Buffer.alloc(32, 8).toString("base64")).id);
});

test("readMasterKey refuses everything else without repeating it", () => {
  const wrong = [
    "",
    "hunter2",
    text.slice(0, -1),
    `${text}=`,
    Buffer.alloc(31, 7).toString("base64"),
    Buffer.alloc(33, 7).toString("base64"),
    Buffer.alloc(32, 0xff).toString("base64url"),
    `${text.slice(0, 42)}d=`,
    Buffer.alloc(32, 7).toString("hex"),
  ];
  for (const given of wrong) {
    assert.throws(
      () => readMasterKey(given),
      (error: unknown) => error instanceof MasterKeyError && (given === "" || !error.message.includes(given)),
      given,
    );
  }
});

test("masterKeysOf reads with the older keys and the current one", () => {
  const current = readMasterKey(text);
  const older = readMasterKey(Buffer.alloc(32, 8).toString("base64"));
  const keys = masterKeysOf(current, [older, current]);
  assert.equal(keys.current, current);
  assert.deepEqual([...keys.all.keys()].toSorted(), [current.id, older.id].toSorted());
});

test("createKeyDerivation keeps a bounded number of keys and derives the same ones again", () => {
  const master = readMasterKey(text);
  const derive = createKeyDerivation(2);
  const first = derive(master, "1");
  assert.equal(derive(master, "1"), first);
  derive(master, "2");
  derive(master, "3");
  const again = derive(master, "1");
  assert.notEqual(again, first);
  assert.equal(again.equals(first), true);
  assert.equal(again.equals(derive(master, "2")), false);
});
