import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("ListIdentityProviders pages by name, without details", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  assert.deepEqual(await call.ListIdentityProviders(pool), { Providers: [] });
  for (const ProviderName of ["Cat", "Ant", "Bee"]) {
    const ProviderDetails = { MetadataFile: "<xml/>" };
    await call.CreateIdentityProvider({ ...pool, ProviderName, ProviderType: "SAML", ProviderDetails });
  }
  const first = await call.ListIdentityProviders({ ...pool, MaxResults: 2 });
  const second = await call.ListIdentityProviders({ ...pool, MaxResults: 2, NextToken: first.NextToken });
  assert.deepEqual(
    [first, second].map(({ Providers }) => Providers.map(({ ProviderName }) => ProviderName)),
    [["Ant", "Bee"], ["Cat"]],
  );
  assert.equal(second.NextToken, undefined);
  assert.deepEqual(Object.keys(first.Providers[0] ?? {}).toSorted(), [
    "CreationDate",
    "LastModifiedDate",
    "ProviderName",
    "ProviderType",
  ]);
  assert.equal((await call.ListIdentityProviders({ ...pool, MaxResults: 0 })).Providers.length, 3);
});

test("ListIdentityProviders refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await refused(
    call.ListIdentityProviders({ ...pool, NextToken: "x" }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
  await refused(
    call.ListIdentityProviders({ UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});
