import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("DescribeUserPool counts the users", async () => {
  await using world = await startWorld();
  await world.user("ada");
  await world.user("grace");
  const { UserPool } = await world.call.DescribeUserPool(world.pool);
  assert.equal(UserPool?.EstimatedNumberOfUsers, 2);
});

test("DescribeUserPool refuses a pool that does not exist", async () => {
  await using world = await startWorld({ populated: false });
  await assert.rejects(world.call.DescribeUserPool({ UserPoolId: "us-east-1_Unknown00" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
