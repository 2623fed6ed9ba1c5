import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { operationsPage } from "../docs/operations-page.ts";
import { isListed, requestMembers, UNUSED_MEMBERS } from "../docs/unused-members.ts";

/** Every word of the code that acts: neither contracts nor tests, nor files that `isLeftOut`. */
const wordsOfCode = (isLeftOut: (file: string) => boolean = () => false): ReadonlySet<string> => {
  const source = new URL("../src/", import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter(
      (file) => file.endsWith(".ts") && !/\.(?:test|suite)\.ts$/.test(file) && !/^(?:contracts|testing)\//.test(file),
    )
    .filter((file) => !isLeftOut(file));
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

/** Where settings get their defaults, are judged by themselves, and are shown: nothing else comes of them there. */
const KEEPS_ALONE = /^model\/[\w-]+-(?:defaults|rules|view)\.ts$/;

/** Members that act there all the same. */
const ACTING_RULES: Readonly<Record<string, string>> = {
  DeletionProtection: "bars the pool's deletion, by a rule",
  Schema: "becomes the pool's attributes, as a default",
  UnusedAccountValidityDays: "is another name of TemporaryPasswordValidityDays",
};

test("UNUSED_MEMBERS lists every member that is judged, kept and shown, and nothing else", () => {
  const words = wordsOfCode((file) => KEEPS_ALONE.test(file));
  const kept = requestMembers()
    .map(({ path }) => ({ path, name: path.split(".").at(-1) ?? "" }))
    .filter(({ path, name }) => !isListed(path) && !words.has(name));
  assert.deepEqual([...new Set(kept.map(({ name }) => name))].toSorted(), Object.keys(ACTING_RULES));
});

test("UNUSED_MEMBERS names members that requests have", () => {
  const paths = requestMembers().map(({ path }) => path);
  const unknown = UNUSED_MEMBERS.filter(({ member }) => !paths.some((path) => `.${path}`.endsWith(`.${member}`)));
  assert.deepEqual(unknown, []);
});
