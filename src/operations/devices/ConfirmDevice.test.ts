import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { DEVICES_PER_USER } from "../../model/device.ts";
import { confirmDevice, makeDevice, startDeviceWorld } from "../../testing/device-client.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const TRACKING = { ChallengeRequiredOnNewDevice: true } as const;
const INVALID_KEY = ["InvalidParameterException", "Invalid device key given."] as const;

test("InitiateAuth gives every sign-in without a known device the keys of a new one", async () => {
  await using world = await startWorld({ pool: { DeviceConfiguration: TRACKING } });
  const { Username, Password } = await world.user();
  const [first, second] = [await world.signIn(Username, Password), await world.signIn(Username, Password)];
  const { DeviceKey, DeviceGroupKey } = first.AuthenticationResult?.NewDeviceMetadata ?? {};
  assert.match(DeviceKey ?? "", /^us-east-1_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.match(DeviceGroupKey ?? "", /^-[A-Za-z0-9]{8}$/);
  assert.notEqual(second.AuthenticationResult?.NewDeviceMetadata?.DeviceKey, DeviceKey);
  assert.equal(second.AuthenticationResult?.NewDeviceMetadata?.DeviceGroupKey, DeviceGroupKey);
  assert.equal(decodeJwt(first.AuthenticationResult?.AccessToken ?? "")["device_key"], DeviceKey);
  assert.ok(!("device_key" in decodeJwt(first.AuthenticationResult?.IdToken ?? "")));
});

test("InitiateAuth tracks no devices where the pool does not", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  assert.ok(!("NewDeviceMetadata" in (AuthenticationResult ?? {})));
  assert.ok(!("device_key" in decodeJwt(AuthenticationResult?.AccessToken ?? "")));
});

test("ConfirmDevice registers a device, which is remembered at once where the pool asks nobody", async () => {
  await using world = await startWorld({ pool: { DeviceConfiguration: TRACKING } });
  const { call, pool, clock } = world;
  const { Username, Password } = await world.user();
  const step = await world.signIn(Username, Password);
  clock.advance(1_000);
  const { DeviceKey, DeviceSecretVerifierConfig } = await makeDevice(step);
  const AccessToken = step.AuthenticationResult?.AccessToken ?? "";
  const answer = await call.ConfirmDevice({
    AccessToken,
    DeviceKey,
    DeviceSecretVerifierConfig,
    DeviceName: "Ada’s phone",
  });
  assert.deepEqual(answer, { UserConfirmationNecessary: false });
  const { Device } = await call.GetDevice({ AccessToken, DeviceKey });
  const owner = `${Username}.${pool.UserPoolId}`;
  assert.deepEqual(Device, {
    DeviceKey,
    DeviceAttributes: [
      { Name: "device_status", Value: "valid" },
      { Name: "device_name", Value: "Ada’s phone" },
      {
        Name: "dev:device_arn",
        Value: `arn:aws:cognito-idp:us-east-1:000000000000:owner/${owner}/device/${DeviceKey}`,
      },
      { Name: "dev:device_owner", Value: owner },
      { Name: "last_ip_used", Value: "127.0.0.1" },
      { Name: "dev:device_remembered_status", Value: "remembered" },
      { Name: "dev:device_sdk", Value: "aws-sdk-unknown-unknown" },
    ],
    DeviceCreateDate: clock.now() / 1000,
    DeviceLastModifiedDate: clock.now() / 1000,
    DeviceLastAuthenticatedDate: clock.now() / 1000 - 1,
  });
});

test("ConfirmDevice says where the user has to confirm, and remembers nothing yet", async () => {
  await using world = await startWorld({ pool: { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } } });
  const { call } = world;
  const { Username, Password } = await world.user();
  const step = await world.signIn(Username, Password);
  const { DeviceKey, DeviceSecretVerifierConfig } = await makeDevice(step);
  const AccessToken = step.AuthenticationResult?.AccessToken ?? "";
  assert.deepEqual(await call.ConfirmDevice({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }), {
    UserConfirmationNecessary: true,
  });
  const { Device } = await call.GetDevice({ AccessToken, DeviceKey });
  assert.ok(!Device.DeviceAttributes?.some(({ Name }) => Name === "device_name"));
  assert.equal(
    Device.DeviceAttributes?.find(({ Name }) => Name === "dev:device_remembered_status")?.Value,
    "not_remembered",
  );
});

test("ConfirmDevice registers a key once, of many requests at the same time too", async () => {
  await using world = await startWorld({ pool: { DeviceConfiguration: TRACKING } });
  const { call } = world;
  const { Username, Password } = await world.user();
  const step = await world.signIn(Username, Password);
  const { DeviceKey, DeviceSecretVerifierConfig } = await makeDevice(step);
  const AccessToken = step.AuthenticationResult?.AccessToken ?? "";
  const confirm = () => call.ConfirmDevice({ AccessToken, DeviceKey, DeviceSecretVerifierConfig });
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, confirm));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  await refused(confirm(), "DeviceKeyExistsException", "Device already exists.");
});

test("ConfirmDevice takes the key of the caller's own sign-in alone", async () => {
  await using world = await startDeviceWorld();
  const { call, ada } = world;
  const { Username, Password } = await world.user("bob");
  const bob = await world.signIn(Username, Password);
  const other = await world.signIn(Username, Password);
  const { DeviceSecretVerifierConfig, DeviceKey } = await makeDevice(bob);
  const confirm = (AccessToken: string, key: string) =>
    call.ConfirmDevice({ AccessToken, DeviceKey: key, DeviceSecretVerifierConfig });
  await refused(confirm(world.AccessToken, DeviceKey), ...INVALID_KEY);
  await refused(confirm(other.AuthenticationResult?.AccessToken ?? "", DeviceKey), ...INVALID_KEY);
  await refused(confirm(bob.AuthenticationResult?.AccessToken ?? "", world.device.DeviceKey), ...INVALID_KEY);
  await refused(
    confirm(bob.AuthenticationResult?.AccessToken ?? "", "us-east-1_00000000-0000-4000-8000-000000000000"),
    ...INVALID_KEY,
  );
  await call.AdminForgetDevice({ ...world.pool, Username: ada.Username, DeviceKey: world.device.DeviceKey });
  // What was forgotten cannot come back by a token that is still about.
  await refused(confirm(world.AccessToken, world.device.DeviceKey), ...INVALID_KEY);
});

test("ConfirmDevice refuses tokens of pools that tracked no devices when they were given", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const step = await world.signIn(Username, Password);
  await world.updatePool({ DeviceConfiguration: TRACKING });
  const { DeviceSecretVerifierConfig } = await makeDevice(step);
  await refused(
    world.call.ConfirmDevice({
      AccessToken: step.AuthenticationResult?.AccessToken ?? "",
      DeviceKey: "us-east-1_00000000-0000-4000-8000-000000000000",
      DeviceSecretVerifierConfig,
    }),
    ...INVALID_KEY,
  );
});

test("ConfirmDevice works with a refreshed token, and with clients that revoke no tokens", async () => {
  await using world = await startWorld({
    pool: { DeviceConfiguration: TRACKING },
    client: { EnableTokenRevocation: false },
  });
  const { call, client } = world;
  const { Username, Password } = await world.user();
  const step = await world.signIn(Username, Password);
  const refreshed = await call.InitiateAuth({
    ...client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: step.AuthenticationResult?.RefreshToken ?? "" },
  });
  const { NewDeviceMetadata } = step.AuthenticationResult ?? {};
  assert.ok(!("NewDeviceMetadata" in (refreshed.AuthenticationResult ?? {})));
  const AuthenticationResult = { ...refreshed.AuthenticationResult, ...(NewDeviceMetadata && { NewDeviceMetadata }) };
  const { DeviceKey } = await confirmDevice(world, { AuthenticationResult });
  assert.equal(decodeJwt(AuthenticationResult.AccessToken ?? "")["device_key"], DeviceKey);
});

test("ConfirmDevice refuses a verifier that is missing, none, or proven by anybody", async () => {
  await using world = await startWorld({ pool: { DeviceConfiguration: TRACKING } });
  const { call } = world;
  const { Username, Password } = await world.user();
  const step = await world.signIn(Username, Password);
  const { DeviceKey, DeviceSecretVerifierConfig } = await makeDevice(step);
  const AccessToken = step.AuthenticationResult?.AccessToken ?? "";
  await refused(
    call.ConfirmDevice({ AccessToken, DeviceKey }),
    "InvalidParameterException",
    "Missing required parameter DeviceSecretVerifierConfig",
  );
  for (const wrong of [{ Salt: "" }, { PasswordVerifier: "AQ==" }, { PasswordVerifier: "not base64" }]) {
    await refused(
      call.ConfirmDevice({
        AccessToken,
        DeviceKey,
        DeviceSecretVerifierConfig: { ...DeviceSecretVerifierConfig, ...wrong },
      }),
      "InvalidParameterException",
      "Invalid device secret verifier given.",
    );
  }
  await refused(
    call.ConfirmDevice({ AccessToken, DeviceKey: "no key", DeviceSecretVerifierConfig }),
    "InvalidParameterException",
    /^1 validation error detected: Value .*at 'deviceKey' failed to satisfy constraint: Member must satisfy regular expression pattern/,
  );
});

test("ConfirmDevice keeps no more devices than a user may have", async () => {
  await using world = await startWorld({ pool: { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } } });
  const { call, pool, clock } = world;
  const { Username, Password } = await world.user();
  const { DeviceSecretVerifierConfig } = await makeDevice(await world.signIn(Username, Password));
  const keys: string[] = [];
  for (let index = 0; index <= DEVICES_PER_USER; index += 1) {
    clock.advance(1_000);
    const { AuthenticationResult } = await world.signIn(Username, Password);
    const DeviceKey = AuthenticationResult?.NewDeviceMetadata?.DeviceKey ?? "";
    const AccessToken = AuthenticationResult?.AccessToken ?? "";
    await call.ConfirmDevice({ AccessToken, DeviceKey, DeviceSecretVerifierConfig });
    if (index === 0) await call.UpdateDeviceStatus({ AccessToken, DeviceKey, DeviceRememberedStatus: "remembered" });
    keys.push(DeviceKey);
  }
  const kept = async (DeviceKey = "") => {
    const found = await call.AdminGetDevice({ ...pool, Username, DeviceKey }).catch(() => undefined);
    return found !== undefined;
  };
  assert.deepEqual([await kept(keys[0]), await kept(keys[1]), await kept(keys[2])], [true, false, true]);
});
