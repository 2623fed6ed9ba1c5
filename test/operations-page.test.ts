import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { operationsPage } from "../docs/operations-page.ts";
import { isListed, requestMembers, UNUSED_MEMBERS } from "../docs/unused-members.ts";

/** Every word of the code that acts: neither contracts nor tests. */
const wordsOfCode = (): ReadonlySet<string> => {
  const source = new URL("../src/", import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter(
      (file) => file.endsWith(".ts") && !/\.(?:test|suite)\.ts$/.test(file) && !/^(?:contracts|testing)\//.test(file),
    );
  return new Set(files.flatMap((file) => readFileSync(new URL(file, source), "utf8").match(/\w+/g) ?? []));
};

test("operationsPage is what docs/operations.md says; `npm run docs` writes it", () => {
  assert.equal(readFileSync(new URL("../docs/operations.md", import.meta.url), "utf8"), operationsPage());
});

test("UNUSED_MEMBERS lists every member of a request that no code names", () => {
  const words = wordsOfCode();
  const silent = requestMembers().filter(({ path }) => !isListed(path) && !words.has(path.split(".").at(-1) ?? ""));
  assert.deepEqual(
    silent.map(({ operation, path }) => `${operation}: ${path}`),
    [],
    "honour them, or say in docs/unused-members.ts what becomes of them",
  );
});

test("UNUSED_MEMBERS names members that requests have", () => {
  const paths = requestMembers().map(({ path }) => path);
  const unknown = UNUSED_MEMBERS.filter(({ member }) => !paths.some((path) => `.${path}`.endsWith(`.${member}`)));
  assert.deepEqual(unknown, []);
});
