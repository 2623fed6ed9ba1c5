/**
 * Users from a file, as an operator brings them: the real SDK, the real upload, and a server that is killed without
 * warning while it imports. No row may be lost or counted twice, and the report tells of each line once.
 */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  CreateUserImportJobCommand,
  DescribeUserImportJobCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetCSVHeaderCommand,
  InitiateAuthCommand,
  ListUserImportJobsCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
  UserImportInProgressException,
  UpdateUserPoolCommand,
  type CognitoIdentityProviderClient,
  type PasswordHashingAlgorithmType,
  type UserImportJobType,
} from "@aws-sdk/client-cognito-identity-provider";
import { startDevelopment, temporaryFolder, type RunningServer } from "./poolhouse.ts";

const ROLE = "arn:aws:iam::000000000000:role/logs";

/** The demo pool and what it held before. */
const usersOf = async (sdk: CognitoIdentityProviderClient, UserPoolId: string): Promise<number> =>
  (await sdk.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.EstimatedNumberOfUsers ?? 0;

const csv = async (
  { sdk, ready: { poolId: UserPoolId } }: RunningServer,
  rows: readonly Readonly<Record<string, string>>[],
): Promise<string> => {
  const { CSVHeader = [] } = await sdk().send(new GetCSVHeaderCommand({ UserPoolId }));
  const lines = rows.map((row) => CSVHeader.map((name) => (row[name] ?? "").replaceAll(",", "\\,")).join(","));
  return [CSVHeader.join(","), ...lines, ""].join("\n");
};

const user = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  "cognito:username": name,
  email: `${name}@example.com`,
  email_verified: "TRUE",
  ...more,
});

/** A job whose file was sent. */
const prepare = async (
  { sdk, ready: { poolId: UserPoolId } }: RunningServer,
  file: string,
  PasswordHashingAlgorithm?: PasswordHashingAlgorithmType,
) => {
  const input = { UserPoolId, JobName: "people", CloudWatchLogsRoleArn: ROLE, PasswordHashingAlgorithm };
  const { UserImportJob } = await sdk().send(new CreateUserImportJobCommand(input));
  const answer = await fetch(UserImportJob?.PreSignedUrl ?? "", {
    method: "PUT",
    headers: { "x-amz-server-side-encryption": "aws:kms" },
    body: file,
  });
  assert.equal(answer.status, 200);
  return { UserPoolId, JobId: UserImportJob?.JobId ?? "" };
};

type Named = Awaited<ReturnType<typeof prepare>>;

/** Asks again and again until the job is as it should be. */
const until = async (
  sdk: CognitoIdentityProviderClient,
  named: Named,
  isSo: (job: UserImportJobType) => boolean,
): Promise<UserImportJobType> => {
  for (;;) {
    const { UserImportJob: job = {} } = await sdk.send(new DescribeUserImportJobCommand(named));
    if (isSo(job)) return job;
  }
};

const isOver = ({ Status }: UserImportJobType) => Status === "Succeeded" || Status === "Failed" || Status === "Stopped";

test("an operator imports users, with hashes of their passwords and without, through the SDK", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const { poolId: UserPoolId, clientId: ClientId } = server.ready;
  const sdk = server.sdk();
  const hash = "$2b$04$CCCCCCCCCCCCCCCCCCCCC..vtQ5eWfVi33CUIWZq94EQlRvO6iWs.";
  const rows = [user("ada", { password_hash: hash }), user("grace", { name: "Hopper, Grace" }), user("demo")];
  const named = await prepare(server, await csv(server, rows), "BCRYPT");
  const { UserImportJob: started } = await sdk.send(new StartUserImportJobCommand(named));
  assert.equal(started?.Status, "Pending");
  assert.ok(started.StartDate instanceof Date);
  const job = await until(sdk, named, isOver);
  assert.equal(job.Status, "Succeeded");
  assert.deepEqual([job.ImportedUsers, job.SkippedUsers, job.FailedUsers], [2, 1, 0]);
  const { UserImportJobs } = await sdk.send(new ListUserImportJobsCommand({ UserPoolId, MaxResults: 10 }));
  assert.deepEqual(UserImportJobs, [job]);

  const report = join(folder.path, "imports", `${named.JobId}.log`);
  assert.equal(statSync(report).mode & 0o777, 0o600);
  assert.equal(
    readFileSync(report, "utf8"),
    "[SUCCEEDED] Line Number 2 - The import succeeded.\n" +
      "[SUCCEEDED] Line Number 3 - The import succeeded.\n" +
      "[SKIPPED] Line Number 4 - The user already exists.\n",
  );

  const signIn = (USERNAME: string, PASSWORD: string) =>
    sdk.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } }),
    );
  assert.ok((await signIn("ada", "Secret of ada 1!")).AuthenticationResult?.AccessToken);
  await assert.rejects(signIn("grace", "anything 1!"), { name: "PasswordResetRequiredException" });
  await sdk.send(new ForgotPasswordCommand({ ClientId, Username: "grace" }));
  const inbox = await fetch(`${server.ready.endpoint}/_poolhouse/inbox/wait?to=grace@example.com`);
  const { code: ConfirmationCode }: { readonly code: string } = JSON.parse(await inbox.text());
  const Password = "A better one 1!";
  await sdk.send(new ConfirmForgotPasswordCommand({ ClientId, Username: "grace", Password, ConfirmationCode }));
  assert.ok((await signIn("grace", Password)).AuthenticationResult?.AccessToken);
  // Nothing of the rows lies in the clear but what users are: not in the database's files, and not in the report.
  for (const file of readdirSync(folder.path).filter((name) => name.startsWith("poolhouse.db"))) {
    assert.ok(!readFileSync(join(folder.path, file)).includes(hash), file);
  }
});

test("a running import is stopped, and bars changes of its pool, through the SDK", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const sdk = server.sdk();
  const { poolId: UserPoolId } = server.ready;
  const count = 50_000;
  const rows = Array.from({ length: count }, (_, n) => user(`user${n}`));
  const named = await prepare(server, await csv(server, rows));
  await sdk.send(new StartUserImportJobCommand(named));
  await until(sdk, named, ({ ImportedUsers = 0 }) => ImportedUsers > 0);
  await assert.rejects(sdk.send(new UpdateUserPoolCommand({ UserPoolId })), UserImportInProgressException);
  // Others are served meanwhile.
  const grabbed = await sdk.send(new AdminGetUserCommand({ UserPoolId, Username: "user0" }));
  assert.equal(grabbed.UserStatus, "RESET_REQUIRED");
  const { UserImportJob: stopping } = await sdk.send(new StopUserImportJobCommand(named));
  assert.equal(stopping?.Status, "Stopping");
  const stopped = await until(sdk, named, isOver);
  assert.equal(stopped.Status, "Stopped");
  assert.ok((stopped.ImportedUsers ?? 0) < count);
  // The demo user was there before.
  assert.equal(await usersOf(sdk, UserPoolId), 1 + (stopped.ImportedUsers ?? 0));
});

test("a server that is killed while it imports goes on at the next start: no row twice, no count wrong", async () => {
  using folder = temporaryFolder();
  let server = await startDevelopment(folder.path);
  try {
    const { poolId: UserPoolId } = server.ready;
    const count = 12_000;
    // Every tenth row is there already, every twentieth cannot be a user.
    const rows = Array.from({ length: count }, (_, n) =>
      n % 20 === 7 ? user(`user${n}`, { email: "none" }) : user(n % 10 === 5 ? "user0" : `user${n}`),
    );
    const named = await prepare(server, await csv(server, rows));
    await server.sdk().send(new StartUserImportJobCommand(named));
    let seen = 0;
    for (let kill = 0; kill < 4; kill += 1) {
      const target = seen + randomInt(1, 2_000);
      const job = await until(server.sdk(), named, (now) => isOver(now) || (now.ImportedUsers ?? 0) >= target);
      seen = job.ImportedUsers ?? 0;
      server.kill("SIGKILL");
      assert.equal((await server.ended).signal, "SIGKILL");
      await server[Symbol.asyncDispose]();
      server = await startDevelopment(folder.path);
      const { UserImportJob: after } = await server.sdk().send(new DescribeUserImportJobCommand(named));
      assert.ok((after?.ImportedUsers ?? 0) >= seen, "what was told is kept");
    }
    const job = await until(server.sdk(), named, isOver);
    assert.equal(job.Status, "Succeeded");
    const [skipped, failed] = [count / 10, count / 20];
    assert.deepEqual(
      [job.ImportedUsers, job.SkippedUsers, job.FailedUsers],
      [count - skipped - failed, skipped, failed],
    );
    assert.equal(await usersOf(server.sdk(), UserPoolId), 1 + (job.ImportedUsers ?? 0));
    const lines = readFileSync(join(folder.path, "imports", `${named.JobId}.log`), "utf8")
      .trimEnd()
      .split("\n");
    assert.deepEqual(
      lines.map((line) => Number(/Line Number (\d+)/u.exec(line)?.[1])),
      rows.map((_, n) => n + 2),
    );
    for (const [word, wanted] of [
      ["SUCCEEDED", job.ImportedUsers],
      ["SKIPPED", skipped],
      ["FAILED", failed],
    ] as const) {
      assert.equal(lines.filter((line) => line.startsWith(`[${word}]`)).length, wanted);
    }
  } finally {
    await server[Symbol.asyncDispose]();
  }
});
