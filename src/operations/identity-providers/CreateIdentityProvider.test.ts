import assert from "node:assert/strict";
import { test } from "node:test";
import { QUOTAS } from "../../model/quotas.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const SOCIAL = { client_id: "id", client_secret: "hush", authorize_scopes: "profile email" };
const OIDC = {
  client_id: "id",
  client_secret: "hush",
  attributes_request_method: "GET",
  oidc_issuer: "https://id.example.com",
  authorize_scopes: "openid",
};

test("CreateIdentityProvider adds what a social provider always has", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const expected = {
    Google: [{ username: "sub" }, "https://www.googleapis.com/oauth2/v4/token"],
    Facebook: [{ username: "id" }, "https://graph.facebook.com/v17.0/oauth/access_token"],
    LoginWithAmazon: [{ username: "user_id" }, "https://api.amazon.com/auth/o2/token"],
  } as const;
  for (const ProviderName of ["Google", "Facebook", "LoginWithAmazon"] as const) {
    const { IdentityProvider } = await call.CreateIdentityProvider({
      ...pool,
      ProviderName,
      ProviderType: ProviderName,
      ProviderDetails: SOCIAL,
      AttributeMapping: { email: "email" },
    });
    const [mapping, token] = expected[ProviderName];
    assert.deepEqual(IdentityProvider.AttributeMapping, { ...mapping, email: "email" });
    assert.equal(IdentityProvider.ProviderDetails?.["token_url"], token);
    assert.equal(IdentityProvider.ProviderDetails?.["client_secret"], "hush");
    assert.deepEqual(await call.DescribeIdentityProvider({ ...pool, ProviderName }), { IdentityProvider });
  }
});

test("CreateIdentityProvider never shows the private key of Apple's", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { IdentityProvider } = await call.CreateIdentityProvider({
    ...pool,
    ProviderName: "SignInWithApple",
    ProviderType: "SignInWithApple",
    ProviderDetails: { client_id: "id", team_id: "t", key_id: "k", private_key: "hush", authorize_scopes: "email" },
  });
  assert.deepEqual(IdentityProvider.ProviderDetails, {
    client_id: "id",
    team_id: "t",
    key_id: "k",
    authorize_scopes: "email",
    attributes_url_add_attributes: "false",
    authorize_url: "https://appleid.apple.com/auth/authorize",
    oidc_issuer: "https://appleid.apple.com",
    token_request_method: "POST",
    token_url: "https://appleid.apple.com/auth/token",
  });
});

test("CreateIdentityProvider puts identities into the schema, once, before the pool's own attributes", async () => {
  await using world = await startWorld({ pool: { Schema: [{ Name: "badge", AttributeDataType: "String" }] } });
  const { call, pool } = world;
  for (const ProviderName of ["First", "Other"]) {
    await call.CreateIdentityProvider({ ...pool, ProviderName, ProviderType: "OIDC", ProviderDetails: OIDC });
  }
  const { UserPool } = await call.DescribeUserPool(pool);
  const names = UserPool?.SchemaAttributes?.map(({ Name }) => Name) ?? [];
  assert.deepEqual(names.slice(-3), ["updated_at", "identities", "custom:badge"]);
  await refused(
    call.AdminCreateUser({ ...pool, Username: "ada", UserAttributes: [{ Name: "identities", Value: "[]" }] }),
    "InvalidParameterException",
  );
});

test("CreateIdentityProvider lets clients name it", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const client = { ...pool, ClientName: "c", SupportedIdentityProviders: ["COGNITO", "Example"] };
  await refused(
    call.CreateUserPoolClient(client),
    "InvalidParameterException",
    `The provider Example does not exist for User Pool ${pool.UserPoolId}`,
  );
  await call.CreateIdentityProvider({
    ...pool,
    ProviderName: "Example",
    ProviderType: "SAML",
    ProviderDetails: { MetadataFile: "<xml/>" },
  });
  const { UserPoolClient } = await call.CreateUserPoolClient(client);
  assert.deepEqual(UserPoolClient?.SupportedIdentityProviders, ["COGNITO", "Example"]);
  await call.UpdateUserPoolClient({ ...client, ClientId: UserPoolClient?.ClientId ?? "" });
});

test("CreateIdentityProvider refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  type Kind = "SAML" | "OIDC" | "Google" | "SignInWithApple";
  const refusals: readonly (readonly [string, Kind, Readonly<Record<string, string>>, string])[] = [
    ["Gooogle", "Google", SOCIAL, "Provider Gooogle cannot be of type Google."],
    ["Google", "OIDC", OIDC, "Provider Google cannot be of type OIDC."],
    ["COGNITO", "OIDC", OIDC, "Provider COGNITO cannot be of type OIDC."],
    ...["client_id", "client_secret", "authorize_scopes"].map(
      (key) =>
        [
          "Google",
          "Google",
          { ...SOCIAL, [key]: "" },
          "clientId, clientSecret and authorizeScopes are all required idp details.",
        ] as const,
    ),
    [
      "SignInWithApple",
      "SignInWithApple",
      SOCIAL,
      "clientId, privateKey, teamId, and keyId are all required idp details.",
    ],
    ...["client_id", "oidc_issuer", "authorize_scopes", "attributes_request_method"].map(
      (key) =>
        [
          "Example",
          "OIDC",
          { ...OIDC, [key]: "" },
          "clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.",
        ] as const,
    ),
    ["Example", "OIDC", { ...OIDC, oidc_issuer: "http://id" }, "OIDC endpoint must start with https://"],
    [
      "Example",
      "OIDC",
      { ...OIDC, attributes_request_method: "PUT" },
      "1 validation error detected: Value at 'attributesRequestMethod' failed to satisfy constraint: Member must satisfy enum value set: [POST, GET]",
    ],
    [
      "Example",
      "SAML",
      { MetadataURL: "https://a", MetadataFile: "b" },
      "Only one of the MetadataURL or MetadataFile should be provided.",
    ],
    ["Example", "SAML", {}, "At least one of the MetadataURL or MetadataFile should be provided."],
  ];
  for (const [ProviderName, ProviderType, ProviderDetails, text] of refusals) {
    await refused(
      call.CreateIdentityProvider({ ...pool, ProviderName, ProviderType, ProviderDetails }),
      "InvalidParameterException",
      text,
    );
  }
  const example = { ...pool, ProviderName: "Example", ProviderType: "OIDC", ProviderDetails: OIDC } as const;
  await refused(
    call.CreateIdentityProvider({ ...example, AttributeMapping: { "custom:x": "x", email: "email" } }),
    "InvalidParameterException",
    "AttributeMapping contains invalid mapping: [custom:x]",
  );
  await refused(
    call.CreateIdentityProvider({ ...example, UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await call.CreateIdentityProvider({ ...example, IdpIdentifiers: ["example.com"] });
  await refused(
    call.CreateIdentityProvider(example),
    "DuplicateProviderException",
    `Example already exists in user pool ${pool.UserPoolId}`,
  );
  await refused(
    call.CreateIdentityProvider({ ...example, ProviderName: "Other", IdpIdentifiers: ["example.com"] }),
    "InvalidParameterException",
    "An identifier belongs to another provider of the user pool.",
  );
  await refused(call.DescribeIdentityProvider({ ...pool, ProviderName: "Other" }), "ResourceNotFoundException");
});

test("CreateIdentityProvider ends at the number that a pool may have", async () => {
  await using world = await startWorld();
  const { call, pool, server } = world;
  await server.store.transaction(async (tx) => {
    for (let n = 0; n < QUOTAS.identityProviders; n += 1) {
      await tx.identityProviders.insert({
        poolId: pool.UserPoolId,
        name: `Provider${n}`,
        type: "OIDC",
        details: {},
        secrets: {},
        mapping: {},
        identifiers: [],
        createdAt: 0,
        modifiedAt: 0,
        version: 0,
      });
    }
  });
  await refused(
    call.CreateIdentityProvider({ ...pool, ProviderName: "Example", ProviderType: "OIDC", ProviderDetails: OIDC }),
    "LimitExceededException",
    "The user pool has as many identity providers as it may have.",
  );
});
