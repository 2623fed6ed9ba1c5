/** What follows from the address that somebody signs in from. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isInRanges } from "../../model/threat-protection.ts";
import { callsFrom, eventsOf, protectedPool } from "../../testing/events.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const COMMON = "Password1!";
const BLOCKED = "Unable to login because of security reasons";

test("isInRanges knows addresses of both kinds, and IPv4 in the clothes of IPv6", () => {
  const ranges = ["192.0.2.0/24", "203.0.113.7/32", "2001:db8::/32"];
  for (const address of ["192.0.2.1", "192.0.2.255", "203.0.113.7", "2001:db8::1", "::ffff:192.0.2.9"]) {
    assert.equal(isInRanges(ranges, address), true, address);
  }
  for (const address of ["192.0.3.1", "203.0.113.8", "2001:db9::1", "::ffff:198.51.100.1", "::1"]) {
    assert.equal(isInRanges(ranges, address), false, address);
  }
  assert.equal(isInRanges(ranges, undefined), false);
  assert.equal(isInRanges([], "192.0.2.1"), false);
  assert.equal(isInRanges(["0.0.0.0/0"], "198.51.100.1"), true);
});

/** A world that blocks and skips addresses. */
const startGuarded = async (mode: "AUDIT" | "ENFORCED"): Promise<World> => {
  const world = await startWorld({ pool: protectedPool(mode) });
  await world.call.SetRiskConfiguration({
    ...world.pool,
    CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "BLOCK" } },
    RiskExceptionConfiguration: {
      BlockedIPRangeList: ["192.0.2.0/24"],
      SkippedIPRangeList: ["203.0.113.0/24"],
    },
  });
  return world;
};

const signInFrom = (world: World, remoteAddress: string, USERNAME: string, PASSWORD: string) =>
  callsFrom(world, { remoteAddress }).InitiateAuth({
    ...world.client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD },
  });

test("InitiateAuth refuses whoever comes from a blocked address, and records it of users", async () => {
  await using world = await startGuarded("ENFORCED");
  const { Username, Password } = await world.user();
  for (const name of [Username, "nobody"]) {
    await refused(signInFrom(world, "192.0.2.7", name, Password), "NotAuthorizedException", BLOCKED);
  }
  const [event, ...more] = await eventsOf(world);
  assert.deepEqual(more, []);
  assert.deepEqual(event?.EventRisk, { RiskDecision: "Block", CompromisedCredentialsDetected: false });
  assert.deepEqual(event?.EventContextData, { IpAddress: "192.0.2.7" });
  assert.equal(event?.EventResponse, "Fail");
  assert.ok((await signInFrom(world, "198.51.100.1", Username, Password)).AuthenticationResult);
});

test("AdminInitiateAuth judges the address of the user, and RespondToAuthChallenge that of the answer", async () => {
  await using world = await startGuarded("ENFORCED");
  const { call, pool, client } = world;
  const { Username, Password } = await world.user();
  const signIn = (IpAddress: string) =>
    call.AdminInitiateAuth({
      ...pool,
      ...client,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
      ContextData: { IpAddress, ServerName: "app", ServerPath: "/", HttpHeaders: [] },
    });
  await refused(signIn("192.0.2.7"), "NotAuthorizedException", BLOCKED);
  assert.ok((await signIn("198.51.100.1")).AuthenticationResult);
  await call.AdminSetUserPassword({ ...pool, Username, Password });
  const { Session } = await world.signIn(Username, Password);
  await refused(
    callsFrom(world, { remoteAddress: "192.0.2.7" }).RespondToAuthChallenge({
      ...client,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: "Another one 1!" },
    }),
    "NotAuthorizedException",
    BLOCKED,
  );
});

test("A refresh goes on from a blocked address: it signs nobody in", async () => {
  await using world = await startGuarded("ENFORCED");
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  await callsFrom(world, { remoteAddress: "192.0.2.7" }).InitiateAuth({
    ...world.client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? "" },
  });
});

test("Blocked addresses bar nobody where the pool only looks on", async () => {
  await using world = await startGuarded("AUDIT");
  const { Username, Password } = await world.user();
  assert.ok((await signInFrom(world, "192.0.2.7", Username, Password)).AuthenticationResult);
});

test("From a skipped address no password is looked up", async () => {
  await using world = await startGuarded("ENFORCED");
  await world.user();
  await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password: COMMON, Permanent: true });
  assert.ok((await signInFrom(world, "203.0.113.9", "ada", COMMON)).AuthenticationResult);
  assert.equal((await eventsOf(world))[0]?.EventRisk?.CompromisedCredentialsDetected, false);
  await refused(signInFrom(world, "198.51.100.1", "ada", COMMON), "PasswordResetRequiredException");
});
