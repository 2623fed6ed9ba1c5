import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const read = { ScopeName: "read", ScopeDescription: "see orders" };
const write = { ScopeName: "write", ScopeDescription: "change orders" };

test("UpdateResourceServer replaces name and scopes", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const server = { ...pool, Identifier: "orders" };
  await call.CreateResourceServer({ ...server, Name: "orders", Scopes: [read] });
  assert.deepEqual(await call.UpdateResourceServer({ ...server, Name: "sales", Scopes: [write] }), {
    ResourceServer: { ...server, Name: "sales", Scopes: [write] },
  });
  assert.deepEqual(await call.UpdateResourceServer({ ...server, Name: "sales" }), {
    ResourceServer: { ...server, Name: "sales" },
  });
});

test("UpdateResourceServer refuses in the API's words, and changes nothing then", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const server = { ...pool, Identifier: "orders" };
  await refused(
    call.UpdateResourceServer({ ...server, Name: "n" }),
    "ResourceNotFoundException",
    "Resource server orders does not exist.",
  );
  await refused(
    call.UpdateResourceServer({ UserPoolId: "us-east-1_Unknown00", Identifier: "orders", Name: "n" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  const { ResourceServer } = await call.CreateResourceServer({ ...server, Name: "orders", Scopes: [read] });
  await refused(
    call.UpdateResourceServer({ ...server, Name: "n", Scopes: [read, read] }),
    "InvalidParameterException",
    "Duplicate scope name read.",
  );
  assert.deepEqual(await call.DescribeResourceServer(server), { ResourceServer });
});
