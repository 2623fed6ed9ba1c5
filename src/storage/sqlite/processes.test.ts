/** What only another process can show: crashes, locks between processes, and what is left at exit. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { test } from "node:test";
import type { TestContext } from "node:test";

import { sql } from "../sql/sql.ts";
import { openSqlite } from "../sqlite.ts";

const migrations = [{ id: "0001-t", statements: ["create table t (id text not null, primary key (id))"] }];

/** Before each program: the engine, and `add`, which prints a row's id once it has been acknowledged. */
const PREAMBLE = `
  const { openSqlite } = await import(${JSON.stringify(import.meta.resolve("../sqlite.ts"))});
  const { sql } = await import(${JSON.stringify(import.meta.resolve("../sql/sql.ts"))});
  const { writeSync } = await import("node:fs");
  const migrations = ${JSON.stringify(migrations)};
  const path = process.env.DATABASE;
  // The pipe takes no more while its reader is busy: the line is said again from where it stopped.
  const say = (line) => {
    const text = Buffer.from(line + "\\n");
    for (let at = 0; at < text.length; ) {
      try {
        at += writeSync(1, text, at);
      } catch (error) {
        if (error.code !== "EAGAIN") throw error;
      }
    }
  };
  const add = async (engine, id) => {
    await engine.transaction((tx) => tx.run(sql\`insert into t (id) values (\${id})\`));
    say(id);
  };`;

type Child = ChildProcessByStdio<null, Readable, null>;

const scratch = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "processes-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Runs a program in a process of its own, in the folder, so that nothing can hang on the working directory. */
const start = (t: TestContext, folder: string, program: string, through: readonly string[] = []): Child => {
  const [command, ...args] = [...through, process.execPath, "--input-type=module", "-e", PREAMBLE + program];
  const env = { ...process.env, DATABASE: join(folder, "p.db"), TMPDIR: folder };
  const child = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  return child;
};

const linesOf = async (child: Child): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) lines.push(line);
  return lines;
};

/** Everything that the program says until it ends well. */
const outputOf = async (child: Child): Promise<string[]> => {
  const exit = once(child, "exit");
  const lines = await linesOf(child);
  assert.deepEqual(await exit, [0, null]);
  return lines;
};

const storedIn = async (folder: string): Promise<Set<string>> => {
  await using engine = await openSqlite({ path: join(folder, "p.db"), migrations });
  const rows = await engine.read.all<{ id: string }>(sql`select id from t`);
  return new Set(rows.map((row) => row.id));
};

test("openSqlite has every acknowledged row after its process was killed", async (t) => {
  const folder = scratch(t);
  const child = start(
    t,
    folder,
    `const checkpoints = { passiveTransactions: 50, passiveBytes: 65536, truncateBytes: 262144, refuseBytes: 2 ** 30 };
     const engine = await openSqlite({ path, migrations, checkpoints });
     const write = async (flight) => { for (let n = 0; ; n++) await add(engine, flight + "-" + n); };
     await Promise.all(Array.from({ length: 16 }, (_, flight) => write(flight)));`,
  );
  const acknowledged: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === 2_000) child.kill("SIGKILL");
  }
  const stored = await storedIn(folder);
  assert.ok(acknowledged.length >= 2_000);
  // The last line may have been cut short by the kill.
  assert.deepEqual(
    acknowledged.slice(0, -1).filter((id) => !stored.has(id)),
    [],
  );
});

test(
  "openSqlite acknowledges nothing that the disk refuses to take",
  { skip: process.platform === "win32" },
  async (t) => {
    const folder = scratch(t);
    const child = start(
      t,
      folder,
      `const engine = await openSqlite({ path, migrations });
     let failure;
     for (let n = 0; failure === undefined; n++) await add(engine, "row-" + n).catch((error) => (failure = error));
     const again = await add(engine, "again").catch((error) => error);
     const { n } = await engine.read.first(sql\`select count(*) as n from t\`);
     say(JSON.stringify({ failure: failure.name, again: again?.name, n }));`,
      // No file may grow beyond 200 KiB.
      ["sh", "-c", 'ulimit -f 400; exec "$@"', "sh"],
    );
    const lines = await outputOf(child);
    const report = lines.pop() ?? "";
    const stored = await storedIn(folder);
    assert.deepEqual(JSON.parse(report), { failure: "StorageFailure", again: "StorageFailure", n: lines.length });
    assert.ok(lines.length > 10);
    assert.deepEqual(
      lines.filter((id) => !stored.has(id)),
      [],
    );
  },
);

test("openSqlite lets one process in, tells the others whose it is, and lets them in when that one is killed", async (t) => {
  const folder = scratch(t);
  const path = join(folder, "p.db");
  const holder = start(t, folder, `await openSqlite({ path, migrations }); say("open"); setInterval(() => {}, 1000);`);
  await once(createInterface(holder.stdout), "line");
  await assert.rejects(openSqlite({ path, migrations }), {
    name: "DatabaseHeldError",
    message: new RegExp(
      `^another poolhouse process \\(pid ${holder.pid}\\) holds .*p\\.db; stop it or use its admin socket$`,
    ),
  });
  holder.kill("SIGKILL");
  await once(holder, "exit");
  await using engine = await openSqlite({ path, migrations });
  await assert.rejects(
    openSqlite({ path, migrations }),
    /^DatabaseHeldError: this process \(pid \d+\) has .* open already$/,
  );
  await engine.transaction(async (tx) => tx.run(sql`insert into t (id) values (${"a"})`));
});

test("openSqlite lets exactly one of several in that start at the same moment", async (t) => {
  const folder = scratch(t);
  const contenders = Array.from({ length: 4 }, () =>
    start(
      t,
      folder,
      `try { await openSqlite({ path, migrations }); say("in"); setInterval(() => {}, 1000); }
       catch (error) { say(error.name); }`,
    ),
  );
  const answers = await Promise.all(contenders.map(async (child) => once(createInterface(child.stdout), "line")));
  assert.equal(answers.filter(([answer]) => answer === "in").length, 1);
  assert.equal(answers.filter(([answer]) => answer === "DatabaseHeldError").length, 3);
});

test("openSqlite's thread does not keep a process alive that forgot to close", async (t) => {
  const folder = scratch(t);
  const checkpoints = "{ passiveTransactions: 1, passiveBytes: 1, truncateBytes: 1, refuseBytes: 2 ** 30 }";
  const child = start(
    t,
    folder,
    `const engine = await openSqlite({ path, migrations, checkpoints: ${checkpoints}, log: (event) => {
       if (event.event !== "database-migrated") say(JSON.stringify(event));
     } });
     for (const id of ["a", "b", "c"]) await add(engine, id);`,
  );
  assert.deepEqual(await outputOf(child), ["a", "b", "c"]);
  assert.deepEqual(await storedIn(folder), new Set(["a", "b", "c"]));
});

/** Opens two temporary databases, closes one, and ends; says how many are there. */
const temporaryTwice = (end: string): string =>
  `const { readdirSync } = await import("node:fs");
     const left = () => say(readdirSync(process.env.TMPDIR).length);
     const engines = [await openSqlite({ path: ":memory:", migrations }), await openSqlite({ path: ":memory:", migrations })];
     await add(engines[0], "a"); await add(engines[1], "a");
     left(); await engines[0].close(); left(); ${end}`;

test("openSqlite removes a temporary database at close and at exit", async (t) => {
  const folder = scratch(t);
  assert.deepEqual(await outputOf(start(t, folder, temporaryTwice(""))), ["a", "a", "2", "1"]);
  assert.deepEqual(readdirSync(folder), []);
  assert.deepEqual(await outputOf(start(t, folder, temporaryTwice("process.exit(0)"))), ["a", "a", "2", "1"]);
  assert.deepEqual(readdirSync(folder), []);
});
