import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createDataFolder } from "../../testing/data-folder.ts";
import { fileLogSink, logFileName } from "./files.ts";

const ARN = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/people";
const NAME = "arn+aws+logs+us-east-1+123456789012+log-group+%2Faws%2Fpeople.jsonl";
const signal = new AbortController().signal;

const batch = (destination: string, ...records: readonly string[]) => ({ id: "id", destination, records });

test("fileLogSink appends a line for each record, in a file of the destination's own, for its account alone", async () => {
  using folder = createDataFolder();
  const logs = join(folder.path, "deep", "logs");
  const sink = fileLogSink(logs);
  assert.deepEqual(readdirSync(folder.path), []);
  assert.deepEqual(await sink.write(batch(ARN, '{"a":1}', '{"a":2}'), signal), { outcome: "sent" });
  assert.deepEqual(await sink.write(batch("arn:aws:s3:::people", '{"a":3}'), signal), { outcome: "sent" });
  assert.deepEqual(await sink.write(batch(ARN, '{"a":4}'), signal), { outcome: "sent" });
  assert.deepEqual(readdirSync(logs).toSorted(), [NAME, "arn+aws+s3+++people.jsonl"]);
  assert.equal(readFileSync(join(logs, NAME), "utf8"), '{"a":1}\n{"a":2}\n{"a":4}\n');
  assert.equal(statSync(join(logs, NAME)).mode & 0o777, 0o600);
  assert.equal(statSync(logs).mode & 0o777, 0o700);
});

test("fileLogSink writes on in a new file where the old one was moved away", async () => {
  using folder = createDataFolder();
  const sink = fileLogSink(folder.path);
  await sink.write(batch(ARN, "1"), signal);
  rmSync(join(folder.path, NAME));
  await sink.write(batch(ARN, "2"), signal);
  assert.equal(readFileSync(join(folder.path, NAME), "utf8"), "2\n");
});

test("fileLogSink sets a full file aside, in the place of the one before", async () => {
  using folder = createDataFolder();
  const sink = fileLogSink(folder.path, 4);
  for (const record of ["aa", "bb", "cc", "dd", "ee"]) await sink.write(batch(ARN, record), signal);
  assert.deepEqual(readdirSync(folder.path).toSorted(), [NAME, `${NAME}.1`]);
  assert.equal(readFileSync(join(folder.path, NAME), "utf8"), "ee\n");
  assert.equal(readFileSync(join(folder.path, `${NAME}.1`), "utf8"), "cc\ndd\n");
});

test("fileLogSink follows no link, and says by a code alone what it could not do", async () => {
  using folder = createDataFolder();
  const target = join(folder.path, "precious");
  writeFileSync(target, "as it was");
  symlinkSync(target, join(folder.path, NAME));
  const sink = fileLogSink(folder.path);
  assert.deepEqual(await sink.write(batch(ARN, "1"), signal), {
    outcome: "failed",
    reason: "The log file could not be written (ELOOP).",
    final: false,
  });
  assert.equal(readFileSync(target, "utf8"), "as it was");
  const inFile = await fileLogSink(join(target, "logs")).write(batch(ARN, "1"), signal);
  assert.deepEqual(inFile, {
    outcome: "failed",
    reason: "The log file could not be written (ENOTDIR).",
    final: false,
  });
});

test("fileLogSink goes on once the folder can be written again", { skip: process.getuid?.() === 0 }, async () => {
  using folder = createDataFolder();
  const logs = join(folder.path, "logs");
  mkdirSync(logs, { mode: 0o500 });
  const sink = fileLogSink(logs);
  assert.equal((await sink.write(batch(ARN, "1"), signal)).outcome, "failed");
  chmodSync(logs, 0o700);
  assert.equal((await sink.write(batch(ARN, "1"), signal)).outcome, "sent");
});

test("logFileName leads nowhere else, and no two destinations to one file", () => {
  const forged = [
    "arn:aws:logs:us-east-1:1:../../../etc/passwd",
    "arn:aws:logs:us-east-1:1:log-group:a/b",
    "arn:aws:logs:us-east-1:1:log-group:a+b",
    "arn:aws:logs:us-east-1:1:log-group:a:b",
    "arn:aws:logs:us-east-1:1:log-group:a%2Fb",
    "arn:aws:logs:us-east-1:1:log-group:a\\b",
    "arn:aws:logs:us-east-1:1:log-group:a\0b",
    `arn:aws:logs:us-east-1:1:log-group:${"x".repeat(2_000)}`,
    `arn:aws:logs:us-east-1:1:log-group:${"x".repeat(1_999)}y`,
  ];
  const names = forged.map(logFileName);
  assert.equal(new Set(names).size, forged.length);
  for (const name of names) {
    assert.match(name, /^arn\+[\w.+%~-]+\.jsonl$/);
    assert.ok(name.length < 200);
  }
});
