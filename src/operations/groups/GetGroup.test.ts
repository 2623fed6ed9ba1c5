import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("GetGroup refuses what does not exist", async () => {
  await using world = await startWorld();
  await assert.rejects(world.call.GetGroup({ ...world.pool, GroupName: "none" }), {
    name: "ResourceNotFoundException",
    message: "Group not found.",
  });
  await assert.rejects(world.call.GetGroup({ UserPoolId: "us-east-1_Unknown00", GroupName: "none" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
