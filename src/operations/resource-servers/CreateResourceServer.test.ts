import assert from "node:assert/strict";
import { test } from "node:test";
import { QUOTAS } from "../../model/quotas.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const IDENTIFIER = "https://orders.example.com/v1";
const SCOPES = [
  { ScopeName: "read", ScopeDescription: "see orders" },
  { ScopeName: "write", ScopeDescription: "change orders" },
];

test("CreateResourceServer registers an API with its scopes, in their order", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const made = await call.CreateResourceServer({ ...pool, Identifier: IDENTIFIER, Name: "orders", Scopes: SCOPES });
  const expected = { ...pool, Identifier: IDENTIFIER, Name: "orders", Scopes: SCOPES };
  assert.deepEqual(made, { ResourceServer: expected });
  assert.deepEqual(await call.DescribeResourceServer({ ...pool, Identifier: IDENTIFIER }), made);
});

test("CreateResourceServer shows no scopes where there are none", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  for (const [Identifier, Scopes] of [
    ["a", undefined],
    ["b", []],
  ] as const) {
    const { ResourceServer } = await call.CreateResourceServer({ ...pool, Identifier, Name: "n", Scopes });
    assert.deepEqual(ResourceServer, { ...pool, Identifier, Name: "n" });
  }
});

test("CreateResourceServer refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const create = (input: object) => call.CreateResourceServer({ ...pool, Identifier: "orders", Name: "n", ...input });
  await create({});
  await refused(create({}), "InvalidParameterException", `orders already exists in user pool ${pool.UserPoolId}.`);
  await refused(
    create({ UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await refused(
    create({ Identifier: "other", Scopes: [...SCOPES, SCOPES[0]] }),
    "InvalidParameterException",
    "Duplicate scope name read.",
  );
  const many = Array.from({ length: 101 }, (_, n) => ({ ScopeName: `s${n}`, ScopeDescription: "d" }));
  for (const input of [
    { Identifier: "with blank" },
    { Identifier: "" },
    { Name: "" },
    { Scopes: [{ ScopeName: "a/b", ScopeDescription: "d" }] },
    { Scopes: [{ ScopeName: "a", ScopeDescription: "" }] },
    { Identifier: "many", Scopes: many },
  ]) {
    await refused(create(input), "InvalidParameterException", /validation error/);
  }
});

test("CreateResourceServer gives an identifier to one of fifty requests at once", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      call.CreateResourceServer({ ...pool, Identifier: "orders", Name: `n${n}` }).then(
        () => "made",
        (error: unknown) => (error instanceof Error ? error.name : ""),
      ),
    ),
  );
  assert.equal(outcomes.filter((outcome) => outcome === "made").length, 1);
  assert.equal(outcomes.filter((outcome) => outcome === "InvalidParameterException").length, 49);
});

test("CreateResourceServer ends at the number that a pool may have", async () => {
  await using world = await startWorld();
  const { call, pool, server } = world;
  await server.store.transaction(async (tx) => {
    for (let n = 0; n < QUOTAS.resourceServers; n += 1) {
      await tx.resourceServers.insert({
        poolId: pool.UserPoolId,
        identifier: `api-${n}`,
        name: "n",
        scopes: [],
        version: 0,
      });
    }
  });
  await refused(
    call.CreateResourceServer({ ...pool, Identifier: "one-more", Name: "n" }),
    "LimitExceededException",
    "The user pool has as many resource servers as it may have.",
  );
  await refused(
    call.CreateResourceServer({ ...pool, Identifier: "api-0", Name: "n" }),
    "InvalidParameterException",
    `api-0 already exists in user pool ${pool.UserPoolId}.`,
  );
  await call.DeleteResourceServer({ ...pool, Identifier: "api-0" });
  await call.CreateResourceServer({ ...pool, Identifier: "one-more", Name: "n" });
});
