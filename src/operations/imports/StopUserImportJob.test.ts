import assert from "node:assert/strict";
import { test } from "node:test";
import { createJob, csvFor, csvUser, importFile, prepareJob, reportOf } from "../../testing/imports.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("StopUserImportJob ends a job before its first row", async () => {
  await using world = await startWorld();
  const { call, server, pool, clock } = world;
  const named = await prepareJob(world, await csvFor(world, [csvUser("grace")]));
  await call.StartUserImportJob(named);
  const { UserImportJob: stopping } = await call.StopUserImportJob(named);
  assert.equal(stopping?.Status, "Stopping");
  await refused(
    call.StopUserImportJob(named),
    "PreconditionNotMetException",
    `${named.JobId} cannot be stopped. Its status is Stopping.`,
  );
  await server.imports.rest();
  const { UserImportJob: stopped } = await call.DescribeUserImportJob(named);
  assert.equal(stopped?.Status, "Stopped");
  assert.equal(stopped.CompletionMessage, "The Import Job was stopped by the developer.");
  assert.equal(stopped.CompletionDate, clock.now() / 1000);
  assert.deepEqual((await call.ListUsers(pool)).Users, []);
  // The turn is free again.
  assert.equal((await importFile(world, await csvFor(world, [csvUser("grace")]))).job.Status, "Succeeded");
});

test("StopUserImportJob ends a job between two rows; the users it has brought stay", async () => {
  const users = 1_200;
  let stop: (() => Promise<unknown>) | undefined;
  let commits = 0;
  await using world = await startWorld({
    engine: (engine) => ({
      ...engine,
      transaction: async (body) => {
        const result = await engine.transaction(body);
        commits += 1;
        // The first batch has been written.
        if (commits === 2) await stop?.();
        return result;
      },
    }),
  });
  const { call, server, pool } = world;
  const rows = Array.from({ length: users }, (_, n) => csvUser(`user${n}`));
  const named = await prepareJob(world, await csvFor(world, rows));
  await call.StartUserImportJob(named);
  commits = 0;
  stop = () => call.StopUserImportJob(named);
  await server.imports.rest();
  const { UserImportJob: stopped } = await call.DescribeUserImportJob(named);
  assert.equal(stopped?.Status, "Stopped");
  const imported = stopped.ImportedUsers ?? 0;
  assert.ok(imported > 0 && imported < users, String(imported));
  assert.equal((await call.DescribeUserPool(pool)).UserPool?.EstimatedNumberOfUsers, imported);
  assert.equal(reportOf(world, named.JobId).length, imported);
});

test("StopUserImportJob refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call } = world;
  const named = await createJob(world);
  await refused(
    call.StopUserImportJob(named),
    "PreconditionNotMetException",
    `${named.JobId} cannot be stopped. Its status is Created.`,
  );
  const { job } = await importFile(world, await csvFor(world, [csvUser("grace")]));
  await refused(
    call.StopUserImportJob({ ...named, JobId: job.JobId ?? "" }),
    "PreconditionNotMetException",
    `${job.JobId} cannot be stopped. Its status is Succeeded.`,
  );
  await refused(
    call.StopUserImportJob({ ...named, JobId: "import-0" }),
    "ResourceNotFoundException",
    "User import job import-0 does not exist.",
  );
  await refused(
    call.StopUserImportJob({ ...named, UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});
