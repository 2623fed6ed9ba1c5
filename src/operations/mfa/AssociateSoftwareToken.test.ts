import assert from "node:assert/strict";
import { test } from "node:test";
import { createAuthenticator, startAppWorld } from "../../testing/authenticator.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const OFF = "Software Token MFA has not been enabled by the userPool";
const INVALID = "Invalid session for the user.";
const SPENT = "Invalid session for the user, session can only be used once.";
const EXPIRED = "Invalid session for the user, session is expired.";
const SoftwareTokenMfaConfiguration = { Enabled: true };

const demand = ({ call, pool }: World, MfaConfiguration: "OPTIONAL" | "ON") =>
  call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration, SoftwareTokenMfaConfiguration });

const tokenOf = async (world: World): Promise<string> => {
  const { Username, Password } = await world.user();
  return (await world.signIn(Username, Password)).AuthenticationResult?.AccessToken ?? "";
};

/** Ada's sign-in, which waits for a factor to be set up. */
const startSetUp = async (world: World) => {
  await demand(world, "ON");
  const { Username, Password } = await world.user();
  const { ChallengeName, Session = "" } = await world.signIn(Username, Password);
  assert.equal(ChallengeName, "MFA_SETUP");
  return Session;
};

test("AssociateSoftwareToken gives a secret of 52 characters to who is signed in, and no session", async () => {
  await using world = await startWorld();
  await demand(world, "OPTIONAL");
  const AccessToken = await tokenOf(world);
  const { SecretCode = "", ...rest } = await world.call.AssociateSoftwareToken({ AccessToken });
  assert.match(SecretCode, /^[A-Z2-7]{52}$/);
  assert.deepEqual(rest, {});
  const again = await world.call.AssociateSoftwareToken({ AccessToken });
  assert.notEqual(again.SecretCode, SecretCode);
});

test("AssociateSoftwareToken gives a secret and the next session to a sign-in that waits for a factor", async () => {
  await using world = await startWorld();
  const Session = await startSetUp(world);
  const first = await world.call.AssociateSoftwareToken({ Session });
  assert.match(first.SecretCode ?? "", /^[A-Z2-7]{52}$/);
  assert.notEqual(first.Session, Session);
  await refused(world.call.AssociateSoftwareToken({ Session }), "NotAuthorizedException", SPENT);
  const second = await world.call.AssociateSoftwareToken({ Session: first.Session });
  assert.notEqual(second.SecretCode, first.SecretCode);
});

test("AssociateSoftwareToken leaves the registered app alone until the new one is proven", async () => {
  await using world = await startAppWorld();
  const { call, AccessToken, client, app } = world;
  await call.AssociateSoftwareToken({ AccessToken });
  const { Session } = await world.signIn("ada", world.ada.Password);
  const { AuthenticationResult } = await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "SOFTWARE_TOKEN_MFA",
    Session,
    ChallengeResponses: { USERNAME: "ada", SOFTWARE_TOKEN_MFA_CODE: app.code() },
  });
  assert.ok(AuthenticationResult);
});

test("AssociateSoftwareToken is refused where MFA is off again", async () => {
  await using world = await startAppWorld();
  await world.updatePool({ MfaConfiguration: "OFF" });
  const { AccessToken } = world;
  await refused(world.call.AssociateSoftwareToken({ AccessToken }), "SoftwareTokenMFANotFoundException", OFF);
});

test("AssociateSoftwareToken is refused in a pool without authenticator apps", async () => {
  await using world = await startWorld();
  const AccessToken = await tokenOf(world);
  await refused(world.call.AssociateSoftwareToken({ AccessToken }), "SoftwareTokenMFANotFoundException", OFF);
  await refused(
    world.call.VerifySoftwareToken({ AccessToken, UserCode: "123456" }),
    "SoftwareTokenMFANotFoundException",
    OFF,
  );
});

test("AssociateSoftwareToken takes neither a foreign nor a late session, nor that of another challenge", async () => {
  await using world = await startWorld();
  const { call, pool, clock } = world;
  const associate = (Session: string) => call.AssociateSoftwareToken({ Session });
  for (const nothing of ["x".repeat(20), "A".repeat(300), "é".repeat(30)]) {
    await refused(associate(nothing), "NotAuthorizedException", INVALID);
  }
  const Session = await startSetUp(world);
  clock.advance(3 * 60_000);
  await refused(associate(Session), "NotAuthorizedException", EXPIRED);

  await call.AdminSetUserPassword({ ...pool, Username: "ada", Password: "Temporary 1!", Permanent: false });
  const other = await world.signIn("ada", "Temporary 1!");
  assert.equal(other.ChallengeName, "NEW_PASSWORD_REQUIRED");
  await refused(associate(other.Session ?? ""), "NotAuthorizedException", INVALID);
});

test("AssociateSoftwareToken does not take the session of a user who has a factor to answer with", async () => {
  await using world = await startAppWorld("ON");
  const { Session = "", ChallengeName } = await world.signIn("ada", world.ada.Password);
  assert.equal(ChallengeName, "SOFTWARE_TOKEN_MFA");
  await refused(world.call.AssociateSoftwareToken({ Session }), "NotAuthorizedException", INVALID);
  await refused(world.call.VerifySoftwareToken({ Session, UserCode: "123456" }), "NotAuthorizedException", INVALID);
});

test("AssociateSoftwareToken ends with the session of a user who was disabled, reset, deleted or given a password", async () => {
  const table = [
    ["AdminDisableUser", TEXTS.disabled],
    ["AdminResetUserPassword", TEXTS.resetRequired],
    ["AdminDeleteUser", INVALID],
  ] as const;
  for (const [operation, message] of table) {
    await using world = await startWorld();
    const Session = await startSetUp(world);
    await world.call[operation]({ ...world.pool, Username: "ada" });
    // The operation declares no exception of its own for a reset: the words alone tell of it.
    await refused(world.call.AssociateSoftwareToken({ Session }), "NotAuthorizedException", message);
  }
  await using world = await startWorld();
  const Session = await startSetUp(world);
  const Password = "Another one 1!";
  await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password, Permanent: true });
  await refused(world.call.AssociateSoftwareToken({ Session }), "NotAuthorizedException", INVALID);
});

test("AssociateSoftwareToken tells what is wrong with an access token, and asks for one or a session", async () => {
  await using world = await startAppWorld();
  const { call, pool, AccessToken } = world;
  await refused(call.AssociateSoftwareToken({ AccessToken: "a.b.c" }), "NotAuthorizedException");
  await refused(call.AssociateSoftwareToken({}), "InvalidParameterException", "Missing required parameter Session");
  await call.AdminResetUserPassword({ ...pool, Username: "ada" });
  await refused(call.AssociateSoftwareToken({ AccessToken }), "NotAuthorizedException", TEXTS.resetRequired);
  await call.AdminUserGlobalSignOut({ ...pool, Username: "ada" });
  await refused(
    call.AssociateSoftwareToken({ AccessToken }),
    "NotAuthorizedException",
    "Access Token has been revoked",
  );
});

test("AssociateSoftwareToken gives every session a secret of its own", async () => {
  await using world = await startWorld();
  const { call } = world;
  const one = await call.AssociateSoftwareToken({ Session: await startSetUp(world) });
  const { Session } = await world.signIn("ada", "Secret of ada 1!");
  const other = await call.AssociateSoftwareToken({ Session });
  const code = createAuthenticator(one.SecretCode, world.clock).code();
  await refused(
    call.VerifySoftwareToken({ Session: other.Session, UserCode: code }),
    "EnableSoftwareTokenMFAException",
    "Code mismatch and fail enable Software Token MFA",
  );
  assert.equal((await call.VerifySoftwareToken({ Session: one.Session, UserCode: code })).Status, "SUCCESS");
});
