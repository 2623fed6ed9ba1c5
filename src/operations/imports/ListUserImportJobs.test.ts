import assert from "node:assert/strict";
import { test } from "node:test";
import { createJob } from "../../testing/imports.ts";
import { rawCalls } from "../../testing/raw.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const startWithJobs = async (count: number) => {
  const world = await startWorld();
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.unshift((await createJob(world, { JobName: `job ${n}` })).JobId);
    world.clock.advance(1);
  }
  return { world, newestFirst: ids };
};

const listAll = async ({ call, pool }: World, MaxResults: number) => {
  const pages: (string | undefined)[][] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await call.ListUserImportJobs({ ...pool, MaxResults, PaginationToken });
    pages.push((page.UserImportJobs ?? []).map(({ JobId }) => JobId));
    ({ PaginationToken } = page);
  } while (PaginationToken !== undefined);
  return pages;
};

test("ListUserImportJobs pages through a pool's imports, newest first", async () => {
  const { world, newestFirst } = await startWithJobs(5);
  await using _ = world;
  assert.deepEqual(await listAll(world, 2), [newestFirst.slice(0, 2), newestFirst.slice(2, 4), newestFirst.slice(4)]);
  assert.deepEqual(await listAll(world, 5), [newestFirst]);
  const { UserImportJobs } = await world.call.ListUserImportJobs({ ...world.pool, MaxResults: 1 });
  const named = { ...world.pool, JobId: newestFirst[0] ?? "" };
  assert.deepEqual(UserImportJobs?.[0], (await world.call.DescribeUserImportJob(named)).UserImportJob);
});

test("ListUserImportJobs gives fifty at a time at most", async () => {
  const { world } = await startWithJobs(51);
  await using _ = world;
  const pages = await listAll(world, 60);
  assert.deepEqual(
    pages.map(({ length }) => length),
    [50, 1],
  );
});

test("ListUserImportJobs of a pool without any is empty", async () => {
  await using world = await startWorld();
  assert.deepEqual(await world.call.ListUserImportJobs({ ...world.pool, MaxResults: 10 }), { UserImportJobs: [] });
});

test("ListUserImportJobs refuses in the API's words", async () => {
  const { world } = await startWithJobs(2);
  await using _ = world;
  const { call, pool } = world;
  for (const input of [{ MaxResults: 0 }, { MaxResults: 61 }, {}]) {
    const list = rawCalls(call).ListUserImportJobs({ ...pool, ...input });
    await refused(list, "InvalidParameterException", /validation error/);
  }
  const wrong = { name: "InvalidParameterException", message: "Invalid pagination token." };
  await assert.rejects(call.ListUserImportJobs({ ...pool, MaxResults: 1, PaginationToken: "x" }), wrong);
  const { PaginationToken } = await call.ListUserImportJobs({ ...pool, MaxResults: 1 });
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const other = { UserPoolId: UserPool?.Id ?? "", MaxResults: 1 };
  await assert.rejects(call.ListUserImportJobs({ ...other, PaginationToken }), wrong);
  await refused(
    call.ListUserImportJobs({ UserPoolId: "us-east-1_Unknown00", MaxResults: 1 }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});
