import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalJWKSet, jwtVerify } from "jose";
import { claimsOf } from "../../testing/claims.ts";
import type { WireInput } from "../../testing/call.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const ORDERS = "https://orders.example.com";
const READ = `${ORDERS}/read`;
const WRITE = `${ORDERS}/write`;
const INVENTORY = "inventory/count";

const scopes = (...names: readonly string[]) => names.map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));

/** A world with two APIs and an application that may use the first. */
const startMachine = async (client: Partial<WireInput<"CreateUserPoolClient">> = {}, options: WorldOptions = {}) => {
  const world = await startWorld(options);
  const { call, pool } = world;
  await call.CreateResourceServer({ ...pool, Identifier: ORDERS, Name: "orders", Scopes: scopes("read", "write") });
  await call.CreateResourceServer({ ...pool, Identifier: "inventory", Name: "inv", Scopes: scopes("count") });
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "machine",
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH"],
    AllowedOAuthScopes: [READ, WRITE, "openid"],
    ...client,
  });
  const ClientId = UserPoolClient?.ClientId ?? "";
  return { world, machine: { ClientId, Secret: UserPoolClient?.ClientSecret ?? "" } };
};

const customize = (world: World, LambdaVersion: "V2_0" | "V3_0", accessTokenGeneration: object) =>
  world.updatePool({
    LambdaConfig: {
      PreTokenGenerationConfig: {
        LambdaVersion,
        LambdaArn: world.functions.set("pre-token", (event) => ({
          ...event,
          response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } },
        })),
      },
    },
  });

test("GetClientToken gives a token for all scopes that the client may have", async () => {
  const { world, machine } = await startMachine();
  await using _ = world;
  const { ClientAuthenticationResult: made } = await world.call.GetClientToken(machine);
  assert.deepEqual(Object.keys(made ?? {}), ["AccessToken", "ExpiresIn", "TokenType"]);
  assert.deepEqual([made?.ExpiresIn, made?.TokenType], [3600, "Bearer"]);
  const now = world.clock.now() / 1000;
  const issuer = world.server.place.issuer(world.pool.UserPoolId);
  const claims = claimsOf(made?.AccessToken);
  assert.deepEqual(claims, {
    sub: machine.ClientId,
    token_use: "access",
    scope: `${READ} ${WRITE}`,
    auth_time: now,
    iss: issuer,
    exp: now + 3600,
    iat: now,
    version: 2,
    jti: claims["jti"],
    client_id: machine.ClientId,
  });
  const published = await world.server.facilities.tokens.publicKeys(world.pool.UserPoolId);
  const { payload } = await jwtVerify(made?.AccessToken ?? "", createLocalJWKSet({ keys: [...published] }), {
    issuer,
    currentDate: new Date(world.clock.now()),
  });
  assert.equal(payload.sub, machine.ClientId);
});

test("GetClientToken gives the scopes that are asked for, once each", async () => {
  const { world, machine } = await startMachine({ AccessTokenValidity: 2 });
  await using _ = world;
  const { ClientAuthenticationResult: made } = await world.call.GetClientToken({ ...machine, Scopes: [WRITE, WRITE] });
  assert.equal(claimsOf(made?.AccessToken)["scope"], WRITE);
  assert.equal(made?.ExpiresIn, 7200);
});

test("GetClientToken refuses scopes that are not the client's, or are none", async () => {
  const { world, machine } = await startMachine();
  await using _ = world;
  for (const scope of [INVENTORY, `${ORDERS}/delete`, "openid", "aws.cognito.signin.user.admin", "nowhere/read"]) {
    await refused(
      world.call.GetClientToken({ ...machine, Scopes: [READ, scope] }),
      "InvalidParameterException",
      `Invalid scope requested: ${scope}`,
    );
  }
});

test("GetClientToken grants no scope whose resource server is gone", async () => {
  const { world, machine } = await startMachine();
  await using _ = world;
  const { call, pool } = world;
  const grantedNow = async () =>
    claimsOf((await call.GetClientToken(machine)).ClientAuthenticationResult?.AccessToken)["scope"];
  await call.UpdateResourceServer({ ...pool, Identifier: ORDERS, Name: "orders", Scopes: scopes("read") });
  assert.equal(await grantedNow(), READ);
  await refused(
    call.GetClientToken({ ...machine, Scopes: [WRITE] }),
    "InvalidParameterException",
    `Invalid scope requested: ${WRITE}`,
  );
  await call.DeleteResourceServer({ ...pool, Identifier: ORDERS });
  assert.equal(await grantedNow(), undefined);
});

test("GetClientToken takes any of the client's secrets, and tells nothing before one is right", async () => {
  const { world, machine } = await startMachine();
  await using _ = world;
  const { call, pool, client } = world;
  const { ClientSecretDescriptor } = await call.AddUserPoolClientSecret({ ...pool, ClientId: machine.ClientId });
  await call.GetClientToken({ ...machine, Secret: ClientSecretDescriptor?.ClientSecretValue ?? "" });
  for (const ClientId of [machine.ClientId, client.ClientId]) {
    await refused(
      call.GetClientToken({ ClientId, Secret: "x".repeat(52), Scopes: ["nowhere/read"] }),
      "NotAuthorizedException",
      `Client secret does not match for the client: ${ClientId}`,
    );
  }
  await refused(
    call.GetClientToken({ ...machine, ClientId: "unknown" }),
    "ResourceNotFoundException",
    "User pool client unknown does not exist.",
  );
});

test("GetClientToken is for clients that permit it, who permit nothing else and have a secret", async () => {
  const { world, machine } = await startMachine();
  await using _ = world;
  const { call, pool } = world;
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "app", GenerateSecret: true });
  await refused(
    call.GetClientToken({ ClientId: UserPoolClient?.ClientId ?? "", Secret: UserPoolClient?.ClientSecret ?? "" }),
    "InvalidParameterException",
    "ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.",
  );
  await refused(
    call.CreateUserPoolClient({
      ...pool,
      ClientName: "both",
      GenerateSecret: true,
      ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
    }),
    "InvalidParameterException",
    "ALLOW_CLIENT_TOKEN_AUTH cannot be used with other auth flows.",
  );
  await refused(
    call.CreateUserPoolClient({ ...pool, ClientName: "public", ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH"] }),
    "InvalidParameterException",
    "Client Secret is required to set ALLOW_CLIENT_TOKEN_AUTH",
  );
  await refused(
    call.InitiateAuth({
      ClientId: machine.ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ada", PASSWORD: "x" },
    }),
    "InvalidParameterException",
    "USER_PASSWORD_AUTH flow not enabled for this client",
  );
});

test("GetClientToken asks a function of the third version, which changes claims and scopes of the access token", async () => {
  const { world, machine } = await startMachine();
  await using _ = world;
  await customize(world, "V3_0", {
    claimsToAddOrOverride: { tenant: { id: 7 }, sub: "somebody", client_id: "another", username: "ada", exp: 0 },
    claimsToSuppress: ["version", "scope"],
    scopesToAdd: ["extra/scope", "aws.cognito.signin.user.admin"],
    scopesToSuppress: [WRITE],
  });
  const { ClientAuthenticationResult: made } = await world.call.GetClientToken({
    ...machine,
    ClientMetadata: { job: "nightly" },
  });
  const [event, ...others] = world.functions.events;
  assert.deepEqual(others, []);
  assert.equal(event?.triggerSource, "TokenGeneration_ClientCredentials");
  assert.equal(event.callerContext.clientId, machine.ClientId);
  assert.deepEqual(event.request, {
    userAttributes: {},
    groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
    scopes: [READ, WRITE],
    clientMetadata: { job: "nightly" },
  });
  const claims = claimsOf(made?.AccessToken);
  assert.deepEqual(claims["tenant"], { id: 7 });
  assert.equal(claims["scope"], `${READ} extra/scope aws.cognito.signin.user.admin`);
  for (const name of ["sub", "client_id"]) assert.equal(claims[name], machine.ClientId);
  assert.deepEqual([claims["version"], claims["username"]], [2, undefined]);
  // Whatever a function adds: there is no user behind it.
  await refused(
    world.call.GetUser({ AccessToken: made?.AccessToken ?? "" }),
    "NotAuthorizedException",
    "Invalid Access Token",
  );
});

test("GetClientToken asks no function of an earlier version", async () => {
  const { world, machine } = await startMachine();
  await using _ = world;
  await customize(world, "V2_0", { claimsToAddOrOverride: { tenant: "t1" } });
  await world.call.GetClientToken(machine);
  await world.updatePool({ LambdaConfig: { PreTokenGeneration: world.functions.set("first", (event) => event) } });
  await world.call.GetClientToken(machine);
  assert.deepEqual(world.functions.events, []);
});

test("GetClientToken gives nothing when the function refuses, fails or answers nonsense", async () => {
  const { world, machine } = await startMachine();
  await using _ = world;
  const answers: readonly [unknown, string][] = [
    [new Error("not today"), "PreTokenGeneration failed with error not today."],
    [7, "Unrecognizable lambda output"],
  ];
  for (const [answer, message] of answers) {
    const LambdaArn = world.functions.set("pre-token", () => {
      if (answer instanceof Error) throw answer;
      return answer;
    });
    await world.updatePool({ LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: "V3_0", LambdaArn } } });
    await refused(world.call.GetClientToken(machine), "NotAuthorizedException", message);
  }
});

test("GetClientToken has a rate of its own", async () => {
  const { world, machine } = await startMachine({}, { settings: { rates: "amazon" } });
  await using _ = world;
  const outcomes = await Promise.all(
    Array.from({ length: 151 }, () =>
      world.call.GetClientToken(machine).then(
        () => "made",
        (error: unknown) => (error instanceof Error ? error.name : ""),
      ),
    ),
  );
  assert.equal(outcomes.filter((outcome) => outcome === "TooManyRequestsException").length, 1);
  await refused(world.call.GetClientToken(machine), "TooManyRequestsException", "Rate exceeded");
  world.clock.advance(1000);
  await world.call.GetClientToken(machine);
});
