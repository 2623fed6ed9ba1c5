/** Amplify's Auth category: devices that are remembered, and stand for the second factor. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  confirmSignIn,
  fetchAuthSession,
  fetchDevices,
  forgetDevice,
  getCurrentUser,
  rememberDevice,
  signIn,
  signOut,
  type SignInOutput,
} from "aws-amplify/auth";
import { FACTORS } from "../src/testing/authenticator.ts";
import { codeTo } from "./code-to.ts";
import { requireStep, startAmplifyWorld, takeNewDevice } from "./amplify.ts";
import { useRiddle } from "./riddle.ts";

const EMAIL = "ada@example.com";
const FLOWS = ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"] as const;

/** A pool that demands a code by e-mail of every device that it does not know. */
const startDeviceWorld = async (DeviceOnlyRememberedOnUserPrompt = false) => {
  const world = await startAmplifyWorld({
    pool: {
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] },
    },
  });
  const { EmailMfaConfiguration } = FACTORS;
  await world.call.SetUserPoolMfaConfig({ ...world.pool, MfaConfiguration: "ON", EmailMfaConfiguration });
  const { Username: username, Password: password } = await world.user();
  /** Answers with the code that was sent. */
  const confirm = async (asked: SignInOutput) => {
    requireStep(asked, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
    requireStep(await confirmSignIn({ challengeResponse: await codeTo(world, EMAIL) }), "DONE");
  };
  return { world, username, password, confirm };
};

const deviceKey = async () => (await fetchAuthSession()).tokens?.accessToken.payload["device_key"];

for (const authFlowType of FLOWS) {
  test(`Amplify's device is remembered after ${authFlowType}, and asked for no second factor again`, async () => {
    const { world, username, password, confirm } = await startDeviceWorld();
    await using _ = world;
    const login = { username, password, options: { authFlowType } };
    await confirm(await signIn(login));
    const key = await deviceKey();
    const devices = await fetchDevices();
    assert.deepEqual(
      devices.map(({ id }) => id),
      [key],
    );
    await signOut();

    requireStep(await signIn(login), "DONE");
    assert.equal((await getCurrentUser()).username, username);
    assert.equal(await deviceKey(), key);
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    assert.equal(tokens?.accessToken.payload["device_key"], key);
    await signOut();

    // Another device is not this one.
    takeNewDevice();
    await confirm(await signIn(login));
    assert.notEqual(await deviceKey(), key);
    assert.equal((await fetchDevices()).length, 2);
  });
}

test("Amplify's device is remembered when the user asks for it, and no longer when it is forgotten", async () => {
  const { world, username, password, confirm } = await startDeviceWorld(true);
  await using _ = world;
  const login = { username, password };
  await confirm(await signIn(login));
  await signOut();
  await confirm(await signIn(login));
  await rememberDevice();
  await signOut();
  requireStep(await signIn(login), "DONE");
  await forgetDevice();
  assert.deepEqual(await fetchDevices(), []);
  await signOut();
  await confirm(await signIn(login));
});

test("Amplify signs in again from a device that somebody else has forgotten", async () => {
  const { world, username, password, confirm } = await startDeviceWorld();
  await using _ = world;
  const { pool, call } = world;
  await confirm(await signIn({ username, password }));
  const { Devices = [] } = await call.AdminListDevices({ ...pool, Username: username });
  await signOut();
  await call.AdminForgetDevice({ ...pool, Username: username, DeviceKey: Devices[0]?.DeviceKey ?? "" });
  await confirm(await signIn({ username, password }));
});

test("Amplify's remembered device proves itself after a custom challenge", async () => {
  await using world = await startAmplifyWorld({
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } },
    client: { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
  });
  await useRiddle(world);
  const { Username: username } = await world.user();
  const options = { authFlowType: "CUSTOM_WITHOUT_SRP" } as const;
  const keys: unknown[] = [];
  for (let time = 0; time < 2; time += 1) {
    requireStep(await signIn({ username, options }), "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE");
    requireStep(await confirmSignIn({ challengeResponse: "42" }), "DONE");
    keys.push(await deviceKey());
    await signOut();
  }
  assert.ok(keys[0]);
  assert.equal(keys[1], keys[0]);
});
