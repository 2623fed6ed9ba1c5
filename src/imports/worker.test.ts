import assert from "node:assert/strict";
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { masterKeysOf, readMasterKey } from "../crypto/master-key.ts";
import { IMPORT_ROWS_MAX } from "../model/import-file.ts";
import type { ResealCursor } from "../storage/reseal.ts";
import type { Engine } from "../storage/sql/engine.ts";
import { sql } from "../storage/sql/sql.ts";
import { createDataFolder } from "../testing/data-folder.ts";
import { createJob, csvFor, csvOf, csvUser, importFile, prepareJob, reportOf, sendFile } from "../testing/imports.ts";
import { startWorld, type World } from "../testing/world.ts";

const people = (count: number) => Array.from({ length: count }, (_, n) => csvUser(`user${n}`));

const jobOf = async ({ call }: World, named: { readonly UserPoolId: string; readonly JobId: string }) =>
  (await call.DescribeUserImportJob(named)).UserImportJob;

const succeeded = (count: number) =>
  Array.from({ length: count }, (_, n) => `[SUCCEEDED] Line Number ${n + 2} - The import succeeded.`);

const unreadable: readonly {
  readonly title: string;
  readonly file: (header: readonly string[]) => string | Buffer;
  readonly message: string;
}[] = [
  { title: "is empty", file: () => "", message: "The CSV file has no header." },
  {
    title: "begins with a byte order mark",
    file: (header) => `\uFEFF${csvOf(header, [csvUser("grace")])}`,
    message: "The CSV file must not begin with a byte order mark.",
  },
  {
    title: "is of UTF-16",
    file: (header) => Buffer.from(csvOf(header, []), "utf16le"),
    message: "The header of the CSV file lacks name, and 20 more.",
  },
  {
    title: "is not of UTF-8",
    file: () => Buffer.from([0xff, 0xfe, 0x41]),
    message: "The CSV file has no header.",
  },
  {
    title: "lacks columns",
    file: (header) =>
      csvOf(
        header.filter((name) => name !== "email" && name !== "cognito:username"),
        [],
      ),
    message: "The header of the CSV file lacks email, and 1 more.",
  },
  {
    title: "names a column twice",
    file: (header) => csvOf([...header, "email"], []),
    message: "The header of the CSV file names a column twice.",
  },
  {
    title: "has a column that the pool does not",
    file: (header) => csvOf([...header, "custom:none"], []),
    message: "The header of the CSV file has a column that is no attribute of the user pool.",
  },
  {
    title: "has more rows than users may have",
    file: (header) => `${csvOf(header, [])}${"\n".repeat(IMPORT_ROWS_MAX)}x`,
    message: "The CSV file has more than 500000 rows.",
  },
];

for (const { title, file, message } of unreadable) {
  test(`createImportWorker fails a job whose file ${title}`, async () => {
    await using world = await startWorld();
    const { CSVHeader = [] } = await world.call.GetCSVHeader(world.pool);
    const named = await prepareJob(world, file(CSVHeader));
    await world.call.StartUserImportJob(named);
    await world.server.imports.rest();
    const job = await jobOf(world, named);
    assert.deepEqual([job?.Status, job?.CompletionMessage], ["Failed", message]);
    assert.ok(message.length <= 128, "what the API's member holds");
    assert.equal(job?.CompletionDate, world.clock.now() / 1000);
    assert.deepEqual((await world.call.ListUsers(world.pool)).Users, []);
  });
}

test("createImportWorker succeeds with a header alone, and with the greatest number of lines", async () => {
  await using world = await startWorld();
  const text = await csvFor(world, []);
  assert.equal((await importFile(world, text)).job.Status, "Succeeded");
  const most = await importFile(world, text + "\n".repeat(IMPORT_ROWS_MAX));
  assert.deepEqual([most.job.Status, most.report], ["Succeeded", []]);
});

test("createImportWorker fails a job at its end when more rows were refused or skipped than imported", async () => {
  await using world = await startWorld();
  const rows = [csvUser("a"), csvUser("a"), csvUser("b"), csvUser("")];
  const even = await importFile(world, await csvFor(world, rows));
  assert.deepEqual([even.job.Status, even.job.ImportedUsers], ["Succeeded", 2]);
  const again = await importFile(world, await csvFor(world, [csvUser("a"), csvUser("b"), csvUser("c")]));
  assert.equal(again.job.Status, "Failed");
  assert.equal(again.job.CompletionMessage, "Too many users have failed or been skipped during the import.");
  assert.deepEqual([again.job.ImportedUsers, again.job.SkippedUsers, again.job.FailedUsers], [1, 2, 0]);
  assert.deepEqual(again.report, [
    "[SKIPPED] Line Number 2 - The user already exists.",
    "[SKIPPED] Line Number 3 - The user already exists.",
    "[SUCCEEDED] Line Number 4 - The import succeeded.",
  ]);
});

test("createImportWorker imports many rows, each once, over several transactions", async () => {
  await using world = await startWorld();
  const count = 2_345;
  const { job, report } = await importFile(world, await csvFor(world, people(count)));
  assert.deepEqual([job.Status, job.ImportedUsers], ["Succeeded", count]);
  assert.deepEqual(report, succeeded(count));
  assert.equal((await world.call.DescribeUserPool(world.pool)).UserPool?.EstimatedNumberOfUsers, count);
});

test("createImportWorker goes on under a pool whose other settings change meanwhile", async () => {
  let between: (() => Promise<unknown>) | undefined;
  await using world = await startWorld({
    engine: (engine) => ({
      ...engine,
      transaction: async (body) => {
        const change = between;
        between = undefined;
        await change?.();
        return engine.transaction(body);
      },
    }),
  });
  const { call, pool } = world;
  const named = await prepareJob(world, await csvFor(world, people(3)));
  await call.StartUserImportJob(named);
  await call.DescribeUserImportJob(named);
  // Before the worker's first write, and so after it has read the pool.
  between = () =>
    call.SetUserPoolMfaConfig({
      ...pool,
      MfaConfiguration: "OPTIONAL",
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
  await world.server.imports.rest();
  assert.deepEqual((await jobOf(world, named))?.ImportedUsers, 3);
});

/** The world's job as a dead process leaves it: the worker's last transaction is written, nothing after it. */
const startDying = async (path: string, after: number) => {
  let left = Number.POSITIVE_INFINITY;
  const world = await startWorld({
    path,
    engine: (engine) => ({
      ...engine,
      transaction: async (body) => {
        if (left <= 0) throw new Error("the process is dead");
        const result = await engine.transaction(body);
        left -= 1;
        if (left <= 0) throw new Error("the process died");
        return result;
      },
    }),
  });
  return { world, die: () => (left = after) };
};

for (const after of [1, 2, 3, 4]) {
  test(`createImportWorker goes on where a process died after ${after} of its writes: no row twice, no line of the report twice`, async () => {
    using folder = createDataFolder();
    const count = 1_100;
    let named = { UserPoolId: "", JobId: "" };
    let reported: string;
    {
      const { world, die } = await startDying(folder.database, after);
      await using _ = world;
      named = await prepareJob(world, await csvFor(world, [...people(count), csvUser("user0")]));
      await world.call.StartUserImportJob(named);
      die();
      await world.server.imports.rest();
      reported = ((): string => {
        try {
          return readFileSync(join(world.reports, `${named.JobId}.log`), "utf8");
        } catch {
          return "";
        }
      })();
    }
    await using world = await startWorld({ path: folder.database, populated: false });
    writeFileSync(
      join(world.reports, `${named.JobId}.log`),
      `${reported}[what a database that was put back does not know]`,
    );
    await world.server.imports.rest();
    const job = await jobOf(world, named);
    assert.deepEqual(
      [job?.Status, job?.ImportedUsers, job?.SkippedUsers, job?.FailedUsers],
      ["Succeeded", count, 1, 0],
    );
    assert.deepEqual(reportOf(world, named.JobId), [
      ...succeeded(count),
      `[SKIPPED] Line Number ${count + 2} - The user already exists.`,
    ]);
    const pool = { UserPoolId: named.UserPoolId };
    assert.equal((await world.call.DescribeUserPool(pool)).UserPool?.EstimatedNumberOfUsers, count);
  });
}

/** A world whose job has brought users that its report does not tell of, because the process died before. */
const startAfterDeath = async (path: string) => {
  const { world: dead, die } = await startDying(path, 2);
  let named = { UserPoolId: "", JobId: "" };
  {
    await using _ = dead;
    named = await prepareJob(dead, await csvFor(dead, people(1_100)));
    await dead.call.StartUserImportJob(named);
    die();
    await dead.server.imports.rest();
  }
  const world = await startWorld({ path, populated: false });
  const imported = (await jobOf(world, named))?.ImportedUsers ?? 0;
  assert.ok(imported > 0);
  return { world, named, imported };
};

test("createImportWorker reports of a job that is stopped after a process died all that it has brought", async () => {
  using folder = createDataFolder();
  const { world, named, imported } = await startAfterDeath(folder.database);
  await using _ = world;
  await world.call.StopUserImportJob(named);
  await world.server.imports.rest();
  assert.equal((await jobOf(world, named))?.Status, "Stopped");
  assert.deepEqual(reportOf(world, named.JobId), succeeded(imported));
});

test("createImportWorker ends a job that is stopped also where no report can be written", async () => {
  using folder = createDataFolder();
  const { world, named } = await startAfterDeath(folder.database);
  await using _ = world;
  rmSync(world.reports, { recursive: true });
  writeFileSync(world.reports, "no folder");
  await world.call.StopUserImportJob(named);
  await world.server.imports.rest();
  assert.equal((await jobOf(world, named))?.Status, "Stopped");
  const told = world.log.filter(({ event }) => event === "import report not written");
  assert.deepEqual(
    told.map(({ fields }) => fields),
    [{ poolId: named.UserPoolId, exception: "Error" }],
  );
});

test("createImportWorker keeps its position at the server's end, and goes on at the next start", async () => {
  using folder = createDataFolder();
  const count = 3_000;
  let named = { UserPoolId: "", JobId: "" };
  let imported = 0;
  {
    await using world = await startWorld({ path: folder.database });
    named = await prepareJob(world, await csvFor(world, people(count)));
    await world.listen();
    await world.call.StartUserImportJob(named);
    while (imported === 0) imported = (await jobOf(world, named))?.ImportedUsers ?? 0;
  }
  await using world = await startWorld({ path: folder.database, populated: false });
  const before = await jobOf(world, named);
  assert.ok((before?.ImportedUsers ?? 0) >= imported);
  await world.listen();
  await world.server.imports.rest();
  const job = await jobOf(world, named);
  assert.deepEqual([job?.Status, job?.ImportedUsers], ["Succeeded", count]);
});

test("createImportWorker lets fifty who sign up for the same names at once have one winner each, the row or them", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  const { call, client, pool } = world;
  const names = Array.from({ length: 50 }, (_, n) => `user${n}`);
  const named = await prepareJob(
    world,
    await csvFor(
      world,
      names.map((name) => csvUser(name)),
    ),
  );
  await call.StartUserImportJob(named);
  const signUps = names.map((Username) =>
    call.SignUp({
      ...client,
      Username,
      Password: "A good one 1!",
      UserAttributes: [{ Name: "email", Value: `${Username}@other.example.com` }],
    }),
  );
  const [outcomes] = await Promise.all([Promise.allSettled(signUps), world.server.imports.rest()]);
  const signedUp = outcomes.filter(({ status }) => status === "fulfilled").length;
  const job = await jobOf(world, named);
  assert.deepEqual([job?.SkippedUsers, job?.FailedUsers], [signedUp, 0]);
  assert.equal((job?.ImportedUsers ?? 0) + signedUp, names.length);
  assert.equal((await call.DescribeUserPool(pool)).UserPool?.EstimatedNumberOfUsers, names.length);
  for (const [index, { status }] of outcomes.entries()) {
    const { UserStatus } = await call.AdminGetUser({ ...pool, Username: names[index] ?? "" });
    assert.equal(UserStatus, status === "fulfilled" ? "UNCONFIRMED" : "RESET_REQUIRED");
  }
});

test("createImportWorker fails a job whose file was changed or lost in the database", async () => {
  let engine: Engine | undefined;
  await using world = await startWorld({ engine: (opened) => (engine = opened) });
  const harm = [
    sql`delete from user_import_chunks where n = 1`,
    sql`update user_import_chunks set content = x'00' where n = 1`,
    sql`update user_import_chunks set n = 3 - n where n in (1, 2)`,
  ];
  for (const query of harm.slice(0, 2)) {
    const named = await prepareJob(world, await csvFor(world, people(2_000)));
    await world.call.StartUserImportJob(named);
    await engine?.transaction((connection) => connection.run(query));
    await world.server.imports.rest();
    const job = await jobOf(world, named);
    assert.deepEqual([job?.Status, job?.CompletionMessage], ["Failed", "The CSV file could not be read."]);
  }
});

test("createImportWorker reads a file that was sent under a master key of before, once it is resealed", async () => {
  using folder = createDataFolder();
  const [old, current] = [1, 2].map((byte) => readMasterKey(Buffer.alloc(32, byte).toString("base64")));
  assert.ok(old && current);
  let named = { UserPoolId: "", JobId: "" };
  {
    await using world = await startWorld({ path: folder.database, masterKeys: masterKeysOf(old) });
    named = await prepareJob(world, await csvFor(world, people(1_000)));
  }
  {
    const masterKeys = masterKeysOf(current, [old]);
    await using world = await startWorld({ path: folder.database, masterKeys, populated: false });
    const { store } = world.server;
    let from: ResealCursor | undefined;
    do {
      from = (await store.reseal({ keyId: current.id, now: world.clock.now(), from })).next ?? undefined;
    } while (from !== undefined);
  }
  const masterKeys = masterKeysOf(current);
  await using world = await startWorld({ path: folder.database, masterKeys, populated: false });
  await world.call.StartUserImportJob(named);
  await world.server.imports.rest();
  assert.equal((await jobOf(world, named))?.ImportedUsers, 1_000);
});

test("createImportWorker gives the turn back when the pool of its job is gone", async () => {
  await using world = await startWorld();
  const { call, server } = world;
  const named = await prepareJob(world, await csvFor(world, people(3)));
  await call.StartUserImportJob(named);
  // The API refuses it; another version of the program may not have.
  await server.store.transaction(async (tx) => tx.pools.delete(await tx.pools.get(named.UserPoolId)));
  await server.imports.rest();
  const { UserPool } = await call.CreateUserPool({ PoolName: "other", AutoVerifiedAttributes: ["email"] });
  const UserPoolId = UserPool?.Id ?? "";
  const { job } = await importFile(world, await csvFor(world, people(3), UserPoolId), { UserPoolId });
  assert.equal(job.Status, "Succeeded");
});

test("createImportWorker writes reports that only their owner reads, without a value of any row", async () => {
  await using world = await startWorld();
  const { job } = await importFile(world, await csvFor(world, [csvUser("grace"), csvUser("alan", { email: "wrong" })]));
  const path = join(world.reports, `${job.JobId}.log`);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.doesNotMatch(readFileSync(path, "utf8"), /grace|alan|wrong|example/u);
  assert.doesNotMatch(JSON.stringify(world.log), /grace|alan|wrong/u);
});

test("createImportWorker takes up a report that was removed or cut off meanwhile", async () => {
  await using world = await startWorld();
  const named = await createJob(world);
  await sendFile(world, named, await csvFor(world, people(600)));
  await world.call.StartUserImportJob(named);
  const path = join(world.reports, `${named.JobId}.log`);
  writeFileSync(path, "x".repeat(100));
  truncateSync(path, 10);
  rmSync(path);
  await world.server.imports.rest();
  assert.equal(reportOf(world, named.JobId).length, 600);
});
