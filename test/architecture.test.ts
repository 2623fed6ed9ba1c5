/** The architecture, held by a test: imports run one way, files and functions stay small. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

const SOURCE = resolve(import.meta.dirname, "../src");
const FILE_LINES_MAX = 300;

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.replaceAll("\\", "/"));

const isTest = (file: string): boolean => /\.(?:test|suite)\.ts$/.test(file) || file.startsWith("testing/");

/** Tables of data, which may be long. */
const isTable = (file: string): boolean =>
  file.startsWith("contracts/") || file === "operations/index.ts" || file.startsWith("storage/migrations/");

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(SOURCE, file), "utf8").matchAll(
      /(?:^|\n)\s*(?:import|export)[^;]*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/g,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? "")
    .map((path) => relative(SOURCE, resolve(SOURCE, dirname(file), path)).replaceAll("\\", "/"));

/**
 * What each part may import beside itself. Contracts know nothing; the rules know contracts; adapters (SQL, senders,
 * invokers) are known to those who put the server together alone.
 */
const permitted: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  model: ["contracts"],
  crypto: ["contracts", "model"],
  storage: ["contracts", "model", "crypto"],
  triggers: ["contracts", "model"],
  delivery: ["contracts", "model", "storage", "triggers", "runtime"],
  runtime: ["contracts", "model", "crypto", "storage", "triggers", "delivery"],
  flows: ["contracts", "model", "crypto", "storage", "triggers", "delivery", "runtime"],
  operations: ["contracts", "model", "crypto", "storage", "triggers", "delivery", "runtime", "flows"],
  imports: ["contracts", "model", "crypto", "storage", "delivery", "runtime", "flows"],
  http: ["contracts", "model", "crypto", "storage", "delivery", "runtime", "flows"],
  admin: ["contracts", "model", "crypto", "storage", "triggers", "delivery", "runtime", "flows", "operations", "http"],
};

/** Adapters: only the composition of the server and the commands may name them. */
const adapters = [
  "storage/sql/",
  "storage/sqlite",
  "delivery/senders/",
  "delivery/log-sinks/",
  "triggers/functions-folder",
  "triggers/lambda-endpoint",
];

test("imports run one way", () => {
  const wrong: string[] = [];
  for (const file of files.filter((name) => !isTest(name))) {
    const from = file.split("/")[0] ?? "";
    const allowed = permitted[from];
    for (const target of importsOf(file)) {
      const to = target.split("/")[0] ?? "";
      if (allowed !== undefined && to !== from && !allowed.includes(to)) wrong.push(`${file} → ${target}`);
      if (target.startsWith("testing/")) wrong.push(`${file} → ${target}`);
      const isOwn = adapters.some((adapter) => file.startsWith(adapter));
      if (allowed !== undefined && !isOwn && from !== "storage" && from !== "triggers" && from !== "delivery") {
        if (adapters.some((adapter) => target.startsWith(adapter))) wrong.push(`${file} → ${target}`);
      }
      // Operations share through flows and rules, never through each other.
      if (from === "operations" && to === "operations" && file !== "operations/index.ts")
        wrong.push(`${file} → ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("files stay under 300 lines", () => {
  const long = files
    .filter((file) => !isTest(file) && !isTable(file))
    .map((file) => ({ file, lines: readFileSync(join(SOURCE, file), "utf8").split("\n").length }))
    .filter(({ lines }) => lines > FILE_LINES_MAX);
  assert.deepEqual(long, []);
});

test("no clock and no chance but those that are handed in", () => {
  const pure = ["contracts/", "model/", "flows/", "operations/"];
  const wrong = files
    .filter((file) => !isTest(file) && pure.some((part) => file.startsWith(part)))
    .filter((file) =>
      /Date\.now\(|new Date\(\)|Math\.random\(|randomBytes|randomUUID|setTimeout\(/.test(
        readFileSync(join(SOURCE, file), "utf8"),
      ),
    );
  assert.deepEqual(wrong, []);
});
