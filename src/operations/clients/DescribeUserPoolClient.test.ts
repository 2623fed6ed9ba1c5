import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("DescribeUserPoolClient shows the client with its secret", async () => {
  await using world = await startWorld();
  const created = await world.call.CreateUserPoolClient({ ...world.pool, ClientName: "c", GenerateSecret: true });
  const ClientId = created.UserPoolClient?.ClientId ?? "";
  assert.deepEqual(await world.call.DescribeUserPoolClient({ ...world.pool, ClientId }), created);
});

test("DescribeUserPoolClient refuses what does not exist", async () => {
  await using world = await startWorld();
  await assert.rejects(world.call.DescribeUserPoolClient({ ...world.pool, ClientId: "unknown" }), {
    name: "ResourceNotFoundException",
    message: "User pool client unknown does not exist.",
  });
  await assert.rejects(world.call.DescribeUserPoolClient({ ...world.client, UserPoolId: "us-east-1_Unknown00" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
