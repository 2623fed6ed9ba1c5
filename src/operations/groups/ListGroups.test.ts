import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("ListGroups pages by name, with tokens for this pool alone", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { UserPool: other } = await call.CreateUserPool({ PoolName: "other" });
  for (const GroupName of ["writers", "editors", "readers"]) await call.CreateGroup({ ...pool, GroupName });
  await call.CreateGroup({ UserPoolId: other?.Id ?? "", GroupName: "elsewhere" });
  const first = await call.ListGroups({ ...pool, Limit: 2 });
  const second = await call.ListGroups({ ...pool, Limit: 2, NextToken: first.NextToken });
  const names = [first, second].map(({ Groups = [] }) => Groups.map(({ GroupName }) => GroupName));
  assert.deepEqual(names, [["editors", "readers"], ["writers"]]);
  assert.equal(second.NextToken, undefined);
  assert.equal((await call.ListGroups({ ...pool, Limit: 0 })).Groups?.length, 3);
  await assert.rejects(call.ListGroups({ UserPoolId: other?.Id ?? "", NextToken: first.NextToken }), {
    name: "InvalidParameterException",
    message: "Invalid pagination token.",
  });
  await assert.rejects(call.ListGroups({ UserPoolId: "us-east-1_Unknown00" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
