import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

type Input = WireInput<"AdminInitiateAuth">;

const initiate = (
  { call, pool, client }: World,
  AuthFlow: Input["AuthFlow"],
  AuthParameters: Readonly<Record<string, string>>,
  change: Partial<Input> = {},
) => call.AdminInitiateAuth({ ...pool, ...client, AuthFlow, AuthParameters, ...change });

const makeClient = async ({ call, pool }: World, input: Partial<WireInput<"CreateUserPoolClient">>) => {
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "other", ...input });
  return { ClientId: UserPoolClient?.ClientId ?? "" };
};

test("AdminInitiateAuth signs a user in with a password under either name of the flow", async () => {
  await using world = await startWorld();
  const { Username: USERNAME, Password: PASSWORD } = await world.user();
  for (const flow of ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] as const) {
    const { AuthenticationResult } = await initiate(world, flow, { USERNAME, PASSWORD });
    assert.ok(AuthenticationResult?.AccessToken && AuthenticationResult.IdToken && AuthenticationResult.RefreshToken);
  }
  const { ClientId } = await makeClient(world, { ExplicitAuthFlows: ["ADMIN_NO_SRP_AUTH"] });
  const legacy = await initiate(world, "ADMIN_USER_PASSWORD_AUTH", { USERNAME, PASSWORD }, { ClientId });
  assert.ok(legacy.AuthenticationResult);
});

test("AdminInitiateAuth refreshes", async () => {
  await using world = await startWorld();
  const { Username: USERNAME, Password: PASSWORD } = await world.user();
  const { AuthenticationResult } = await initiate(world, "ADMIN_USER_PASSWORD_AUTH", { USERNAME, PASSWORD });
  const refreshed = await initiate(world, "REFRESH_TOKEN_AUTH", {
    REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? "",
  });
  assert.ok(refreshed.AuthenticationResult?.AccessToken);
  assert.equal(refreshed.AuthenticationResult.RefreshToken, undefined);
});

test("AdminInitiateAuth permits the flows that the client names", async () => {
  await using world = await startWorld();
  const { ClientId } = await makeClient(world, { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] });
  const parameters = { USERNAME: "ada", PASSWORD: "x", SRP_A: "ff", REFRESH_TOKEN: "x" };
  for (const flow of [
    "ADMIN_USER_PASSWORD_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "USER_SRP_AUTH",
    "USER_AUTH",
    "REFRESH_TOKEN_AUTH",
  ] as const) {
    await refused(
      initiate(world, flow, parameters, { ClientId }),
      "InvalidParameterException",
      "Auth flow not enabled for this client",
    );
  }
  await refused(
    initiate(world, "USER_PASSWORD_AUTH", parameters),
    "InvalidParameterException",
    "Initiate Auth method not supported.",
  );
});

test("AdminInitiateAuth knows neither a pool that does not exist nor a client of another pool", async () => {
  await using world = await startWorld();
  const { UserPool } = await world.call.CreateUserPool({ PoolName: "other" });
  const foreign = await makeClient(world, { UserPoolId: UserPool?.Id ?? "" });
  const parameters = { USERNAME: "ada", PASSWORD: "x" };
  await refused(
    initiate(world, "ADMIN_USER_PASSWORD_AUTH", parameters, { UserPoolId: "us-east-1_Nowhere00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Nowhere00 does not exist.",
  );
  await refused(
    initiate(world, "ADMIN_USER_PASSWORD_AUTH", parameters, foreign),
    "ResourceNotFoundException",
    `User pool client ${foreign.ClientId} does not exist.`,
  );
});

test("AdminInitiateAuth tells an administrator the user's state, although the client hides it", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const { call, pool } = world;
  const attempt = (USERNAME: string) => initiate(world, "ADMIN_USER_PASSWORD_AUTH", { USERNAME, PASSWORD: "wrong" });
  await refused(attempt("nobody"), "UserNotFoundException", TEXTS.unknownUser);
  const { Username } = await world.user();
  await call.AdminResetUserPassword({ ...pool, Username });
  await refused(attempt(Username), "PasswordResetRequiredException", TEXTS.resetRequired);
  await call.AdminDisableUser({ ...pool, Username });
  await refused(attempt(Username), "NotAuthorizedException", TEXTS.disabled);
});

test("AdminInitiateAuth hands its metadata to PreAuthentication and to no function of the tokens", async () => {
  await using world = await startWorld();
  const { functions } = world;
  const { Username: USERNAME, Password: PASSWORD } = await world.user();
  await world.updatePool({
    LambdaConfig: {
      PreAuthentication: functions.set("pre-auth", (event) => event),
      PostAuthentication: functions.set("post-auth", (event) => event),
      PreTokenGeneration: functions.set("pre-token", (event) => event),
    },
  });
  await initiate(world, "ADMIN_USER_PASSWORD_AUTH", { USERNAME, PASSWORD }, { ClientMetadata: { a: "b" } });
  assert.deepEqual(
    functions.events.map(({ triggerSource, request }) => [
      triggerSource,
      request["validationData"],
      request["clientMetadata"],
    ]),
    [
      ["PreAuthentication_Authentication", { a: "b" }, undefined],
      ["PostAuthentication_Authentication", undefined, undefined],
      ["TokenGeneration_Authentication", undefined, undefined],
    ],
  );
});
