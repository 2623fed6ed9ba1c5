import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { operationsPage } from "../docs/operations-page.ts";

test("operationsPage is what docs/operations.md says; `npm run docs` writes it", () => {
  assert.equal(readFileSync(new URL("../docs/operations.md", import.meta.url), "utf8"), operationsPage());
});
