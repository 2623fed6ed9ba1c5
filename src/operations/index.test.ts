import assert from "node:assert/strict";
import { test } from "node:test";
import { contracts, isOperation } from "../contracts/index.ts";
import { loadOperations, operations, UNSUPPORTED } from "./index.ts";

test("operations leads from each name to the operation that keeps its contract", async () => {
  await loadOperations();
  for (const [name, load] of Object.entries(operations)) {
    assert.ok(isOperation(name));
    if (load !== UNSUPPORTED) assert.equal((await load()).contract, contracts[name]);
  }
});
