import assert from "node:assert/strict";
import { test } from "node:test";
import { createSealer } from "../crypto/seal.ts";
import { testMasterKeys } from "../testing/world.ts";
import { systemRandom } from "./random.ts";
import { createSecretBlocks } from "./secret-blocks.ts";

const blocks = createSecretBlocks(
  createSealer({ keys: testMasterKeys(), random: systemRandom, clock: { now: () => 0 } }),
);
const BINDING = ["us-east-1_Ab1Cd2Ef3", "client", ""];

test("createSecretBlocks opens a block for what it is bound to, and for nothing else", () => {
  const block = blocks.seal(BINDING, "exchange");
  assert.equal(blocks.open(BINDING, block), "exchange");
  assert.equal(blocks.open(["us-east-1_other", "client", ""], block), undefined);
  assert.equal(blocks.open(["us-east-1_Ab1Cd2Ef3", "other", ""], block), undefined);
  assert.equal(blocks.open(["us-east-1_Ab1Cd2Ef3", "client", "session"], block), undefined);
});

test("createSecretBlocks writes standard base64 that shows nothing, and another text each time", () => {
  const block = blocks.seal(BINDING, "exchange");
  assert.match(block, /^[A-Za-z0-9+/]+={0,2}$/);
  assert.equal(Buffer.from(block, "base64").includes("exchange"), false);
  assert.notEqual(blocks.seal(BINDING, "exchange"), block);
});

test("createSecretBlocks opens nothing that was changed, cut, or never was a block", () => {
  const bytes = Buffer.from(blocks.seal(BINDING, "exchange"), "base64");
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = changed[at]! ^ 1;
    assert.equal(blocks.open(BINDING, changed.toString("base64")), undefined, `byte ${at}`);
  }
  for (const text of ["", "AAAA", "no base64!", bytes.subarray(0, -1).toString("base64"), "A".repeat(10_000)]) {
    assert.equal(blocks.open(BINDING, text), undefined);
  }
});
