import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("DescribeResourceServer refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await refused(
    call.DescribeResourceServer({ ...pool, Identifier: "orders" }),
    "ResourceNotFoundException",
    "Resource server orders does not exist.",
  );
  await refused(
    call.DescribeResourceServer({ UserPoolId: "us-east-1_Unknown00", Identifier: "orders" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});

test("DescribeResourceServer shows no other pool's", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  await call.CreateResourceServer({ UserPoolId: UserPool?.Id ?? "", Identifier: "orders", Name: "n" });
  await refused(call.DescribeResourceServer({ ...pool, Identifier: "orders" }), "ResourceNotFoundException");
});
