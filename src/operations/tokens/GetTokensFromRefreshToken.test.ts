import assert from "node:assert/strict";
import { test } from "node:test";
import { claimsOf } from "../../testing/claims.ts";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const INVALID = "Invalid Refresh Token.";
const REVOKED = "Refresh Token has been revoked";
const EXPIRED = "Refresh Token has expired";
const REUSED = "Refresh token has been reused";
const ACCESS_REVOKED = "Access Token has been revoked";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A world whose client rotates refresh tokens, with Ada signed in. */
const startRotating = async (grace: number | undefined, client: Partial<WireInput<"CreateUserPoolClient">> = {}) => {
  const world = await startWorld({
    client: {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      RefreshTokenRotation: {
        Feature: "ENABLED",
        ...(grace === undefined ? {} : { RetryGracePeriodSeconds: grace }),
      },
      ...client,
    },
  });
  const login = await world.user();
  const { AuthenticationResult: first } = await world.signIn(login.Username, login.Password);
  return { world, login, first: first?.RefreshToken ?? "", access: first?.AccessToken ?? "" };
};

const redeem = async ({ call, client }: World, RefreshToken: string) => {
  const { AuthenticationResult } = await call.GetTokensFromRefreshToken({ ...client, RefreshToken });
  return { next: AuthenticationResult?.RefreshToken ?? "", access: AuthenticationResult?.AccessToken ?? "" };
};

const signedIn = async (world: World) => {
  const login = await world.user();
  const { AuthenticationResult } = await world.signIn(login.Username, login.Password);
  return { ...login, token: AuthenticationResult?.RefreshToken ?? "", access: AuthenticationResult?.AccessToken };
};

test("GetTokensFromRefreshToken gives new tokens of the same sign-in, and no refresh token without rotation", async () => {
  await using world = await startWorld();
  const { token, access } = await signedIn(world);
  const first = claimsOf(access);
  world.clock.advance(HOUR);
  for (const DeviceKey of [undefined, "us-east-1_2f1c6b0e-0000-4000-8000-000000000000"]) {
    const { AuthenticationResult, ...rest } = await world.call.GetTokensFromRefreshToken({
      ...world.client,
      RefreshToken: token,
      DeviceKey,
    });
    assert.deepEqual(rest, {});
    const { AccessToken, IdToken, ...plain } = AuthenticationResult ?? {};
    assert.deepEqual(plain, { ExpiresIn: 3600, TokenType: "Bearer" });
    for (const claims of [claimsOf(AccessToken), claimsOf(IdToken)]) {
      assert.equal(claims["origin_jti"], first["origin_jti"]);
      assert.equal(claims["auth_time"], first["auth_time"]);
      assert.equal(claims["iat"], Number(first["iat"]) + 3600);
    }
    await world.call.GetUser({ AccessToken: AccessToken ?? "" });
  }
});

test("GetTokensFromRefreshToken replaces the refresh token where the client rotates, and again its successor", async () => {
  const { world, first, access } = await startRotating(0);
  await using _ = world;
  const tokens = new Set([first]);
  let token = first;
  for (let turn = 0; turn < 5; turn += 1) {
    world.clock.advance(HOUR);
    const { next, access: renewed } = await redeem(world, token);
    assert.match(next, /^eyJjdHki[\w-]*(\.[\w-]+){4}$/);
    assert.equal(claimsOf(renewed)["origin_jti"], claimsOf(access)["origin_jti"]);
    await world.call.GetUser({ AccessToken: renewed });
    tokens.add(next);
    token = next;
  }
  assert.equal(tokens.size, 6);
});

test("GetTokensFromRefreshToken gives a successor what is left of the first token's time", async () => {
  const { world, first } = await startRotating(0, { RefreshTokenValidity: 2 });
  await using _ = world;
  world.clock.advance(2 * DAY - 1);
  const { next } = await redeem(world, first);
  world.clock.advance(1);
  await refused(redeem(world, next), "NotAuthorizedException", EXPIRED);
});

/** When a replaced token is shown again, in milliseconds after its use, and what comes of it. */
const REPLAYS = [
  { grace: undefined, after: 0, works: false },
  { grace: 0, after: 0, works: false },
  { grace: 10, after: 0, works: true },
  { grace: 10, after: 9_999, works: true },
  { grace: 10, after: 10_000, works: false },
  { grace: 60, after: 59_999, works: true },
  { grace: 60, after: 60_000, works: false },
  { grace: 60, after: 20 * DAY, works: false },
] as const;

for (const { grace, after, works } of REPLAYS) {
  const outcome = works ? "answers a retry" : "takes for theft what comes";
  test(`GetTokensFromRefreshToken ${outcome} ${after} ms after the use, with a grace period of ${grace} s`, async () => {
    const { world, first, access } = await startRotating(grace);
    await using _ = world;
    const { next, access: renewed } = await redeem(world, first);
    world.clock.advance(after);
    if (works) {
      assert.equal((await redeem(world, first)).next, next, "a token has one successor");
      assert.notEqual((await redeem(world, next)).next, next);
      return;
    }
    const { AuthenticationResult: other } = await world.signIn("ada", "Secret of ada 1!");
    await refused(redeem(world, first), "RefreshTokenReuseException", REUSED);
    // Whoever holds the successor, the user or a thief, is out as well.
    for (const token of [first, next]) await refused(redeem(world, token), "NotAuthorizedException", REVOKED);
    if (after < HOUR) {
      for (const AccessToken of [access, renewed]) {
        await refused(world.call.GetUser({ AccessToken }), "NotAuthorizedException", ACCESS_REVOKED);
      }
    }
    // Other sign-ins of the user stay.
    await world.call.GetUser({ AccessToken: other?.AccessToken ?? "" });
    assert.ok((await redeem(world, other?.RefreshToken ?? "")).next);
  });
}

test("GetTokensFromRefreshToken answers a retry of a token whose successor has been used within the grace period too", async () => {
  const { world, first } = await startRotating(30);
  await using _ = world;
  const { next: second } = await redeem(world, first);
  world.clock.advance(10_000);
  const { next: third } = await redeem(world, second);
  world.clock.advance(10_000);
  assert.equal((await redeem(world, first)).next, second);
  assert.equal((await redeem(world, second)).next, third);
  world.clock.advance(10_000);
  await refused(redeem(world, first), "RefreshTokenReuseException", REUSED);
  await refused(redeem(world, third), "NotAuthorizedException", REVOKED);
});

test("GetTokensFromRefreshToken answers fifty requests at once with the same successor", async () => {
  const { world, first } = await startRotating(60);
  await using _ = world;
  const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(world, first)));
  const successors = new Set(answers.map(({ next }) => next));
  assert.equal(successors.size, 1);
  assert.equal(new Set(answers.map(({ access }) => access)).size, 50);
  const [successor = ""] = successors;
  assert.ok((await redeem(world, successor)).next);
});

test("GetTokensFromRefreshToken serves one of fifty requests at once without a grace period, and takes the rest for theft", async () => {
  const { world, first } = await startRotating(0);
  await using _ = world;
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () =>
      redeem(world, first).then(
        ({ next }) => next,
        (error: unknown) => (error instanceof Error ? error.name : ""),
      ),
    ),
  );
  const served = outcomes.filter((outcome) => !outcome.endsWith("Exception"));
  assert.equal(served.length, 1);
  assert.ok(outcomes.includes("RefreshTokenReuseException"));
  await refused(redeem(world, served[0] ?? ""), "NotAuthorizedException", REVOKED);
});

test("GetTokensFromRefreshToken has nothing to do with sign-ins through REFRESH_TOKEN_AUTH, which a rotating client refuses", async () => {
  const { world, first } = await startRotating(0);
  await using _ = world;
  await refused(
    world.call.InitiateAuth({
      ...world.client,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: first },
    }),
    "InvalidParameterException",
    "Auth flow not enabled for this client",
  );
  assert.ok((await redeem(world, first)).next);
});

test("GetTokensFromRefreshToken rotates no more once the client is changed, and still knows a stolen token", async () => {
  const { world, first } = await startRotating(0);
  await using _ = world;
  const { next } = await redeem(world, first);
  await world.call.UpdateUserPoolClient({
    ...world.pool,
    ...world.client,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  });
  for (let turn = 0; turn < 2; turn += 1) assert.equal((await redeem(world, next)).next, "");
  const throughFlow = (REFRESH_TOKEN: string) =>
    world.call.InitiateAuth({ ...world.client, AuthFlow: "REFRESH_TOKEN", AuthParameters: { REFRESH_TOKEN } });
  await throughFlow(next);
  await refused(throughFlow(first), "NotAuthorizedException", REVOKED);
  await refused(throughFlow(next), "NotAuthorizedException", REVOKED);
});

test("GetTokensFromRefreshToken begins to rotate the tokens of older sign-ins", async () => {
  await using world = await startWorld();
  const { token } = await signedIn(world);
  await world.call.UpdateUserPoolClient({
    ...world.pool,
    ...world.client,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  const { next } = await redeem(world, token);
  assert.notEqual(next, token);
  await refused(redeem(world, token), "RefreshTokenReuseException", REUSED);
  await refused(redeem(world, next), "NotAuthorizedException", REVOKED);
});

test("GetTokensFromRefreshToken refuses what is no refresh token of this client, and nothing becomes of it", async () => {
  const { world, first, access } = await startRotating(0);
  await using _ = world;
  const { call, pool } = world;
  const rotation = { Feature: "ENABLED", RetryGracePeriodSeconds: 0 } as const;
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "other",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: rotation,
  });
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const foreign = await call.CreateUserPoolClient({ UserPoolId: UserPool?.Id ?? "", ClientName: "foreign" });
  const changed = `${first.slice(0, -2)}${first.endsWith("AA") ? "BB" : "AA"}`;
  for (const token of ["x", access, changed, `${first}A`]) {
    await refused(redeem(world, token), "NotAuthorizedException", INVALID);
  }
  const { next } = await redeem(world, first);
  for (const ClientId of [UserPoolClient?.ClientId ?? "", foreign.UserPoolClient?.ClientId ?? ""]) {
    for (const RefreshToken of [first, next]) {
      await refused(call.GetTokensFromRefreshToken({ ClientId, RefreshToken }), "NotAuthorizedException", INVALID);
    }
  }
  assert.ok((await redeem(world, next)).next, "a replay through another client is not one of this family's");
  await refused(
    call.GetTokensFromRefreshToken({ ClientId: "nobody", RefreshToken: first }),
    "ResourceNotFoundException",
    "User pool client nobody does not exist.",
  );
});

test("GetTokensFromRefreshToken wants the plain secret of a client that has one, any of its secrets", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "confidential",
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  const ClientId = UserPoolClient?.ClientId ?? "";
  const ClientSecret = UserPoolClient?.ClientSecret ?? "";
  const { token } = await signedIn(world);
  const ask = (RefreshToken: string, secret: { ClientSecret?: string }) =>
    call.GetTokensFromRefreshToken({ ClientId, RefreshToken, ...secret });
  await refused(
    ask(token, {}),
    "NotAuthorizedException",
    `Client ${ClientId} is configured for secret but secret was not received`,
  );
  await refused(
    ask(token, { ClientSecret: "x".repeat(52) }),
    "NotAuthorizedException",
    `Client secret does not match for the client: ${ClientId}`,
  );
  await refused(ask(token, { ClientSecret }), "NotAuthorizedException", INVALID);
  // A public client ignores a secret.
  const answer = await call.GetTokensFromRefreshToken({ ...world.client, RefreshToken: token, ClientSecret });
  assert.ok(answer.AuthenticationResult?.AccessToken);
});

test("GetTokensFromRefreshToken judges the user as every sign-in does, and says what it may", async () => {
  const { world, login, first } = await startRotating(0);
  await using _ = world;
  const { call, pool, client, inbox } = world;
  const { Username } = login;
  await call.AdminResetUserPassword({ ...pool, Username });
  await refused(redeem(world, first), "NotAuthorizedException", REVOKED);
  const { code } = inbox.latest("ada@example.com");
  const Password = "A better 1!";
  await call.ConfirmForgotPassword({ ...client, Username, Password, ConfirmationCode: code });
  const { next } = await redeem(world, first);
  await call.AdminDisableUser({ ...pool, Username });
  await refused(redeem(world, next), "NotAuthorizedException", TEXTS.disabled);
  await call.AdminEnableUser({ ...pool, Username });
  await refused(redeem(world, next), "NotAuthorizedException", REVOKED);
  const { AuthenticationResult } = await world.signIn(Username, Password);
  await call.AdminDeleteUser({ ...pool, Username });
  await refused(redeem(world, AuthenticationResult?.RefreshToken ?? ""), "NotAuthorizedException", INVALID);
});

test("GetTokensFromRefreshToken asks PreTokenGeneration alone, with the request's metadata", async () => {
  const { world, first } = await startRotating(0);
  await using _ = world;
  const { functions, call, client } = world;
  await world.updatePool({
    LambdaConfig: {
      PreAuthentication: functions.set("pre-auth", (event) => event),
      PostAuthentication: functions.set("post-auth", (event) => event),
      PreTokenGenerationConfig: {
        LambdaVersion: "V2_0",
        LambdaArn: functions.set("pre-token", (event) => ({
          ...event,
          response: {
            claimsAndScopeOverrideDetails: {
              accessTokenGeneration: { claimsToAddOrOverride: { tenant: "t1" }, scopesToAdd: ["orders/read"] },
            },
          },
        })),
      },
    },
  });
  const { AuthenticationResult } = await call.GetTokensFromRefreshToken({
    ...client,
    RefreshToken: first,
    ClientMetadata: { tenant: "t1" },
  });
  assert.deepEqual(
    functions.events.map(({ triggerSource }) => triggerSource),
    ["TokenGeneration_RefreshTokens"],
  );
  assert.deepEqual(functions.events[0]?.request["clientMetadata"], { tenant: "t1" });
  const claims = claimsOf(AuthenticationResult?.AccessToken);
  assert.deepEqual([claims["tenant"], claims["scope"]], ["t1", "aws.cognito.signin.user.admin orders/read"]);
});

test("GetTokensFromRefreshToken leaves the token usable when the function fails", async () => {
  const { world, first } = await startRotating(0);
  await using _ = world;
  const { functions } = world;
  const PreTokenGeneration = functions.set("pre-token", () => {
    throw new Error("not today");
  });
  await world.updatePool({ LambdaConfig: { PreTokenGeneration } });
  await refused(
    redeem(world, first),
    "UserLambdaValidationException",
    "PreTokenGeneration failed with error not today.",
  );
  await world.updatePool({ LambdaConfig: {} });
  assert.ok((await redeem(world, first)).next);
});

test("GetTokensFromRefreshToken gives nothing when the family ends while the function is asked", async () => {
  const { world, login, first } = await startRotating(0);
  await using _ = world;
  const { functions, call, pool } = world;
  const PreTokenGeneration = functions.set("pre-token", async (event) => {
    await call.AdminUserGlobalSignOut({ ...pool, Username: login.Username });
    return event;
  });
  await world.updatePool({ LambdaConfig: { PreTokenGeneration } });
  await refused(redeem(world, first), "NotAuthorizedException", REVOKED);
});

test("GetTokensFromRefreshToken finds a replay that came while the function was asked", async () => {
  const { world, first } = await startRotating(0);
  await using _ = world;
  const { functions } = world;
  let isFirst = true;
  const PreTokenGeneration = functions.set("pre-token", async (event) => {
    if (!isFirst) return event;
    isFirst = false;
    await redeem(world, first);
    return event;
  });
  await world.updatePool({ LambdaConfig: { PreTokenGeneration } });
  await refused(redeem(world, first), "RefreshTokenReuseException", REUSED);
});
