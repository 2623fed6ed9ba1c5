/** REFRESH_TOKEN_AUTH: what keeps a sign-in going, and what ends it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { secretHash } from "../../testing/secret-hash.ts";
import { startWorld, type World } from "../../testing/world.ts";

const INVALID = "Invalid Refresh Token.";
const REVOKED = "Refresh Token has been revoked";
const EXPIRED = "Refresh Token has expired";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const claimsOf = (token: string | undefined): Record<string, unknown> => {
  const claims: unknown = JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString());
  assert.ok(typeof claims === "object" && claims !== null);
  return { ...claims };
};

const refreshWith = (
  { call, client }: World,
  REFRESH_TOKEN: string,
  change: Readonly<Record<string, string>> = {},
  ClientId = client.ClientId,
  AuthFlow: "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" = "REFRESH_TOKEN_AUTH",
) => call.InitiateAuth({ ClientId, AuthFlow, AuthParameters: { REFRESH_TOKEN, ...change } });

const signedIn = async (world: World) => {
  const login = await world.user();
  const { AuthenticationResult } = await world.signIn(login.Username, login.Password);
  return { ...login, ...AuthenticationResult, RefreshToken: AuthenticationResult?.RefreshToken ?? "" };
};

const makeClient = async ({ call, pool }: World, input: Partial<WireInput<"CreateUserPoolClient">>) => {
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "other", ...input });
  return { ClientId: UserPoolClient?.ClientId ?? "", ClientSecret: UserPoolClient?.ClientSecret ?? "" };
};

test("InitiateAuth refreshes without a new refresh token, and the new tokens belong to the same sign-in", async () => {
  await using world = await startWorld();
  const { AccessToken, RefreshToken } = await signedIn(world);
  const first = claimsOf(AccessToken);
  world.clock.advance(HOUR);
  for (const flow of ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"] as const) {
    const { AuthenticationResult, ...rest } = await refreshWith(world, RefreshToken, {}, undefined, flow);
    assert.deepEqual(rest, { ChallengeParameters: {} });
    assert.deepEqual(Object.keys(AuthenticationResult ?? {}).toSorted(), [
      "AccessToken",
      "ExpiresIn",
      "IdToken",
      "TokenType",
    ]);
    for (const token of [AuthenticationResult?.AccessToken, AuthenticationResult?.IdToken]) {
      const claims = claimsOf(token);
      assert.equal(claims["origin_jti"], first["origin_jti"]);
      assert.equal(claims["auth_time"], first["auth_time"]);
      assert.equal(claims["iat"], Number(first["iat"]) + 3600);
      assert.notEqual(claims["jti"], first["jti"]);
    }
  }
});

test("InitiateAuth refreshes with what the user is now", async () => {
  await using world = await startWorld();
  const { Username, RefreshToken } = await signedIn(world);
  await world.call.AdminUpdateUserAttributes({
    ...world.pool,
    Username,
    UserAttributes: [{ Name: "name", Value: "Ada" }],
  });
  const { AuthenticationResult } = await refreshWith(world, RefreshToken);
  assert.equal(claimsOf(AuthenticationResult?.IdToken)["name"], "Ada");
});

test("InitiateAuth refuses what is no refresh token of this client", async () => {
  await using world = await startWorld();
  const { RefreshToken, AccessToken } = await signedIn(world);
  const { ClientId } = await makeClient(world, {});
  const { UserPool } = await world.call.CreateUserPool({ PoolName: "other" });
  const foreign = await makeClient(world, { UserPoolId: UserPool?.Id ?? "" });
  const changed = `${RefreshToken.slice(0, -2)}${RefreshToken.endsWith("AA") ? "BB" : "AA"}`;
  for (const token of ["x", "", AccessToken ?? "", changed, `${RefreshToken}A`]) {
    await refused(refreshWith(world, token), "NotAuthorizedException", INVALID);
  }
  for (const client of [ClientId, foreign.ClientId]) {
    await refused(refreshWith(world, RefreshToken, {}, client), "NotAuthorizedException", INVALID);
  }
  assert.ok((await refreshWith(world, RefreshToken)).AuthenticationResult);
});

test("InitiateAuth refreshes until the client's RefreshTokenValidity is over, counted from the sign-in", async () => {
  await using world = await startWorld({ client: { RefreshTokenValidity: 2 } });
  const { RefreshToken } = await signedIn(world);
  world.clock.advance(2 * DAY - 1);
  assert.ok((await refreshWith(world, RefreshToken)).AuthenticationResult);
  world.clock.advance(1);
  await refused(refreshWith(world, RefreshToken), "NotAuthorizedException", EXPIRED);
});

test("InitiateAuth does not refresh for a disabled user, nor after the user is enabled again", async () => {
  await using world = await startWorld();
  const { Username, RefreshToken } = await signedIn(world);
  const { call, pool } = world;
  await call.AdminDisableUser({ ...pool, Username });
  await refused(refreshWith(world, RefreshToken), "NotAuthorizedException", TEXTS.disabled);
  await call.AdminEnableUser({ ...pool, Username });
  await refused(refreshWith(world, RefreshToken), "NotAuthorizedException", REVOKED);
});

test("InitiateAuth does not refresh for a deleted user", async () => {
  await using world = await startWorld();
  const { Username, RefreshToken } = await signedIn(world);
  await world.call.AdminDeleteUser({ ...world.pool, Username });
  await refused(refreshWith(world, RefreshToken), "NotAuthorizedException", INVALID);
});

test("InitiateAuth does not refresh while a reset is not finished, and does again afterwards", async () => {
  await using world = await startWorld();
  const { Username, RefreshToken } = await signedIn(world);
  const { call, pool, client, inbox } = world;
  await call.AdminResetUserPassword({ ...pool, Username });
  await refused(refreshWith(world, RefreshToken), "PasswordResetRequiredException", TEXTS.resetRequired);
  await call.ConfirmForgotPassword({
    ...client,
    Username,
    Password: "A better 1!",
    ConfirmationCode: inbox.latest("ada@example.com").code,
  });
  assert.ok((await refreshWith(world, RefreshToken)).AuthenticationResult);
});

test("InitiateAuth leaves refreshing to another operation where the client rotates its tokens", async () => {
  await using world = await startWorld();
  const { ClientId } = await makeClient(world, {
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  await refused(
    refreshWith(world, "x", {}, ClientId),
    "InvalidParameterException",
    "Auth flow not enabled for this client",
  );
});

test("InitiateAuth refreshes for a secret hash over any name of the user's, and for the secret itself", async () => {
  await using world = await startWorld({
    pool: { UsernameAttributes: ["email"], UsernameConfiguration: { CaseSensitive: false } },
  });
  const { call, pool } = world;
  const { ClientId, ClientSecret } = await makeClient(world, {
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  });
  const email = "ada@example.com";
  const PASSWORD = "Secret of ada 1!";
  await call.AdminCreateUser({
    ...pool,
    Username: email,
    MessageAction: "SUPPRESS",
    UserAttributes: [{ Name: "email_verified", Value: "true" }],
  });
  await call.AdminSetUserPassword({ ...pool, Username: email, Password: PASSWORD, Permanent: true });
  const { AuthenticationResult } = await call.InitiateAuth({
    ClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: email, PASSWORD, SECRET_HASH: secretHash(ClientSecret, email, ClientId) },
  });
  const token = AuthenticationResult?.RefreshToken ?? "";
  const sub = String(claimsOf(AuthenticationResult?.IdToken)["sub"]);
  for (const SECRET_HASH of [
    secretHash(ClientSecret, sub, ClientId),
    secretHash(ClientSecret, email, ClientId),
    ClientSecret,
  ]) {
    assert.ok((await refreshWith(world, token, { SECRET_HASH }, ClientId)).AuthenticationResult);
  }
  await refused(
    refreshWith(world, token, { SECRET_HASH: secretHash(ClientSecret, "eve", ClientId) }, ClientId),
    "NotAuthorizedException",
    `SecretHash does not match for the client: ${ClientId}`,
  );
  await refused(
    refreshWith(world, token, {}, ClientId),
    "NotAuthorizedException",
    `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
  );
});

test("InitiateAuth asks PreTokenGeneration alone when it refreshes", async () => {
  await using world = await startWorld();
  const { RefreshToken } = await signedIn(world);
  const { functions } = world;
  await world.updatePool({
    LambdaConfig: {
      PreAuthentication: functions.set("pre-auth", (event) => event),
      PostAuthentication: functions.set("post-auth", (event) => event),
      PreTokenGeneration: functions.set("pre-token", (event) => event),
    },
  });
  await refreshWith(world, RefreshToken);
  assert.deepEqual(
    functions.events.map(({ triggerSource }) => triggerSource),
    ["TokenGeneration_RefreshTokens"],
  );
});

test("InitiateAuth gives nothing for a refresh token that was revoked while the function was asked", async () => {
  await using world = await startWorld();
  const { Username, RefreshToken } = await signedIn(world);
  const { functions, call, pool } = world;
  const PreTokenGeneration = functions.set("pre-token", async (event) => {
    await call.AdminUserGlobalSignOut({ ...pool, Username });
    return event;
  });
  await world.updatePool({ LambdaConfig: { PreTokenGeneration } });
  await refused(refreshWith(world, RefreshToken), "NotAuthorizedException", REVOKED);
});
