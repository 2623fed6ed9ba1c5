import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("ListUserPoolClients pages through the clients of the pool alone", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const ids = [world.client.ClientId];
  for (const ClientName of ["b", "c"]) {
    const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName, GenerateSecret: true });
    ids.push(UserPoolClient?.ClientId ?? "");
  }
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const other = { UserPoolId: UserPool?.Id ?? "" };
  await call.CreateUserPoolClient({ ...other, ClientName: "elsewhere" });

  const first = await call.ListUserPoolClients({ ...pool, MaxResults: 2 });
  const second = await call.ListUserPoolClients({ ...pool, MaxResults: 2, NextToken: first.NextToken });
  assert.equal(second.NextToken, undefined);
  const seen = [...(first.UserPoolClients ?? []), ...(second.UserPoolClients ?? [])];
  assert.deepEqual(
    seen.map(({ ClientId }) => ClientId),
    ids.sort(),
  );
  assert.deepEqual(Object.keys(seen[0] ?? {}).sort(), ["ClientId", "ClientName", "UserPoolId"]);
  await assert.rejects(call.ListUserPoolClients({ ...other, MaxResults: 2, NextToken: first.NextToken }), {
    name: "InvalidParameterException",
    message: "Invalid pagination token.",
  });
});

test("ListUserPoolClients has none that registered itself", async () => {
  await using world = await startWorld();
  assert.deepEqual(await world.call.ListUserPoolClients({ ...world.pool, ClientType: "DCR" }), { UserPoolClients: [] });
  const { UserPoolClients } = await world.call.ListUserPoolClients({ ...world.pool, ClientType: "REGULAR" });
  assert.equal(UserPoolClients?.length, 1);
});

test("ListUserPoolClients refuses a pool that does not exist", async () => {
  await using world = await startWorld({ populated: false });
  await assert.rejects(world.call.ListUserPoolClients({ UserPoolId: "us-east-1_Unknown00" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
