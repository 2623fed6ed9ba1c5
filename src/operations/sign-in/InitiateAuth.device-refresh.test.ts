import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { confirmDevice, startDeviceWorld, type DeviceWorld } from "../../testing/device-client.ts";
import { refused } from "../../testing/refused.ts";

const INVALID = ["NotAuthorizedException", "Invalid Refresh Token."] as const;
const SOME_KEY = "us-east-1_00000000-0000-4000-8000-000000000000";

const refresh = ({ call, client }: DeviceWorld, REFRESH_TOKEN: string, DEVICE_KEY?: string) =>
  call.InitiateAuth({
    ...client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN, ...(DEVICE_KEY === undefined ? {} : { DEVICE_KEY }) },
  });

const exchange = ({ call, client }: DeviceWorld, RefreshToken: string, DeviceKey?: string) =>
  call.GetTokensFromRefreshToken({ ...client, RefreshToken, ...(DeviceKey === undefined ? {} : { DeviceKey }) });

for (const [name, use] of [
  ["InitiateAuth", refresh],
  ["GetTokensFromRefreshToken", exchange],
] as const) {
  test(`${name} refreshes on the device of the sign-in alone, once it is confirmed`, async () => {
    await using world = await startDeviceWorld();
    const { ada, device, RefreshToken } = world;
    const other = await confirmDevice(world, await world.signIn(ada.Username, ada.Password));
    for (const key of [undefined, SOME_KEY, other.DeviceKey]) {
      await refused(use(world, RefreshToken, key), ...INVALID);
    }
    const { AuthenticationResult } = await use(world, RefreshToken, device.DeviceKey);
    assert.equal(decodeJwt(AuthenticationResult?.AccessToken ?? "")["device_key"], device.DeviceKey);
    assert.ok(!("NewDeviceMetadata" in (AuthenticationResult ?? {})));
  });

  test(`${name} refreshes nothing for a device that is forgotten, and anything where none was confirmed`, async () => {
    await using world = await startDeviceWorld();
    const { call, pool, ada, device, RefreshToken } = world;
    const unconfirmed = await world.signIn(ada.Username, ada.Password);
    assert.ok((await use(world, unconfirmed.AuthenticationResult?.RefreshToken ?? "")).AuthenticationResult);
    await call.AdminForgetDevice({ ...pool, Username: ada.Username, DeviceKey: device.DeviceKey });
    await refused(use(world, RefreshToken, device.DeviceKey), ...INVALID);
    await refused(use(world, RefreshToken), ...INVALID);
  });

  test(`${name} asks for no device once the pool tracks none`, async () => {
    await using world = await startDeviceWorld();
    await world.updatePool({ DeviceConfiguration: undefined });
    assert.ok((await use(world, world.RefreshToken)).AuthenticationResult);
  });
}

test("GetTokensFromRefreshToken rotates on the device alone, and a stolen token does not end its family", async () => {
  await using world = await startDeviceWorld(undefined, {
    client: {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    },
  });
  const { device, RefreshToken } = world;
  await refused(exchange(world, RefreshToken), ...INVALID);
  const { AuthenticationResult } = await exchange(world, RefreshToken, device.DeviceKey);
  const successor = AuthenticationResult?.RefreshToken ?? "";
  assert.notEqual(successor, "");
  await refused(exchange(world, successor, SOME_KEY), ...INVALID);
  assert.ok((await exchange(world, successor, device.DeviceKey)).AuthenticationResult);
});
