import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("DeleteUserPool takes the pool and everything in it away", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const { UserPoolId } = world.pool;

  assert.equal(await world.call.DeleteUserPool(world.pool), undefined);

  const gone = { name: "ResourceNotFoundException", message: `User pool ${UserPoolId} does not exist.` };
  await assert.rejects(world.call.DescribeUserPool(world.pool), gone);
  await assert.rejects(world.call.DescribeUserPoolClient({ ...world.pool, ...world.client }), gone);
  await assert.rejects(world.call.AdminListGroupsForUser({ ...world.pool, Username }), gone);
  await assert.rejects(world.call.CreateGroup({ ...world.pool, GroupName: "g" }), gone);
  await assert.rejects(world.call.DeleteUserPool(world.pool), gone);
});

test("DeleteUserPool leaves a protected pool alone", async () => {
  await using world = await startWorld({ pool: { DeletionProtection: "ACTIVE" } });
  await assert.rejects(world.call.DeleteUserPool(world.pool), {
    name: "InvalidParameterException",
    message:
      "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
  });
  await world.call.UpdateUserPool(world.pool);
  await world.call.DeleteUserPool(world.pool);
});
