import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const ACCESS_REVOKED = "Access Token has been revoked";
const REFRESH_REVOKED = "Refresh Token has been revoked";

const signIn = async (world: World, name = "ada") => {
  const { AuthenticationResult } = await world.signIn(name, `Secret of ${name} 1!`);
  return { AccessToken: AuthenticationResult?.AccessToken ?? "", Refresh: AuthenticationResult?.RefreshToken ?? "" };
};

const refresh = ({ call, client }: World, REFRESH_TOKEN: string) =>
  call.InitiateAuth({ ...client, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } });

/** Both operations that end every sign-in of a user. */
const signOuts: Readonly<Record<string, (world: World, AccessToken: string) => Promise<unknown>>> = {
  GlobalSignOut: ({ call }, AccessToken) => call.GlobalSignOut({ AccessToken }),
  AdminUserGlobalSignOut: ({ call, pool }) => call.AdminUserGlobalSignOut({ ...pool, Username: "ada" }),
};

for (const [name, signOut] of Object.entries(signOuts)) {
  test(`${name} ends every sign-in of the user so far, and nobody else's`, async () => {
    await using world = await startWorld();
    const { call } = world;
    await world.user("ada");
    await world.user("bob");
    const before = [await signIn(world), await signIn(world)];
    const bob = await signIn(world, "bob");
    assert.deepEqual(await signOut(world, before[0]?.AccessToken ?? ""), {});
    for (const { AccessToken, Refresh } of before) {
      await refused(call.GetUser({ AccessToken }), "NotAuthorizedException", ACCESS_REVOKED);
      await refused(refresh(world, Refresh), "NotAuthorizedException", REFRESH_REVOKED);
    }
    await call.GetUser({ AccessToken: bob.AccessToken });
    // At the same moment of the clock: what is revoked does not depend on how it is read.
    const after = await signIn(world);
    await call.GetUser({ AccessToken: after.AccessToken });
    assert.ok((await refresh(world, after.Refresh)).AuthenticationResult);
  });
}

test("GlobalSignOut wants a token that still works", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await world.user();
  const { AccessToken } = await signIn(world);
  await call.GlobalSignOut({ AccessToken });
  await refused(call.GlobalSignOut({ AccessToken }), "NotAuthorizedException", ACCESS_REVOKED);
  const { AccessToken: later } = await signIn(world);
  await call.AdminResetUserPassword({ ...pool, Username: "ada" });
  await refused(call.GlobalSignOut({ AccessToken: later }), "PasswordResetRequiredException", TEXTS.resetRequired);
});

test("GlobalSignOut says in an exception of its own that the user is gone", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await world.user();
  const { AccessToken } = await signIn(world);
  await call.AdminDeleteUser({ ...pool, Username: "ada" });
  await refused(call.GlobalSignOut({ AccessToken }), "NotAuthorizedException", TEXTS.unknownUser);
});

test("AdminUserGlobalSignOut does not know users who do not exist", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await refused(
    call.AdminUserGlobalSignOut({ ...pool, Username: "nobody" }),
    "UserNotFoundException",
    TEXTS.unknownUser,
  );
});

test("AdminUserGlobalSignOut shows functions the moment up to which tokens are revoked", async () => {
  await using world = await startWorld();
  const { call, pool, functions, clock } = world;
  await world.user();
  const revokedAt = clock.now();
  await call.AdminUserGlobalSignOut({ ...pool, Username: "ada" });
  await world.updatePool({
    LambdaConfig: { PreTokenGeneration: functions.set("pre-token", (event) => event) },
  });
  await signIn(world);
  const attributes = functions.events[0]?.request["userAttributes"];
  assert.ok(typeof attributes === "object" && attributes !== null && "cognito:token_nbf" in attributes);
  assert.equal(attributes["cognito:token_nbf"], String(revokedAt));
});

test("GlobalSignOut, revocations, spent sessions and used codes outlive a restart", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "poolhouse-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "world.db");
  const run = async () => {
    await using world = await startWorld({ path });
    const { call, pool, client } = world;
    await world.user();
    const out = await signIn(world);
    await call.GlobalSignOut({ AccessToken: out.AccessToken });
    const live = await signIn(world);
    const dead = await signIn(world);
    await call.RevokeToken({ ...client, Token: dead.Refresh });
    await call.AdminCreateUser({
      ...pool,
      Username: "tess",
      TemporaryPassword: "Temporary 1!",
      MessageAction: "SUPPRESS",
    });
    const { Session } = await world.signIn("tess", "Temporary 1!");
    const answer = {
      ...client,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: { USERNAME: "tess", NEW_PASSWORD: "Chosen 1! now" },
    } as const;
    await call.RespondToAuthChallenge(answer);
    return { out, live, dead, answer, now: world.clock.now(), client };
  };
  const before = await run();
  await using world = await startWorld({ path, populated: false });
  world.clock.set(before.now);
  const again: World = { ...world, client: before.client };
  for (const { AccessToken, Refresh } of [before.out, before.dead]) {
    await refused(world.call.GetUser({ AccessToken }), "NotAuthorizedException", ACCESS_REVOKED);
    await refused(refresh(again, Refresh), "NotAuthorizedException", REFRESH_REVOKED);
  }
  await refused(
    world.call.RespondToAuthChallenge(before.answer),
    "NotAuthorizedException",
    "Invalid session for the user, session can only be used once.",
  );
  await world.call.GetUser({ AccessToken: before.live.AccessToken });
  assert.ok((await refresh(again, before.live.Refresh)).AuthenticationResult);
});
