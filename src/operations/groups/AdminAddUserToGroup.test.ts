import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("AdminAddUserToGroup and AdminRemoveUserFromGroup do once what is asked twice", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { Username } = await world.user();
  await call.CreateGroup({ ...pool, GroupName: "editors" });
  const membership = { ...pool, Username, GroupName: "editors" };
  const groups = async () => {
    const { Groups } = await call.AdminListGroupsForUser({ ...pool, Username });
    return (Groups ?? []).map(({ GroupName }) => GroupName);
  };

  assert.equal(await call.AdminAddUserToGroup(membership), undefined);
  await call.AdminAddUserToGroup(membership);
  assert.deepEqual(await groups(), ["editors"]);

  assert.equal(await call.AdminRemoveUserFromGroup(membership), undefined);
  await call.AdminRemoveUserFromGroup(membership);
  assert.deepEqual(await groups(), []);
});

test("AdminAddUserToGroup refuses what does not exist", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { Username } = await world.user();
  const group = { name: "ResourceNotFoundException", message: "Group not found." };
  await assert.rejects(call.AdminAddUserToGroup({ ...pool, Username, GroupName: "none" }), group);
  await assert.rejects(call.AdminRemoveUserFromGroup({ ...pool, Username, GroupName: "none" }), group);
  await call.CreateGroup({ ...pool, GroupName: "editors" });
  const user = { name: "UserNotFoundException", message: "User does not exist." };
  const nobody = { ...pool, Username: "nobody", GroupName: "editors" };
  await assert.rejects(call.AdminAddUserToGroup(nobody), user);
  await assert.rejects(call.AdminRemoveUserFromGroup(nobody), user);
});

test("AdminAddUserToGroup stops at as many groups as a user may have", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { Username } = await world.user();
  const join = async (GroupName: string) => {
    await call.CreateGroup({ ...pool, GroupName });
    await call.AdminAddUserToGroup({ ...pool, Username, GroupName });
  };
  for (let index = 0; index < 100; index += 1) await join(`g${index}`);
  await assert.rejects(join("last"), {
    name: "InvalidParameterException",
    message: "A user cannot be in more than 100 groups.",
  });
});
