import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("DeleteUserPoolClient takes the client away", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  assert.equal(await call.DeleteUserPoolClient({ ...pool, ...client }), undefined);
  const gone = { name: "ResourceNotFoundException", message: `User pool client ${client.ClientId} does not exist.` };
  await assert.rejects(call.DescribeUserPoolClient({ ...pool, ...client }), gone);
  await assert.rejects(call.DeleteUserPoolClient({ ...pool, ...client }), gone);
  assert.deepEqual(await call.ListUserPoolClients(pool), { UserPoolClients: [] });
});
