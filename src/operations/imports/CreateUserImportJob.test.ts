import assert from "node:assert/strict";
import { test } from "node:test";
import { LOGS_ROLE } from "../../testing/imports.ts";
import { rawCalls } from "../../testing/raw.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const INPUT = { JobName: "people of 2026", CloudWatchLogsRoleArn: LOGS_ROLE } as const;

test("CreateUserImportJob makes a job that waits for its file", async () => {
  await using world = await startWorld({ settings: { publicUrl: "https://id.example.com/auth" } });
  const { call, pool, clock } = world;
  const { UserImportJob: job } = await call.CreateUserImportJob({
    ...pool,
    ...INPUT,
    PasswordHashingAlgorithm: "BCRYPT",
  });
  const { JobId = "", PreSignedUrl = "", ...rest } = job ?? {};
  assert.deepEqual(rest, {
    ...pool,
    ...INPUT,
    Status: "Created",
    CreationDate: clock.now() / 1000,
    ImportedUsers: 0,
    SkippedUsers: 0,
    FailedUsers: 0,
    PasswordHashingAlgorithm: "BCRYPT",
  });
  assert.match(JobId, /^import-[0-9A-Za-z]{10}$/u);
  const url = new URL(PreSignedUrl);
  assert.equal(url.origin + url.pathname, `https://id.example.com/auth/_poolhouse/imports/${pool.UserPoolId}/${JobId}`);
  assert.equal(Number(url.searchParams.get("expires")), clock.now() + 15 * 60_000);
});

test("CreateUserImportJob shows no algorithm where none is named, and gives every job an id of its own", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const made = [];
  for (let n = 0; n < 3; n += 1) made.push((await call.CreateUserImportJob({ ...pool, ...INPUT })).UserImportJob);
  assert.equal(new Set(made.map((job) => job?.JobId)).size, 3);
  assert.ok(made.every((job) => job !== undefined && !("PasswordHashingAlgorithm" in job)));
});

test("CreateUserImportJob refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await refused(
    call.CreateUserImportJob({ UserPoolId: "us-east-1_Unknown00", ...INPUT }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  for (const wrong of [
    { JobName: "" },
    { JobName: "a/b" },
    { JobName: "x".repeat(129) },
    { CloudWatchLogsRoleArn: "role" },
    { PasswordHashingAlgorithm: "MD5" },
  ]) {
    const create = rawCalls(call).CreateUserImportJob({ ...pool, ...INPUT, ...wrong });
    await refused(create, "InvalidParameterException", /validation error/);
  }
});
