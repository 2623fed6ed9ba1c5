import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused } from "../../testing/refused.ts";
import { secretHash } from "../../testing/secret-hash.ts";
import { startWorld, type World } from "../../testing/world.ts";

const ACCESS_REVOKED = "Access Token has been revoked";
const REFRESH_REVOKED = "Refresh Token has been revoked";

const signIn = async (world: World) => {
  const { AuthenticationResult } = await world.signIn("ada", "Secret of ada 1!");
  return { Access: AuthenticationResult?.AccessToken ?? "", Refresh: AuthenticationResult?.RefreshToken ?? "" };
};

const refresh = async ({ call, client }: World, REFRESH_TOKEN: string) => {
  const { AuthenticationResult } = await call.InitiateAuth({
    ...client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN },
  });
  return AuthenticationResult?.AccessToken ?? "";
};

const makeClient = async ({ call, pool }: World, input: Partial<WireInput<"CreateUserPoolClient">>) => {
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "other", ...input });
  return { ClientId: UserPoolClient?.ClientId ?? "", ClientSecret: UserPoolClient?.ClientSecret ?? "" };
};

test("RevokeToken ends the refresh token and every token that came from it, and no other sign-in", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await world.user();
  const [first, second] = [await signIn(world), await signIn(world)];
  const refreshed = await refresh(world, first.Refresh);
  assert.deepEqual(await call.RevokeToken({ ...client, Token: first.Refresh }), {});
  await refused(refresh(world, first.Refresh), "NotAuthorizedException", REFRESH_REVOKED);
  for (const AccessToken of [first.Access, refreshed]) {
    await refused(call.GetUser({ AccessToken }), "NotAuthorizedException", ACCESS_REVOKED);
  }
  await call.GetUser({ AccessToken: second.Access });
  assert.ok(await refresh(world, second.Refresh));
});

test("RevokeToken has nothing against a token that is dead already", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await world.user();
  const { Refresh } = await signIn(world);
  for (let n = 0; n < 2; n += 1) assert.deepEqual(await call.RevokeToken({ ...client, Token: Refresh }), {});
  const { Refresh: expired } = await signIn(world);
  world.clock.advance(31 * 86_400_000);
  assert.deepEqual(await call.RevokeToken({ ...client, Token: expired }), {});
});

test("RevokeToken leaves a token of another client alone", async () => {
  await using world = await startWorld();
  const { call } = world;
  await world.user();
  const { Refresh } = await signIn(world);
  const { ClientId } = await makeClient(world, {});
  assert.deepEqual(await call.RevokeToken({ ClientId, Token: Refresh }), {});
  assert.ok(await refresh(world, Refresh));
});

test("RevokeToken takes refresh tokens alone", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await world.user();
  const { Access } = await signIn(world);
  for (const Token of [Access, "garbage"]) {
    await refused(call.RevokeToken({ ...client, Token }), "UnsupportedTokenTypeException");
  }
});

test("RevokeToken is refused for a client without token revocation, and for one that does not exist", async () => {
  await using world = await startWorld({ client: { EnableTokenRevocation: false } });
  const { call, client } = world;
  await world.user();
  const { Refresh } = await signIn(world);
  await refused(call.RevokeToken({ ...client, Token: Refresh }), "UnsupportedOperationException");
  await refused(call.RevokeToken({ ClientId: "nobodysclient", Token: Refresh }), "UnauthorizedException");
});

test("RevokeToken wants the secret of a client that has one", async () => {
  await using world = await startWorld();
  const { call } = world;
  const { Username: USERNAME, Password: PASSWORD } = await world.user();
  const { ClientId, ClientSecret } = await makeClient(world, {
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  });
  const { AuthenticationResult } = await call.InitiateAuth({
    ClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD, SECRET_HASH: secretHash(ClientSecret, USERNAME, ClientId) },
  });
  const Token = AuthenticationResult?.RefreshToken ?? "";
  const AccessToken = AuthenticationResult?.AccessToken ?? "";
  await refused(call.RevokeToken({ ClientId, Token }), "UnauthorizedException");
  await refused(call.RevokeToken({ ClientId, Token, ClientSecret: "x".repeat(52) }), "UnauthorizedException");
  await call.GetUser({ AccessToken });
  assert.deepEqual(await call.RevokeToken({ ClientId, Token, ClientSecret }), {});
  await refused(call.GetUser({ AccessToken }), "NotAuthorizedException", ACCESS_REVOKED);
});

test("RevokeToken ends a family by any of its tokens, replaced ones too", async () => {
  await using world = await startWorld({
    client: {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    },
  });
  const { call, client } = world;
  await world.user();
  const rotate = async (RefreshToken: string) => {
    const { AuthenticationResult } = await call.GetTokensFromRefreshToken({ ...client, RefreshToken });
    return { Access: AuthenticationResult?.AccessToken ?? "", Refresh: AuthenticationResult?.RefreshToken ?? "" };
  };
  for (const which of ["replaced", "newest"] as const) {
    const first = await signIn(world);
    const second = await rotate(first.Refresh);
    world.clock.advance(60_000);
    const Token = which === "replaced" ? first.Refresh : second.Refresh;
    for (const RevokeAssociatedSessions of ["LINKED", "NONE"] as const) {
      assert.deepEqual(await call.RevokeToken({ ...client, Token, RevokeAssociatedSessions }), {});
    }
    await refused(rotate(second.Refresh), "NotAuthorizedException", REFRESH_REVOKED);
    for (const AccessToken of [first.Access, second.Access]) {
      await refused(call.GetUser({ AccessToken }), "NotAuthorizedException", ACCESS_REVOKED);
    }
  }
});
