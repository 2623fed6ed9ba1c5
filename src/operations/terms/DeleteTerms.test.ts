import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const OF_USE = {
  TermsName: "terms-of-use",
  TermsSource: "LINK",
  Enforcement: "NONE",
  Links: { "cognito:default": "https://example.com" },
} as const;

const makeTerms = async ({ call, pool, client }: World): Promise<string> => {
  const { Terms } = await call.CreateTerms({ ...pool, ...client, ...OF_USE });
  return Terms?.TermsId ?? "";
};

test("DeleteTerms takes terms away, and their client may have new ones", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const TermsId = await makeTerms(world);
  assert.equal(await call.DeleteTerms({ ...pool, TermsId }), undefined);
  await refused(call.DescribeTerms({ ...pool, TermsId }), "ResourceNotFoundException", "Terms does not exist.");
  assert.deepEqual(await call.ListTerms(pool), { Terms: [] });
  assert.notEqual(await makeTerms(world), TermsId);
});

test("DeleteTerms and the others know no terms of another pool, and none that there are not", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const TermsId = await makeTerms(world);
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  for (const input of [
    { ...pool, TermsId: UNKNOWN },
    { UserPoolId: UserPool?.Id ?? "", TermsId },
  ]) {
    for (const request of [call.DescribeTerms(input), call.UpdateTerms(input), call.DeleteTerms(input)]) {
      await refused(request, "ResourceNotFoundException", "Terms does not exist.");
    }
  }
  await refused(
    call.DescribeTermsByClient({ ...pool, ...client, TermsName: "privacy-policy" }),
    "ResourceNotFoundException",
    `Terms for client ${client.ClientId} does not exist.`,
  );
  await refused(call.DeleteTerms({ ...pool, TermsId: "terms" }), "InvalidParameterException", /validation error/);
  const unknownPool = { UserPoolId: "us-east-1_Unknown00" };
  for (const request of [
    call.DescribeTerms({ ...unknownPool, TermsId }),
    call.UpdateTerms({ ...unknownPool, TermsId }),
    call.DeleteTerms({ ...unknownPool, TermsId }),
    call.ListTerms(unknownPool),
  ]) {
    await refused(request, "ResourceNotFoundException", "User pool us-east-1_Unknown00 does not exist.");
  }
});

test("DeleteUserPoolClient takes the client's terms with it", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const TermsId = await makeTerms(world);
  await call.DeleteUserPoolClient({ ...pool, ...client });
  await refused(call.DescribeTerms({ ...pool, TermsId }), "ResourceNotFoundException", "Terms does not exist.");
  assert.deepEqual(await call.ListTerms(pool), { Terms: [] });
});

test("DeleteUserPoolClient leaves no terms that were made at the same time", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  for (let round = 0; round < 10; round += 1) {
    const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "short-lived" });
    const client = { ClientId: UserPoolClient?.ClientId ?? "" };
    await Promise.allSettled([
      call.CreateTerms({ ...pool, ...client, ...OF_USE }),
      call.DeleteUserPoolClient({ ...pool, ...client }),
      call.CreateTerms({ ...pool, ...client, ...OF_USE, TermsName: "privacy-policy" }),
    ]);
    assert.deepEqual(await call.ListTerms(pool), { Terms: [] });
  }
});
