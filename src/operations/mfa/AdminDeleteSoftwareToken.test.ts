import assert from "node:assert/strict";
import { test } from "node:test";
import { createAuthenticator, startAppWorld } from "../../testing/authenticator.ts";
import { refused, TEXTS } from "../../testing/refused.ts";

test("AdminDeleteSoftwareToken takes the app away: the next sign-in needs none, or sets another one up", async () => {
  for (const [mode, next] of [
    ["OPTIONAL", undefined],
    ["ON", "MFA_SETUP"],
  ] as const) {
    await using world = await startAppWorld(mode);
    const { call, pool } = world;
    assert.deepEqual(await call.AdminDeleteSoftwareToken({ ...pool, Username: "ada" }), {});
    const user = await call.AdminGetUser({ ...pool, Username: "ada" });
    assert.ok(!("UserMFASettingList" in user) && !("PreferredMfaSetting" in user));
    const { ChallengeName, AuthenticationResult } = await world.signIn("ada", world.ada.Password);
    assert.equal(ChallengeName, next);
    assert.equal(AuthenticationResult === undefined, mode === "ON");
  }
});

test("AdminDeleteSoftwareToken ends a set-up that is under way, up to the tokens", async () => {
  await using world = await startAppWorld("ON");
  const { call, client, pool, clock, AccessToken } = world;
  const Username = "ada";
  const remove = () => call.AdminDeleteSoftwareToken({ ...pool, Username });
  const { SecretCode: waiting } = await call.AssociateSoftwareToken({ AccessToken });
  await remove();
  await refused(
    call.VerifySoftwareToken({ AccessToken, UserCode: createAuthenticator(waiting, clock).code() }),
    "SoftwareTokenMFANotFoundException",
    "Software Token MFA does not exist for the user.",
  );
  const begun = await world.signIn("ada", world.ada.Password);
  const { SecretCode, Session } = await call.AssociateSoftwareToken({ Session: begun.Session });
  const app = createAuthenticator(SecretCode, clock);
  const verified = await call.VerifySoftwareToken({ Session, UserCode: app.code() });
  await remove();
  await refused(
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "MFA_SETUP",
      Session: verified.Session,
      ChallengeResponses: { USERNAME: "ada" },
    }),
    "SoftwareTokenMFANotFoundException",
    "Software Token MFA does not exist for the user.",
  );
});

test("AdminDeleteSoftwareToken succeeds where there is no app, and does not know whom nobody made", async () => {
  await using world = await startAppWorld();
  const { call, pool } = world;
  await world.user("bob");
  assert.deepEqual(await call.AdminDeleteSoftwareToken({ ...pool, Username: "bob" }), {});
  await refused(
    call.AdminDeleteSoftwareToken({ ...pool, Username: "nobody" }),
    "UserNotFoundException",
    TEXTS.unknownUser,
  );
});

test("AdminDeleteUser takes the app along: who is made again under the name has none", async () => {
  await using world = await startAppWorld();
  const { call, pool } = world;
  await call.AdminDeleteUser({ ...pool, Username: "ada" });
  await world.user("ada");
  assert.ok((await world.signIn("ada", world.ada.Password)).AuthenticationResult);
});
