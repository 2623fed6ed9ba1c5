import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("UpdateUserPoolClient sets back what it does not name; name and secret stay", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const created = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "app",
    GenerateSecret: true,
    RefreshTokenValidity: 5,
    AccessTokenValidity: 2,
    TokenValidityUnits: { AccessToken: "hours" },
    ReadAttributes: ["email"],
    WriteAttributes: ["email"],
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    SupportedIdentityProviders: ["COGNITO"],
    CallbackURLs: ["https://app.example/"],
    LogoutURLs: ["https://app.example/bye"],
    DefaultRedirectURI: "https://app.example/",
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid"],
    AllowedOAuthFlowsUserPoolClient: true,
    PreventUserExistenceErrors: "ENABLED",
    EnableTokenRevocation: false,
    EnablePropagateAdditionalUserContextData: true,
    AuthSessionValidity: 15,
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
  });
  const { ClientId = "", ClientSecret, CreationDate } = created.UserPoolClient ?? {};
  world.clock.advance(60_000);
  const { UserPoolClient } = await call.UpdateUserPoolClient({ ...pool, ClientId });
  assert.deepEqual(UserPoolClient, {
    ...pool,
    ClientId,
    ClientSecret,
    ClientName: "app",
    CreationDate,
    LastModifiedDate: world.clock.now() / 1000,
    RefreshTokenValidity: 30,
    AllowedOAuthFlowsUserPoolClient: false,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AuthSessionValidity: 3,
  });
  assert.deepEqual(await call.DescribeUserPoolClient({ ...pool, ClientId }), { UserPoolClient });
});

test("UpdateUserPoolClient renames, and gives back what it sets", async () => {
  await using world = await startWorld();
  const change = { ClientName: "other", IdTokenValidity: 10, TokenValidityUnits: { IdToken: "minutes" } } as const;
  const { UserPoolClient } = await world.call.UpdateUserPoolClient({ ...world.pool, ...world.client, ...change });
  assert.equal(UserPoolClient?.ClientName, "other");
  assert.equal(UserPoolClient.IdTokenValidity, 10);
  assert.deepEqual(UserPoolClient.TokenValidityUnits, {
    AccessToken: "hours",
    IdToken: "minutes",
    RefreshToken: "days",
  });
});

test("UpdateUserPoolClient judges the client as it is: without a secret, no client credentials", async () => {
  await using world = await startWorld();
  await assert.rejects(
    world.call.UpdateUserPoolClient({ ...world.pool, ...world.client, AllowedOAuthFlows: ["client_credentials"] }),
    {
      name: "InvalidOAuthFlowException",
      message: "client_credentials flow can not be selected if client does not have a client secret.",
    },
  );
});

test("UpdateUserPoolClient refuses a client that the pool does not have", async () => {
  await using world = await startWorld();
  const { UserPool } = await world.call.CreateUserPool({ PoolName: "other" });
  const notFound = {
    name: "ResourceNotFoundException",
    message: `User pool client ${world.client.ClientId} does not exist.`,
  };
  await assert.rejects(world.call.UpdateUserPoolClient({ UserPoolId: UserPool?.Id ?? "", ...world.client }), notFound);
});
