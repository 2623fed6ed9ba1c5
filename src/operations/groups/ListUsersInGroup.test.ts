import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

const groupNotFound = { name: "ResourceNotFoundException", message: "Group not found." };

test("ListUsersInGroup shows every member once, page by page", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const group = { ...pool, GroupName: "editors" };
  await call.CreateGroup(group);
  await world.user("outside");
  const members = ["ada", "eve", "grace"];
  for (const name of members) {
    await world.user(name);
    await call.AdminAddUserToGroup({ ...group, Username: name });
  }
  const first = await call.ListUsersInGroup({ ...group, Limit: 2 });
  const second = await call.ListUsersInGroup({ ...group, Limit: 2, NextToken: first.NextToken });
  assert.equal(first.Users?.length, 2);
  assert.equal(second.NextToken, undefined);
  const users = [...(first.Users ?? []), ...(second.Users ?? [])];
  assert.deepEqual(new Set(users.map(({ Username }) => Username)), new Set(members));
  assert.equal(users.length, members.length);
  const ada = users.find(({ Username }) => Username === "ada");
  const { UserAttributes, ...shown } = await call.AdminGetUser({ ...pool, Username: "ada" });
  assert.deepEqual(ada, { ...shown, Attributes: UserAttributes });

  await call.AdminRemoveUserFromGroup({ ...group, Username: "ada" });
  assert.equal((await call.ListUsersInGroup(group)).Users?.length, 2);
  await assert.rejects(call.ListUsersInGroup({ ...pool, GroupName: "none" }), groupNotFound);
  await call.CreateGroup({ ...pool, GroupName: "others" });
  await assert.rejects(call.ListUsersInGroup({ ...pool, GroupName: "others", NextToken: first.NextToken }), {
    name: "InvalidParameterException",
    message: "Invalid pagination token.",
  });
});
