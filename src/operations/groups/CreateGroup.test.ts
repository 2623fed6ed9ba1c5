import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("CreateGroup leaves out what is not set", async () => {
  await using world = await startWorld();
  const now = world.clock.now() / 1000;
  assert.deepEqual(await world.call.CreateGroup({ ...world.pool, GroupName: "editors" }), {
    Group: { ...world.pool, GroupName: "editors", CreationDate: now, LastModifiedDate: now },
  });
});

test("CreateGroup keeps what is set, a precedence of 0 too", async () => {
  await using world = await startWorld();
  const set = { Description: "Who may edit", RoleArn: "arn:aws:iam::000000000000:role/editors", Precedence: 0 };
  const created = await world.call.CreateGroup({ ...world.pool, GroupName: "editors", ...set });
  const { Description, RoleArn, Precedence } = created.Group ?? {};
  assert.deepEqual({ Description, RoleArn, Precedence }, set);
  assert.deepEqual(await world.call.GetGroup({ ...world.pool, GroupName: "editors" }), created);
});

test("CreateGroup refuses a second group of the same name, and a pool that does not exist", async () => {
  await using world = await startWorld();
  await world.call.CreateGroup({ ...world.pool, GroupName: "editors" });
  await assert.rejects(world.call.CreateGroup({ ...world.pool, GroupName: "editors" }), {
    name: "GroupExistsException",
    message: "A group with the name already exists",
  });
  await assert.rejects(world.call.CreateGroup({ UserPoolId: "us-east-1_Unknown00", GroupName: "editors" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
