import assert from "node:assert/strict";
import { test } from "node:test";
import { createHeldMetadata } from "./held-metadata.ts";

const metadata = { tenant: "t1" };

test("HeldMetadata keeps what it holds until it lets go", () => {
  const held = createHeldMetadata();
  held.hold("m1", metadata);
  assert.deepEqual(held.of("m1"), metadata);
  assert.equal(held.of("m2"), undefined);
  held.letGo("m1");
  held.letGo("m1");
  assert.equal(held.of("m1"), undefined);
});

test("HeldMetadata makes room by forgetting the oldest, and counts what is held anew once", () => {
  const size = "m1".length + JSON.stringify(metadata).length;
  const held = createHeldMetadata(2 * size);
  held.hold("m1", metadata);
  held.hold("m2", metadata);
  held.hold("m1", metadata);
  assert.deepEqual(held.of("m2"), metadata);
  held.hold("m3", metadata);
  assert.deepEqual([held.of("m2"), held.of("m1"), held.of("m3")], [undefined, metadata, metadata]);
  held.letGo("m1");
  held.hold("m4", metadata);
  assert.deepEqual([held.of("m3"), held.of("m4")], [metadata, metadata]);
});

test("HeldMetadata forgets what alone is too large", () => {
  const held = createHeldMetadata(10);
  held.hold("m1", metadata);
  assert.equal(held.of("m1"), undefined);
  held.hold("m2", {});
  assert.deepEqual(held.of("m2"), {});
});
