import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const startWithServers = async (count: number): Promise<World> => {
  const world = await startWorld();
  for (let n = 0; n < count; n += 1) {
    await world.call.CreateResourceServer({
      ...world.pool,
      Identifier: `api-${String(n).padStart(2, "0")}`,
      Name: "n",
    });
  }
  return world;
};

const listAll = async ({ call, pool }: World, MaxResults: number | undefined) => {
  const pages: string[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await call.ListResourceServers({ ...pool, MaxResults, NextToken });
    pages.push(page.ResourceServers.map(({ Identifier }) => Identifier ?? ""));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return pages;
};

test("ListResourceServers pages through a pool's APIs by identifier", async () => {
  await using world = await startWithServers(5);
  assert.deepEqual(await listAll(world, 2), [["api-00", "api-01"], ["api-02", "api-03"], ["api-04"]]);
  assert.deepEqual(await listAll(world, 5), [["api-00", "api-01", "api-02", "api-03", "api-04"]]);
});

test("ListResourceServers gives fifty on a page unless told otherwise", async () => {
  await using world = await startWithServers(51);
  const pages = await listAll(world, undefined);
  assert.deepEqual(
    pages.map(({ length }) => length),
    [50, 1],
  );
});

test("ListResourceServers of a pool without any is empty", async () => {
  await using world = await startWorld();
  assert.deepEqual(await world.call.ListResourceServers(world.pool), { ResourceServers: [] });
});

test("ListResourceServers refuses in the API's words", async () => {
  await using world = await startWithServers(2);
  const { call, pool } = world;
  for (const MaxResults of [0, 51]) {
    await refused(call.ListResourceServers({ ...pool, MaxResults }), "InvalidParameterException", /validation error/);
  }
  await refused(
    call.ListResourceServers({ ...pool, NextToken: "x" }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
  const { NextToken } = await call.ListResourceServers({ ...pool, MaxResults: 1 });
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  await refused(
    call.ListResourceServers({ UserPoolId: UserPool?.Id ?? "", NextToken }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
  await refused(
    call.ListResourceServers({ UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});
