import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("DeleteUserPoolDomain frees the name, and the pool for its own deletion", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await call.CreateUserPoolDomain({ ...pool, Domain: "people" });
  await refused(
    call.DeleteUserPool(pool),
    "InvalidParameterException",
    "User pool cannot be deleted. It has a domain configured that should be deleted first.",
  );
  assert.deepEqual(await call.DeleteUserPoolDomain({ ...pool, Domain: "people" }), {});
  assert.deepEqual(await call.DescribeUserPoolDomain({ Domain: "people" }), { DomainDescription: {} });
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  await call.CreateUserPoolDomain({ UserPoolId: UserPool?.Id ?? "", Domain: "people" });
  await call.DeleteUserPool(pool);
});

test("DeleteUserPoolDomain refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const none = "No such domain or user pool exists.";
  await refused(call.DeleteUserPoolDomain({ ...pool, Domain: "people" }), "InvalidParameterException", none);
  await refused(
    call.DeleteUserPoolDomain({ UserPoolId: "us-east-1_Unknown00", Domain: "people" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await call.CreateUserPoolDomain({ ...pool, Domain: "people" });
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const others = { UserPoolId: UserPool?.Id ?? "", Domain: "people" };
  await refused(call.DeleteUserPoolDomain(others), "InvalidParameterException", none);
});
