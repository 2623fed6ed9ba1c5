import assert from "node:assert/strict";
import { test } from "node:test";
import { createJob, csvFor, csvUser, importFile, prepareJob, sendFile } from "../../testing/imports.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("StartUserImportJob imports users, who choose their passwords with a code", async () => {
  await using world = await startWorld();
  const { call, pool, client, inbox, clock } = world;
  const file = await csvFor(world, [csvUser("grace", { name: "Hopper, Grace" }), csvUser("alan")]);
  const { job, report } = await importFile(world, file);
  assert.equal(job.Status, "Succeeded");
  assert.equal(job.CompletionMessage, "Import Job Completed Successfully.");
  assert.deepEqual([job.ImportedUsers, job.SkippedUsers, job.FailedUsers], [2, 0, 0]);
  assert.deepEqual(report, [
    "[SUCCEEDED] Line Number 2 - The import succeeded.",
    "[SUCCEEDED] Line Number 3 - The import succeeded.",
  ]);
  const grace = await call.AdminGetUser({ ...pool, Username: "grace" });
  assert.equal(grace.UserStatus, "RESET_REQUIRED");
  assert.equal(grace.UserCreateDate, clock.now() / 1000);
  const found = await call.ListUsers({ ...pool, Filter: 'email = "grace@example.com"' });
  assert.deepEqual(
    found.Users?.map(({ Username }) => Username),
    ["grace"],
  );
  assert.equal((await call.DescribeUserPool(pool)).UserPool?.EstimatedNumberOfUsers, 2);
  assert.deepEqual(inbox.all, []);

  await assert.rejects(world.signIn("grace", "anything 1!"), { name: "PasswordResetRequiredException" });
  await call.ForgotPassword({ ...client, Username: "grace" });
  const { code } = inbox.latest("grace@example.com");
  await call.ConfirmForgotPassword({ ...client, Username: "grace", Password: "A better 1!", ConfirmationCode: code });
  await world.signIn("grace", "A better 1!");
  assert.equal((await call.AdminGetUser({ ...pool, Username: "grace" })).UserStatus, "CONFIRMED");
});

test("StartUserImportJob puts one job at a time to work, of all pools", async () => {
  await using world = await startWorld();
  const { call, server } = world;
  const first = await prepareJob(world, await csvFor(world, [csvUser("grace")]));
  const { UserPool } = await call.CreateUserPool({ PoolName: "other", AutoVerifiedAttributes: ["email"] });
  const UserPoolId = UserPool?.Id ?? "";
  const second = await prepareJob(world, await csvFor(world, [csvUser("alan")], UserPoolId), { UserPoolId });
  const { UserImportJob } = await call.StartUserImportJob(first);
  assert.equal(UserImportJob?.Status, "Pending");
  await refused(
    call.StartUserImportJob(second),
    "PreconditionNotMetException",
    "Another user import job is in progress. Only one may be active at a time.",
  );
  await refused(
    call.StartUserImportJob(first),
    "PreconditionNotMetException",
    `${first.JobId} cannot be started. Its status is Pending.`,
  );
  await server.imports.rest();
  await call.StartUserImportJob(second);
  await server.imports.rest();
  assert.equal((await call.DescribeUserImportJob(second)).UserImportJob?.Status, "Succeeded");
});

test("StartUserImportJob gives the turn to one of fifty that are started at once", async () => {
  await using world = await startWorld();
  const file = await csvFor(world, [csvUser("grace")]);
  const jobs = await Promise.all(Array.from({ length: 50 }, () => prepareJob(world, file)));
  const outcomes = await Promise.allSettled(jobs.map((job) => world.call.StartUserImportJob(job)));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
});

test("StartUserImportJob refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call } = world;
  const named = await createJob(world);
  await refused(
    call.StartUserImportJob(named),
    "PreconditionNotMetException",
    `No csv file was uploaded for ${named.JobId}`,
  );
  await sendFile(world, named, "x");
  await world.updatePool({ AutoVerifiedAttributes: undefined });
  await refused(
    call.StartUserImportJob(named),
    "PreconditionNotMetException",
    "The user pool has no auto-verified attribute.",
  );
  await refused(
    call.StartUserImportJob({ ...named, JobId: "import-0" }),
    "ResourceNotFoundException",
    "User import job import-0 does not exist.",
  );
  await refused(
    call.StartUserImportJob({ ...named, UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});

test("UpdateUserPool, AddCustomAttributes and DeleteUserPool leave a pool alone while users are imported into it", async () => {
  await using world = await startWorld();
  const { call, pool, server } = world;
  const { UserPool: other } = await call.CreateUserPool({ PoolName: "other" });
  const named = await prepareJob(world, await csvFor(world, [csvUser("grace")]));
  // A job that only waits is in nobody's way.
  await world.updatePool({ PoolName: "renamed" });
  await call.StartUserImportJob(named);
  const inProgress = [
    () => world.updatePool({ PoolName: "again" }),
    () => call.AddCustomAttributes({ ...pool, CustomAttributes: [{ Name: "x", AttributeDataType: "String" }] }),
    () => call.DeleteUserPool(pool),
  ];
  for (const change of inProgress) {
    await refused(change(), "UserImportInProgressException", "Users are being imported into the user pool.");
  }
  await call.AddCustomAttributes({
    UserPoolId: other?.Id ?? "",
    CustomAttributes: [{ Name: "x", AttributeDataType: "String" }],
  });
  assert.equal((await call.DescribeUserPool(pool)).UserPool?.Name, "renamed");
  await server.imports.rest();
  await world.updatePool({ PoolName: "again" });
  await call.DeleteUserPool(pool);
});
