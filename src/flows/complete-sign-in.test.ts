import assert from "node:assert/strict";
import { test } from "node:test";
import { startAppWorld } from "../testing/authenticator.ts";
import { signInOn, startDeviceWorld } from "../testing/device-client.ts";
import { refused, TEXTS } from "../testing/refused.ts";
import { startWorld, type World } from "../testing/world.ts";

const TOLD = "PostAuthentication_Authentication";
const ISSUED = "TokenGeneration_Authentication";

const sourcesOf = ({ functions }: World) => functions.events.map(({ triggerSource }) => triggerSource);

/** Tells PostAuthentication of every sign-in, and makes the change whenever PreTokenGeneration is asked. */
const changeMeanwhile = (world: World, change: () => Promise<unknown>) =>
  world.updatePool({
    LambdaConfig: {
      PostAuthentication: world.functions.set("post-auth", (event) => event),
      PreTokenGeneration: world.functions.set("pre-token", async (event) => {
        await change();
        return event;
      }),
    },
  });

test("issueAfterProof refuses who was barred after PostAuthentication was told, and tells it of nothing else", async () => {
  const bars = [
    ["AdminDisableUser", "NotAuthorizedException", TEXTS.disabled],
    ["AdminResetUserPassword", "PasswordResetRequiredException", TEXTS.resetRequired],
    ["AdminDeleteUser", "NotAuthorizedException", TEXTS.incorrect],
    ["AdminUserGlobalSignOut", "NotAuthorizedException", "Access Token has been revoked"],
  ] as const;
  for (const [operation, exception, message] of bars) {
    await using world = await startWorld();
    const { Username, Password } = await world.user();
    await changeMeanwhile(world, () => world.call[operation]({ ...world.pool, Username }));
    await refused(world.signIn(Username, Password), exception, message);
    assert.deepEqual(sourcesOf(world), [TOLD, ISSUED], operation);
  }
});

test("issueAfterProof refuses whose password was replaced by a temporary one meanwhile", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const temporary = { ...world.pool, Username, Password: "Another one 1!", Permanent: false };
  await changeMeanwhile(world, () => world.call.AdminSetUserPassword(temporary));
  await refused(world.signIn(Username, Password), "NotAuthorizedException", TEXTS.incorrect);
  assert.deepEqual(sourcesOf(world), [TOLD, ISSUED]);
});

test("issueAfterProof lets functions change what was proven with, when it is proven", async () => {
  await using world = await startAppWorld();
  const { call, pool, client, ada, app } = world;
  const { Session } = await world.signIn(ada.Username, ada.Password);
  const UserAttributes = [{ Name: "email_verified", Value: "false" }];
  await changeMeanwhile(world, () => call.AdminUpdateUserAttributes({ ...pool, Username: "ada", UserAttributes }));
  const { AuthenticationResult } = await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "SOFTWARE_TOKEN_MFA",
    Session,
    ChallengeResponses: { USERNAME: "ada", SOFTWARE_TOKEN_MFA_CODE: app.code() },
  });
  assert.ok(AuthenticationResult?.RefreshToken);
  assert.deepEqual(sourcesOf(world), [TOLD, ISSUED]);
});

test("issueAfterProof makes its tokens again, and tells nobody twice, when the device was forgotten meanwhile", async () => {
  // A device that is not remembered is asked for nothing.
  await using world = await startDeviceWorld({ DeviceOnlyRememberedOnUserPrompt: true });
  const { call, pool, ada, device } = world;
  const known = { ...pool, Username: ada.Username, DeviceKey: device.DeviceKey };
  let forgets = true;
  await changeMeanwhile(world, async () => {
    if (forgets) await call.AdminForgetDevice(known);
    forgets = false;
  });
  const { AuthenticationResult } = await signInOn(world, ada, device.DeviceKey);
  assert.ok(AuthenticationResult?.NewDeviceMetadata?.DeviceKey);
  assert.notEqual(AuthenticationResult.NewDeviceMetadata.DeviceKey, device.DeviceKey);
  assert.deepEqual(sourcesOf(world), [TOLD, ISSUED, ISSUED]);
});
