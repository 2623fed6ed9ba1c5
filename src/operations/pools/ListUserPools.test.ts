import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";

const makePools = async (world: World, count: number) => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { UserPool } = await world.call.CreateUserPool({ PoolName: `p${index}` });
    ids.push(UserPool?.Id ?? "");
  }
  return ids.sort();
};

test("ListUserPools pages through all pools, and the last page has no token", async () => {
  await using world = await startWorld({ populated: false });
  const ids = await makePools(world, 5);
  const seen: string[] = [];
  let NextToken: string | undefined;
  let pages = 0;
  do {
    const page = await world.call.ListUserPools({ MaxResults: 2, NextToken });
    seen.push(...(page.UserPools ?? []).map(({ Id }) => Id ?? ""));
    NextToken = page.NextToken;
    pages += 1;
  } while (NextToken !== undefined);
  assert.equal(pages, 3);
  assert.deepEqual(seen, ids);
});

test("ListUserPools shows what a list shows", async () => {
  await using world = await startWorld({ populated: false });
  const [Id] = await makePools(world, 1);
  const now = world.clock.now() / 1000;
  assert.deepEqual(await world.call.ListUserPools({ MaxResults: 60 }), {
    UserPools: [{ Id, Name: "p0", LambdaConfig: {}, CreationDate: now, LastModifiedDate: now }],
  });
});

test("ListUserPools takes no token but its own", async () => {
  await using world = await startWorld();
  for (let index = 0; index < 2; index += 1) {
    await world.call.CreateUserPoolClient({ ...world.pool, ClientName: `c${index}` });
  }
  const { NextToken } = await world.call.ListUserPoolClients({ ...world.pool, MaxResults: 1 });
  assert.ok(NextToken);
  for (const token of [NextToken, "nonsense"]) {
    await assert.rejects(world.call.ListUserPools({ MaxResults: 1, NextToken: token }), {
      name: "InvalidParameterException",
      message: "Invalid pagination token.",
    });
  }
});
