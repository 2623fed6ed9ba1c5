import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("AdminListGroupsForUser pages by name, with tokens for this user alone", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { Username } = await world.user("ada");
  await world.user("grace");
  for (const GroupName of ["writers", "editors", "readers"]) {
    await call.CreateGroup({ ...pool, GroupName });
    await call.AdminAddUserToGroup({ ...pool, Username, GroupName });
  }
  const first = await call.AdminListGroupsForUser({ ...pool, Username, Limit: 2 });
  const second = await call.AdminListGroupsForUser({ ...pool, Username, Limit: 2, NextToken: first.NextToken });
  const names = [...(first.Groups ?? []), ...(second.Groups ?? [])].map(({ GroupName }) => GroupName);
  assert.deepEqual(names, ["editors", "readers", "writers"]);
  assert.equal(second.NextToken, undefined);

  const all = await call.AdminListGroupsForUser({ ...pool, Username, Limit: 0 });
  assert.equal(all.Groups?.length, 3);

  await assert.rejects(call.AdminListGroupsForUser({ ...pool, Username: "grace", NextToken: first.NextToken }), {
    name: "InvalidParameterException",
    message: "Invalid pagination token.",
  });
});

test("AdminListGroupsForUser refuses a user who does not exist", async () => {
  await using world = await startWorld();
  await assert.rejects(world.call.AdminListGroupsForUser({ ...world.pool, Username: "nobody" }), {
    name: "UserNotFoundException",
    message: "User does not exist.",
  });
});
