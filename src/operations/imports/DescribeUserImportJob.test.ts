import assert from "node:assert/strict";
import { test } from "node:test";
import { createJob, csvFor, csvUser, importFile, prepareJob } from "../../testing/imports.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const DAY_MS = 24 * 60 * 60_000;

test("DescribeUserImportJob shows a job from its making to its end", async () => {
  await using world = await startWorld();
  const { call, clock } = world;
  const named = await createJob(world);
  const created = (await call.DescribeUserImportJob(named)).UserImportJob;
  assert.equal(created?.Status, "Created");
  assert.ok(created.PreSignedUrl?.includes(named.JobId));
  assert.ok(!("StartDate" in created) && !("CompletionDate" in created) && !("CompletionMessage" in created));

  clock.advance(1_000);
  const { job } = await importFile(world, await csvFor(world, [csvUser("grace"), csvUser("grace"), csvUser("")]));
  assert.equal(job.Status, "Failed");
  assert.deepEqual([job.ImportedUsers, job.SkippedUsers, job.FailedUsers], [1, 1, 1]);
  assert.deepEqual([job.CreationDate, job.StartDate, job.CompletionDate], Array(3).fill(clock.now() / 1000));
});

test("DescribeUserImportJob shows a job that nobody has started as expired, by the clock alone", async () => {
  await using world = await startWorld();
  const { call, clock } = world;
  const named = await prepareJob(world, await csvFor(world, [csvUser("grace")]));
  const at = clock.now();
  clock.advance(DAY_MS - 1);
  assert.equal((await call.DescribeUserImportJob(named)).UserImportJob?.Status, "Created");
  clock.advance(1);
  const expired = (await call.DescribeUserImportJob(named)).UserImportJob;
  assert.equal(expired?.Status, "Expired");
  assert.equal(expired.CompletionMessage, "The user import job has expired.");
  assert.equal(expired.CompletionDate, (at + DAY_MS) / 1000);
  await refused(
    call.StartUserImportJob(named),
    "PreconditionNotMetException",
    `${named.JobId} cannot be started. Its status is Expired.`,
  );
  await refused(
    call.StopUserImportJob(named),
    "PreconditionNotMetException",
    `${named.JobId} cannot be stopped. Its status is Expired.`,
  );
});

test("DescribeUserImportJob refuses in the API's words, and shows no other pool's", async () => {
  await using world = await startWorld();
  const { call } = world;
  const named = await createJob(world);
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  await refused(
    call.DescribeUserImportJob({ ...named, UserPoolId: UserPool?.Id ?? "" }),
    "ResourceNotFoundException",
    `User import job ${named.JobId} does not exist.`,
  );
  await refused(
    call.DescribeUserImportJob({ ...named, UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await refused(call.DescribeUserImportJob({ ...named, JobId: "x" }), "InvalidParameterException", /validation error/);
});
