import assert from "node:assert/strict";
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

test("DeleteIdentityProvider takes the provider from every client that names it, and no later one comes in its place", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const saml = { ...pool, ProviderType: "SAML", ProviderDetails: { MetadataFile: "<xml/>" } } as const;
  for (const ProviderName of ["Example", "Other"]) await call.CreateIdentityProvider({ ...saml, ProviderName });
  const clientOf = async (...SupportedIdentityProviders: string[]) => {
    const created = await call.CreateUserPoolClient({ ...pool, ClientName: "app", SupportedIdentityProviders });
    return { ...pool, ClientId: created.UserPoolClient?.ClientId ?? "" };
  };
  const clients = [await clientOf("COGNITO", "Example", "Other"), await clientOf("Example"), await clientOf("Other")];
  const shown = () =>
    Promise.all(clients.map(async (client) => (await call.DescribeUserPoolClient(client)).UserPoolClient));
  const before = await shown();
  world.clock.advance(60_000);

  await call.DeleteIdentityProvider({ ...pool, ProviderName: "Example" });
  await call.CreateIdentityProvider({ ...saml, ProviderName: "Example" });

  const after = await shown();
  assert.deepEqual(
    after.map((client) => client?.SupportedIdentityProviders),
    [["COGNITO", "Other"], undefined, ["Other"]],
  );
  const now = world.clock.now() / 1000;
  assert.deepEqual(
    after.map((client) => client?.LastModifiedDate),
    [now, now, before[2]?.LastModifiedDate],
  );
});

test("DeleteIdentityProvider and a client that comes at once with its name leave no client that names it", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const ProviderName = "Example";
  const saml = { ...pool, ProviderName, ProviderType: "SAML", ProviderDetails: { MetadataFile: "<xml/>" } } as const;
  for (let round = 0; round < 10; round += 1) {
    await call.CreateIdentityProvider(saml);
    const [, made] = await Promise.allSettled([
      call.DeleteIdentityProvider({ ...pool, ProviderName }),
      call.CreateUserPoolClient({ ...pool, ClientName: "app", SupportedIdentityProviders: [ProviderName] }),
    ]);
    if (made.status === "rejected") continue;
    const ClientId = made.value.UserPoolClient?.ClientId ?? "";
    const { UserPoolClient } = await call.DescribeUserPoolClient({ ...pool, ClientId });
    assert.equal(UserPoolClient?.SupportedIdentityProviders, undefined);
  }
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
