import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("DeleteIdentityProvider removes a provider and frees its identifiers", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const ProviderDetails = { MetadataFile: "<xml/>" };
  const saml = { ...pool, ProviderType: "SAML", ProviderDetails, IdpIdentifiers: ["example.com"] } as const;
  await call.CreateIdentityProvider({ ...saml, ProviderName: "Example" });
  await call.DeleteIdentityProvider({ ...pool, ProviderName: "Example" });
  await refused(
    call.DescribeIdentityProvider({ ...pool, ProviderName: "Example" }),
    "ResourceNotFoundException",
    "Identity provider Example does not exist.",
  );
  await call.CreateIdentityProvider({ ...saml, ProviderName: "Other" });
});

test("DeleteIdentityProvider, DescribeIdentityProvider and GetIdentityProviderByIdentifier refuse in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const none = "Identity provider Example does not exist.";
  await refused(call.DeleteIdentityProvider({ ...pool, ProviderName: "Example" }), "ResourceNotFoundException", none);
  const unknown = { UserPoolId: "us-east-1_Unknown00" };
  const text = "User pool us-east-1_Unknown00 does not exist.";
  const named = { ...unknown, ProviderName: "Example" };
  await refused(call.DeleteIdentityProvider(named), "ResourceNotFoundException", text);
  await refused(call.DescribeIdentityProvider(named), "ResourceNotFoundException", text);
  await refused(
    call.GetIdentityProviderByIdentifier({ ...unknown, IdpIdentifier: "a" }),
    "ResourceNotFoundException",
    text,
  );
});
