import assert from "node:assert/strict";
import { test } from "node:test";
import { InitiateAuthCommand, ListUserSessionsCommand } from "@aws-sdk/client-cognito-identity-provider";
import { claimsOf } from "../../testing/claims.ts";
import { refused } from "../../testing/refused.ts";
import { callsFrom, signInFrom, startTracking } from "../../testing/sessions.ts";
import { startWorld, type World } from "../../testing/world.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REVOKED = "Access Token has been revoked";
const OFF = "Session tracking is not enabled for the user pool.";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1";

const sessionsOf = async ({ call }: Pick<World, "call">, AccessToken: string) =>
  (await call.ListUserSessions({ AccessToken })).Sessions ?? [];

const devicesOf = async (world: World, access: string) =>
  (await sessionsOf(world, access)).map(({ DeviceType }) => DeviceType);

test("ListUserSessions shows where a user is signed in, and which session is the caller's", async () => {
  await using world = await startTracking();
  const { call, pool, client, clock } = world;
  await world.user();
  await world.user("bob");
  const begin = clock.now() / 1000;
  await signInFrom(world, callsFrom(world, FIREFOX));
  await signInFrom(world, callsFrom(world, FIREFOX), "bob");
  clock.advance(HOUR);
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "phone",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  });
  const phone = { ClientId: UserPoolClient?.ClientId ?? "" };
  const { access } = await signInFrom({ client: phone }, callsFrom(world, SAFARI));
  const { Sessions, ...rest } = await call.ListUserSessions({ AccessToken: access });
  assert.deepEqual(rest, {});
  const common = { SessionType: "TOKEN", LastIPAddress: "127.0.0.1", LastLocation: { Country: "unknown" } };
  assert.deepEqual(Sessions, [
    {
      ...common,
      ...phone,
      SessionId: Sessions?.[0]?.SessionId,
      CreateDate: begin + 3600,
      LastActiveDate: begin + 3600,
      DeviceType: "iOS, Safari",
      IsCurrentSession: true,
    },
    {
      ...common,
      ...client,
      SessionId: Sessions?.[1]?.SessionId,
      CreateDate: begin,
      LastActiveDate: begin,
      DeviceType: "Linux, Firefox",
      IsCurrentSession: false,
    },
  ]);
  for (const { SessionId } of Sessions ?? []) assert.match(SessionId ?? "", /^tkn[0-9a-z]{25}$/);
});

test("ListUserSessions shows the latest use, which a refresh is, by either entrance and with rotation too", async () => {
  await using world = await startTracking();
  const { call, client, clock } = world;
  await world.user();
  const [first, second] = [await signInFrom(world, call), await signInFrom(world, call)];
  const [older] = await sessionsOf(world, first.access);
  const begin = clock.now() / 1000;
  clock.advance(60_000);
  await callsFrom(world, SAFARI).InitiateAuth({
    ...client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: first.refresh },
  });
  clock.advance(60_000);
  await callsFrom(world, FIREFOX).GetTokensFromRefreshToken({ ...client, RefreshToken: second.refresh });
  let sessions = await sessionsOf(world, first.access);
  assert.deepEqual(
    sessions.map(({ DeviceType, CreateDate, LastActiveDate, IsCurrentSession }) => [
      DeviceType,
      CreateDate,
      LastActiveDate,
      IsCurrentSession,
    ]),
    [
      ["Linux, Firefox", begin, begin + 120, false],
      ["iOS, Safari", begin, begin + 60, true],
    ],
  );
  assert.ok(
    sessions.some(({ SessionId }) => SessionId === older?.SessionId),
    "its id stays",
  );
  await call.UpdateUserPoolClient({
    ...world.pool,
    ...client,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  clock.advance(60_000);
  await callsFrom(world, SAFARI).GetTokensFromRefreshToken({ ...client, RefreshToken: first.refresh });
  sessions = await sessionsOf(world, first.access);
  assert.deepEqual(
    sessions.map(({ LastActiveDate }) => LastActiveDate),
    [begin + 180, begin + 120],
  );
});

test("ListUserSessions knows the connection and the program of a real request", async () => {
  await using world = await startTracking();
  const { sdk } = await world.listen();
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await sdk.send(
    new InitiateAuthCommand({
      ...world.client,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  );
  const { Sessions } = await sdk.send(
    new ListUserSessionsCommand({ AccessToken: AuthenticationResult?.AccessToken ?? "" }),
  );
  const [session] = Sessions ?? [];
  assert.ok(session?.CreateDate instanceof Date);
  assert.match(session.DeviceType ?? "", /AWS SDK$/);
  assert.match(session.LastIPAddress ?? "", /127\.0\.0\.1$/);
  sdk.destroy();
});

test("ListUserSessions shows no session that has ended, however it ended", async () => {
  await using world = await startTracking();
  const { call, pool, client, clock } = world;
  await world.user();
  const count = async () => (await call.AdminListUserSessions({ ...pool, Username: "ada" })).Sessions?.length;

  const revoked = await signInFrom(world, call);
  assert.equal(await count(), 1);
  await call.RevokeToken({ ...client, Token: revoked.refresh });
  assert.equal(await count(), 0);

  const { access } = await signInFrom(world, call);
  await signInFrom(world, call);
  await call.GlobalSignOut({ AccessToken: access });
  assert.equal(await count(), 0);

  await signInFrom(world, call);
  await call.AdminDisableUser({ ...pool, Username: "ada" });
  assert.equal(await count(), 0);
  await call.AdminEnableUser({ ...pool, Username: "ada" });
  assert.equal(await count(), 0);

  await signInFrom(world, call);
  clock.advance(30 * DAY - 1);
  assert.equal(await count(), 1);
  clock.advance(1);
  assert.equal(await count(), 0);
});

test("ListUserSessions shows no session whose refresh token was stolen", async () => {
  await using world = await startTracking(20, {
    client: {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    },
  });
  const { call, pool, client } = world;
  await world.user();
  const { refresh: RefreshToken } = await signInFrom(world, call);
  await call.GetTokensFromRefreshToken({ ...client, RefreshToken });
  await refused(call.GetTokensFromRefreshToken({ ...client, RefreshToken }), "RefreshTokenReuseException");
  assert.deepEqual(await call.AdminListUserSessions({ ...pool, Username: "ada" }), { Sessions: [] });
});

test("ListUserSessions never shows more than a user may have: the least recently used goes first", async () => {
  await using world = await startTracking(3);
  const { call, client, clock } = world;
  await world.user();
  const signIns: Awaited<ReturnType<typeof signInFrom>>[] = [];
  const signIn = async () => {
    clock.advance(1000);
    const signedIn = await signInFrom(world, call);
    signIns.push(signedIn);
    return signedIn;
  };
  for (let n = 0; n < 3; n += 1) await signIn();
  // The oldest is used once more, so the second goes.
  clock.advance(1000);
  await call.GetTokensFromRefreshToken({ ...client, RefreshToken: signIns[0]?.refresh ?? "" });
  const { access } = await signIn();
  assert.equal((await sessionsOf(world, access)).length, 3);
  const [first, second, third] = signIns;
  await refused(call.GetUser({ AccessToken: second?.access ?? "" }), "NotAuthorizedException", REVOKED);
  await refused(
    call.GetTokensFromRefreshToken({ ...client, RefreshToken: second?.refresh ?? "" }),
    "NotAuthorizedException",
    "Refresh Token has been revoked",
  );
  for (const kept of [first, third]) await call.GetUser({ AccessToken: kept?.access ?? "" });
});

test("ListUserSessions is cut by a lower limit at the next sign-in, not before", async () => {
  await using world = await startTracking(5);
  const { call, pool } = world;
  await world.user();
  let access = "";
  for (let n = 0; n < 5; n += 1) ({ access } = await signInFrom(world, call));
  await call.SetUserPoolSessionConfiguration({
    ...pool,
    UserSessionTracking: "ENABLED",
    TokenSession: { MaxPerUser: 2 },
  });
  assert.equal((await sessionsOf(world, access)).length, 5);
  ({ access } = await signInFrom(world, call));
  assert.equal((await sessionsOf(world, access)).length, 2);
});

test("ListUserSessions holds the limit for sign-ins at the same time too, and for each user alone", async () => {
  await using world = await startTracking(3);
  const { call, pool } = world;
  await world.user();
  await world.user("bob");
  await signInFrom(world, call, "bob");
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, () =>
      signInFrom(world, call).then(
        () => "in",
        () => "refused",
      ),
    ),
  );
  assert.ok(outcomes.includes("in"));
  for (const [Username, expected] of [
    ["ada", 3],
    ["bob", 1],
  ] as const) {
    const { Sessions } = await call.AdminListUserSessions({ ...pool, Username });
    assert.equal(Sessions?.length, expected);
  }
});

test("ListUserSessions names the sign-in in the tokens of a client without token revocation too", async () => {
  await using world = await startTracking(1, {
    client: { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"], EnableTokenRevocation: false },
  });
  await world.user();
  const first = await signInFrom(world, world.call);
  assert.equal((await sessionsOf(world, first.access))[0]?.IsCurrentSession, true);
  assert.ok(claimsOf(first.access)["origin_jti"]);
  await signInFrom(world, world.call);
  await refused(world.call.GetUser({ AccessToken: first.access }), "NotAuthorizedException", REVOKED);
});

test("ListUserSessions begins with the sign-ins after tracking was switched on", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  await world.user();
  const before = await signInFrom(world, callsFrom(world, SAFARI));
  await refused(call.ListUserSessions({ AccessToken: before.access }), "OperationNotEnabledException", OFF);
  await call.SetUserPoolSessionConfiguration({
    ...pool,
    UserSessionTracking: "ENABLED",
    TokenSession: { MaxPerUser: 1 },
  });
  const { access } = await signInFrom(world, callsFrom(world, FIREFOX));
  assert.deepEqual(await devicesOf(world, access), ["Linux, Firefox"]);
  // What is not tracked is not counted either, and goes on.
  await call.GetTokensFromRefreshToken({ ...client, RefreshToken: before.refresh });
  assert.deepEqual(await devicesOf(world, before.access), ["Linux, Firefox"]);
  await call.SetUserPoolSessionConfiguration({
    ...pool,
    UserSessionTracking: "DISABLED",
    TokenSession: { MaxPerUser: 1 },
  });
  await refused(call.ListUserSessions({ AccessToken: access }), "OperationNotEnabledException", OFF);
});

test("ListUserSessions refuses in the API's words", async () => {
  await using world = await startTracking();
  const { call } = world;
  await world.user();
  const { access: AccessToken } = await signInFrom(world, call);
  await refused(
    call.ListUserSessions({ AccessToken, NextToken: "x" }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
  await refused(call.ListUserSessions({ AccessToken: "x.y.z" }), "NotAuthorizedException", "Invalid Access Token");
});
