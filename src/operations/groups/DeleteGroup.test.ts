import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("DeleteGroup removes a group with its members, none of whom a later group of its name has", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const group = { ...pool, GroupName: "editors" };
  await call.CreateGroup(group);
  const { Username } = await world.user();
  await call.AdminAddUserToGroup({ ...group, Username });

  assert.equal(await call.DeleteGroup(group), undefined);

  const gone = { name: "ResourceNotFoundException", message: "Group not found." };
  await assert.rejects(call.GetGroup(group), gone);
  await assert.rejects(call.DeleteGroup(group), gone);
  await assert.rejects(call.ListUsersInGroup(group), gone);
  assert.deepEqual((await call.AdminListGroupsForUser({ ...pool, Username })).Groups, []);
  assert.deepEqual((await call.ListGroups(pool)).Groups, []);

  await call.CreateGroup(group);
  assert.deepEqual((await call.ListUsersInGroup(group)).Users, []);
  await call.AdminGetUser({ ...pool, Username });
});
