import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const details = (client_secret: string) => ({
  client_id: "id",
  client_secret,
  attributes_request_method: "GET",
  oidc_issuer: "https://id.example.com",
  authorize_scopes: "openid",
});

test("UpdateIdentityProvider changes what it is told, and keeps the rest", async () => {
  await using world = await startWorld();
  const { call, pool, clock } = world;
  const named = { ...pool, ProviderName: "Example" };
  const { IdentityProvider: made } = await call.CreateIdentityProvider({
    ...named,
    ProviderType: "OIDC",
    ProviderDetails: details("hush"),
    IdpIdentifiers: ["a.example.com"],
  });
  clock.advance(1000);
  const { IdentityProvider: changed } = await call.UpdateIdentityProvider({
    ...named,
    AttributeMapping: { email: "mail" },
    IdpIdentifiers: ["b.example.com"],
  });
  assert.deepEqual(changed, {
    ...made,
    AttributeMapping: { username: "sub", email: "mail" },
    IdpIdentifiers: ["b.example.com"],
    LastModifiedDate: changed.LastModifiedDate,
  });
  assert.notEqual(changed.LastModifiedDate, made.LastModifiedDate);
  const { IdentityProvider: again } = await call.UpdateIdentityProvider({ ...named, ProviderDetails: details("new") });
  assert.equal(again.ProviderDetails?.["client_secret"], "new");
  assert.deepEqual(await call.DescribeIdentityProvider(named), { IdentityProvider: again });
  await refused(
    call.GetIdentityProviderByIdentifier({ ...pool, IdpIdentifier: "a.example.com" }),
    "ResourceNotFoundException",
    "Identity provider with identifier a.example.com does not exist.",
  );
  const found = await call.GetIdentityProviderByIdentifier({ ...pool, IdpIdentifier: "b.example.com" });
  assert.deepEqual(found, { IdentityProvider: again });
});

test("UpdateIdentityProvider refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const named = { ...pool, ProviderName: "Example" };
  await refused(
    call.UpdateIdentityProvider(named),
    "ResourceNotFoundException",
    "Identity provider Example does not exist.",
  );
  await refused(
    call.UpdateIdentityProvider({ ...named, UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  for (const ProviderName of ["Example", "Other"]) {
    await call.CreateIdentityProvider({
      ...pool,
      ProviderName,
      ProviderType: "OIDC",
      ProviderDetails: details("hush"),
      IdpIdentifiers: [`${ProviderName}.com`],
    });
  }
  await refused(
    call.UpdateIdentityProvider({ ...named, IdpIdentifiers: ["Other.com"] }),
    "InvalidParameterException",
    "An identifier belongs to another provider of the user pool.",
  );
  await refused(
    call.UpdateIdentityProvider({ ...named, AttributeMapping: { "custom:x": "x" } }),
    "InvalidParameterException",
    "AttributeMapping contains invalid mapping: [custom:x]",
  );
  await refused(
    call.UpdateIdentityProvider({ ...named, ProviderDetails: { client_id: "id" } }),
    "InvalidParameterException",
    "clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.",
  );
});
