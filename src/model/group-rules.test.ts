import assert from "node:assert/strict";
import { test } from "node:test";
import { joinsGroup } from "./group-rules.ts";
import { GROUPS_PER_USER, type Group } from "./group.ts";

const group = (name: string): Group => ({
  poolId: "us-east-1_a",
  name,
  description: null,
  roleArn: null,
  precedence: null,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => group(`g${index}`));

test("joinsGroup is false for a member, also for one with as many groups as one may have", () => {
  assert.equal(joinsGroup(many(GROUPS_PER_USER), group("g0")), false);
});

test("joinsGroup refuses one group too many", () => {
  assert.equal(joinsGroup(many(GROUPS_PER_USER - 1), group("last")), true);
  assert.throws(() => joinsGroup(many(GROUPS_PER_USER), group("last")), { name: "InvalidParameterException" });
});
