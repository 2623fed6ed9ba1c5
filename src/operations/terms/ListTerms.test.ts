import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const startWithTerms = async (count: number): Promise<World> => {
  const world = await startWorld();
  const { call, pool } = world;
  for (let n = 0; n < count; n += 1) {
    const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: `app ${n}` });
    await call.CreateTerms({
      ...pool,
      ClientId: UserPoolClient?.ClientId ?? "",
      TermsName: n % 2 === 0 ? "terms-of-use" : "privacy-policy",
      TermsSource: "LINK",
      Enforcement: "NONE",
      Links: { "cognito:default": "https://example.com" },
    });
  }
  return world;
};

const listAll = async ({ call, pool }: World, MaxResults: number | undefined) => {
  const pages: string[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await call.ListTerms({ ...pool, MaxResults, NextToken });
    pages.push(page.Terms.map(({ TermsId }) => TermsId ?? ""));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return pages;
};

test("ListTerms pages through the terms of all of a pool's clients", async () => {
  await using world = await startWithTerms(5);
  const [whole = []] = await listAll(world, undefined);
  assert.equal(new Set(whole).size, 5);
  assert.deepEqual(await listAll(world, 2), [whole.slice(0, 2), whole.slice(2, 4), whole.slice(4)]);
  assert.deepEqual(await listAll(world, 5), [whole]);
});

test("ListTerms describes terms without their links", async () => {
  await using world = await startWithTerms(1);
  const { call, pool, clock } = world;
  const at = clock.now() / 1000;
  const { Terms } = await call.ListTerms(pool);
  assert.deepEqual(Terms, [
    {
      TermsId: Terms[0]?.TermsId,
      TermsName: "terms-of-use",
      Enforcement: "NONE",
      CreationDate: at,
      LastModifiedDate: at,
    },
  ]);
});

test("ListTerms refuses sizes out of range, and tokens of another list", async () => {
  await using world = await startWithTerms(2);
  const { call, pool } = world;
  for (const MaxResults of [0, 61]) {
    await refused(call.ListTerms({ ...pool, MaxResults }), "InvalidParameterException", /validation error/);
  }
  const { NextToken } = await call.ListTerms({ ...pool, MaxResults: 1 });
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  await refused(
    call.ListTerms({ UserPoolId: UserPool?.Id ?? "", NextToken }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
});
