import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

const RoleArn = "arn:aws:iam::000000000000:role/editors";

test("UpdateGroup changes what is given and keeps the rest, also who is in it", async () => {
  await using world = await startWorld();
  const group = { ...world.pool, GroupName: "editors" };
  const created = await world.call.CreateGroup({ ...group, Description: "Who may edit", Precedence: 3 });
  const { Username } = await world.user();
  await world.call.AdminAddUserToGroup({ ...group, Username });
  world.clock.advance(1_000);
  const updated = await world.call.UpdateGroup({ ...group, RoleArn, Precedence: 0 });
  assert.deepEqual(updated.Group, {
    ...created.Group,
    RoleArn,
    Precedence: 0,
    LastModifiedDate: world.clock.now() / 1000,
  });
  assert.deepEqual(await world.call.GetGroup(group), updated);
  assert.equal((await world.call.ListUsersInGroup(group)).Users?.length, 1);
});

test("UpdateGroup refuses a group that does not exist", async () => {
  await using world = await startWorld();
  await assert.rejects(world.call.UpdateGroup({ ...world.pool, GroupName: "none" }), {
    name: "ResourceNotFoundException",
    message: "Group not found.",
  });
});
