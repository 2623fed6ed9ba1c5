import assert from "node:assert/strict";
import { test } from "node:test";
import { FUNCTION_NOT_FOUND, type Invoker } from "./invoker.ts";
import { routeFunctions } from "./route-functions.ts";

const options = { type: "RequestResponse", signal: new AbortController().signal } as const;

const route = (name: string, ...known: readonly string[]): Invoker & { isClosed: boolean } => ({
  isClosed: false,
  isKnown: async (arn) => known.includes(arn),
  invoke: async () => ({ kind: "answer", payload: name }),
  async close() {
    this.isClosed = true;
  },
});

test("routeFunctions prefers the folder and leaves other functions to the endpoint", async () => {
  const folder = route("folder", "a");
  const endpoint = route("endpoint", "a", "b");
  const functions = routeFunctions({ folder, endpoint });
  assert.deepEqual(await functions.invoke("a", {}, options), { kind: "answer", payload: "folder" });
  assert.deepEqual(await functions.invoke("b", {}, options), { kind: "answer", payload: "endpoint" });
  assert.deepEqual(await functions.invoke("c", {}, options), FUNCTION_NOT_FOUND);
  assert.deepEqual(await Promise.all(["a", "b", "c"].map((arn) => functions.isKnown(arn))), [true, true, false]);
  await functions.close();
  assert.deepEqual([folder.isClosed, endpoint.isClosed], [true, true]);
});

test("routeFunctions knows no function when the operator configured none", async () => {
  const functions = routeFunctions({});
  assert.equal(await functions.isKnown("a"), false);
  assert.deepEqual(await functions.invoke("a", {}, options), FUNCTION_NOT_FOUND);
  await functions.close();
});
