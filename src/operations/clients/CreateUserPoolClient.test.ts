import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("CreateUserPoolClient of a name alone makes a public client with every default", async () => {
  await using world = await startWorld();
  const { UserPoolClient } = await world.call.CreateUserPoolClient({ ...world.pool, ClientName: "bare" });
  const ClientId = UserPoolClient?.ClientId ?? "";
  assert.match(ClientId, /^[0-9a-z]{26}$/);
  const now = world.clock.now() / 1000;
  assert.deepEqual(UserPoolClient, {
    ...world.pool,
    ClientId,
    ClientName: "bare",
    CreationDate: now,
    LastModifiedDate: now,
    RefreshTokenValidity: 30,
    AllowedOAuthFlowsUserPoolClient: false,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AuthSessionValidity: 3,
  });
});

test("CreateUserPoolClient makes a secret, or takes one", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const made = await call.CreateUserPoolClient({ ...pool, ClientName: "made", GenerateSecret: true });
  assert.match(made.UserPoolClient?.ClientSecret ?? "", /^[0-9a-z]{51,52}$/);
  const ClientSecret = "a_secret_of_an_operators_own_choice";
  const taken = await call.CreateUserPoolClient({ ...pool, ClientName: "taken", ClientSecret });
  assert.equal(taken.UserPoolClient?.ClientSecret, ClientSecret);
  await assert.rejects(call.CreateUserPoolClient({ ...pool, ClientName: "both", ClientSecret, GenerateSecret: true }), {
    name: "InvalidParameterException",
    message: "ClientSecret cannot be given when GenerateSecret is true.",
  });
});

test("CreateUserPoolClient shows analytics with the role of the service", async () => {
  await using world = await startWorld();
  const ApplicationArn = "arn:aws:mobiletargeting:us-east-1:000000000000:apps/a";
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    ...world.pool,
    ClientName: "c",
    AnalyticsConfiguration: { ApplicationArn },
  });
  assert.deepEqual(UserPoolClient?.AnalyticsConfiguration, {
    ApplicationArn,
    RoleArn:
      "arn:aws:iam::000000000000:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp",
  });
});

test("CreateUserPoolClient refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const unknown = { UserPoolId: "us-east-1_Unknown00" };
  await assert.rejects(call.CreateUserPoolClient({ ...unknown, ClientName: "c" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
  await assert.rejects(call.CreateUserPoolClient({ ...pool, ClientName: "c", AllowedOAuthFlows: ["code"] }), {
    name: "InvalidOAuthFlowException",
    message: "CallbackUrls can not be empty when code flow or implicit flow is selected",
  });
  await assert.rejects(call.CreateUserPoolClient({ ...pool, ClientName: "c", AllowedOAuthScopes: ["api/read"] }), {
    name: "ScopeDoesNotExistException",
    message: "Invalid scope requested: api/read",
  });
});

test("CreateUserPoolClient refuses SRP where the pool keeps password hashes", async () => {
  const UserPoolTags = { "poolhouse:password-scheme": "argon2id" };
  await using world = await startWorld({ pool: { UserPoolTags }, client: { ExplicitAuthFlows: [] } });
  await assert.rejects(
    world.call.CreateUserPoolClient({
      ...world.pool,
      ClientName: "c",
      ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
    { name: "InvalidParameterException", message: /^ALLOW_USER_SRP_AUTH cannot be used/ },
  );
});
