import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("DeleteResourceServer removes an API, whose scopes no client can be given any more", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const server = { ...pool, Identifier: "orders" };
  await call.CreateResourceServer({ ...server, Name: "n", Scopes: [{ ScopeName: "read", ScopeDescription: "d" }] });
  const client = { ...pool, ClientName: "c", AllowedOAuthScopes: ["orders/read"] };
  const { UserPoolClient } = await call.CreateUserPoolClient(client);
  assert.equal(await call.DeleteResourceServer(server), undefined);
  await refused(call.DescribeResourceServer(server), "ResourceNotFoundException");
  await refused(
    call.CreateUserPoolClient(client),
    "ScopeDoesNotExistException",
    "Invalid scope requested: orders/read",
  );
  // The client keeps what it was given.
  const kept = await call.DescribeUserPoolClient({ ...pool, ClientId: UserPoolClient?.ClientId ?? "" });
  assert.deepEqual(kept.UserPoolClient?.AllowedOAuthScopes, ["orders/read"]);
});

test("DeleteResourceServer refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await refused(
    call.DeleteResourceServer({ ...pool, Identifier: "orders" }),
    "ResourceNotFoundException",
    "Resource server orders does not exist.",
  );
  await refused(
    call.DeleteResourceServer({ UserPoolId: "us-east-1_Unknown00", Identifier: "orders" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});
