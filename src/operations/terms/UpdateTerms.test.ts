import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const makeTerms = async ({ call, pool, client }: World, TermsName = "terms-of-use") => {
  const { Terms } = await call.CreateTerms({
    ...pool,
    ...client,
    TermsName,
    TermsSource: "LINK",
    Enforcement: "NONE",
    Links: { "cognito:default": "https://example.com", "cognito:german": "https://example.com/de" },
  });
  return { TermsId: Terms?.TermsId ?? "", before: Terms };
};

test("UpdateTerms sets the links anew, and keeps what it is not told", async () => {
  await using world = await startWorld();
  const { call, pool, clock } = world;
  const { TermsId, before } = await makeTerms(world);
  clock.advance(60_000);
  const Links = { "cognito:default": "https://example.com/2", "cognito:french": "https://example.com/fr" };
  const { Terms } = await call.UpdateTerms({ ...pool, TermsId, Links });
  assert.deepEqual(Terms, { ...before, Links, LastModifiedDate: clock.now() / 1000 });
  assert.deepEqual(await call.UpdateTerms({ ...pool, TermsId }), { Terms });
  assert.deepEqual(await call.DescribeTerms({ ...pool, TermsId }), { Terms });
});

test("UpdateTerms gives terms another name, unless the client has terms of that name", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const { TermsId } = await makeTerms(world);
  const { TermsId: other } = await makeTerms(world, "privacy-policy");
  await refused(
    call.UpdateTerms({ ...pool, TermsId, TermsName: "privacy-policy" }),
    "TermsExistsException",
    `Terms with name privacy-policy already exists for client ${client.ClientId}`,
  );
  await call.DeleteTerms({ ...pool, TermsId: other });
  await call.UpdateTerms({ ...pool, TermsId, TermsName: "privacy-policy" });
  const { Terms } = await call.DescribeTermsByClient({ ...pool, ...client, TermsName: "privacy-policy" });
  assert.equal(Terms?.TermsId, TermsId);
  await refused(
    call.DescribeTermsByClient({ ...pool, ...client, TermsName: "terms-of-use" }),
    "ResourceNotFoundException",
    `Terms for client ${client.ClientId} does not exist.`,
  );
});

test("UpdateTerms takes no link that would run, and nothing in the tier Lite", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { TermsId } = await makeTerms(world);
  await refused(
    call.UpdateTerms({ ...pool, TermsId, Links: { "cognito:default": "javascript:alert(1)" } }),
    "InvalidParameterException",
    "javascript:alert(1) is not a valid URL.",
  );
  await world.updatePool({ UserPoolTier: "LITE" });
  await refused(
    call.UpdateTerms({ ...pool, TermsId }),
    "OperationNotEnabledException",
    "The following feature is not available for the LITE pricing tier configured: Managed Login",
  );
  await call.DescribeTerms({ ...pool, TermsId });
  await call.DeleteTerms({ ...pool, TermsId });
});
