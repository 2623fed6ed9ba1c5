import assert from "node:assert/strict";
import { test } from "node:test";
import { confirmDevice, startDeviceWorld, type DeviceWorld } from "../../testing/device-client.ts";
import { refused, TEXTS } from "../../testing/refused.ts";

const NOT_FOUND = ["ResourceNotFoundException", "Device does not exist."] as const;
const SOME_KEY = "us-east-1_00000000-0000-4000-8000-000000000000";

/** Bob, who has a device too. */
const bobOf = async (world: DeviceWorld) => {
  const { Username, Password } = await world.user("bob");
  const step = await world.signIn(Username, Password);
  const device = await confirmDevice(world, step);
  return { Username, AccessToken: step.AuthenticationResult?.AccessToken ?? "", device };
};

test("ListDevices and AdminListDevices page through a user's own, with tokens of their own", async () => {
  await using world = await startDeviceWorld();
  const { call, pool, ada, AccessToken } = world;
  const bob = await bobOf(world);
  const mine = [world.device.DeviceKey];
  for (let index = 0; index < 2; index += 1) {
    mine.push((await confirmDevice(world, await world.signIn(ada.Username, ada.Password))).DeviceKey);
  }
  mine.sort();
  const first = await call.ListDevices({ AccessToken, Limit: 2 });
  const second = await call.ListDevices({ AccessToken, Limit: 2, PaginationToken: first.PaginationToken ?? "" });
  assert.deepEqual(
    [...(first.Devices ?? []), ...(second.Devices ?? [])].map(({ DeviceKey }) => DeviceKey),
    mine,
  );
  assert.ok(!("PaginationToken" in second));
  const all = await call.AdminListDevices({ ...pool, Username: ada.Username });
  assert.deepEqual(
    all.Devices?.map(({ DeviceKey }) => DeviceKey),
    mine,
  );
  const foreign = { PaginationToken: first.PaginationToken ?? "" };
  for (const call_ of [
    call.ListDevices({ AccessToken: bob.AccessToken, ...foreign }),
    call.AdminListDevices({ ...pool, Username: ada.Username, ...foreign }),
  ]) {
    await refused(call_, "InvalidParameterException", "Invalid pagination token.");
  }
});

test("GetDevice and AdminGetDevice show a user's own alone", async () => {
  await using world = await startDeviceWorld();
  const { call, pool, ada, AccessToken } = world;
  const bob = await bobOf(world);
  const { DeviceKey } = world.device;
  const { Device } = await call.GetDevice({ AccessToken, DeviceKey });
  assert.deepEqual((await call.AdminGetDevice({ ...pool, Username: ada.Username, DeviceKey })).Device, Device);
  for (const missing of [SOME_KEY, bob.device.DeviceKey]) {
    await refused(call.GetDevice({ AccessToken, DeviceKey: missing }), ...NOT_FOUND);
    await refused(call.AdminGetDevice({ ...pool, Username: ada.Username, DeviceKey: missing }), ...NOT_FOUND);
  }
  await refused(call.GetDevice({ DeviceKey }), "NotAuthorizedException", "Invalid Access Token");
});

test("ForgetDevice and AdminForgetDevice forget a user's own alone, and once", async () => {
  await using world = await startDeviceWorld();
  const { call, pool, ada, AccessToken } = world;
  const bob = await bobOf(world);
  const { DeviceKey } = world.device;
  await refused(call.ForgetDevice({ DeviceKey }), "NotAuthorizedException", "Invalid Access Token");
  await refused(call.ForgetDevice({ AccessToken: bob.AccessToken, DeviceKey }), ...NOT_FOUND);
  await refused(call.AdminForgetDevice({ ...pool, Username: bob.Username, DeviceKey }), ...NOT_FOUND);
  assert.equal(await call.ForgetDevice({ AccessToken, DeviceKey }), undefined);
  await refused(call.ForgetDevice({ AccessToken, DeviceKey }), ...NOT_FOUND);
  await call.AdminForgetDevice({ ...pool, Username: bob.Username, DeviceKey: bob.device.DeviceKey });
  for (const { Username } of [ada, bob]) {
    assert.deepEqual(await call.AdminListDevices({ ...pool, Username }), { Devices: [] });
  }
});

test("UpdateDeviceStatus and AdminUpdateDeviceStatus say whether a user's own is remembered", async () => {
  await using world = await startDeviceWorld();
  const { call, pool, clock, ada, AccessToken } = world;
  const bob = await bobOf(world);
  const { DeviceKey } = world.device;
  const look = async () => {
    const { Device } = await call.GetDevice({ AccessToken, DeviceKey });
    const status = Device.DeviceAttributes?.find(({ Name }) => Name === "dev:device_remembered_status")?.Value;
    return [status, Device.DeviceLastModifiedDate];
  };
  clock.advance(5_000);
  const forgotten = { DeviceKey, DeviceRememberedStatus: "not_remembered" } as const;
  assert.deepEqual(await call.UpdateDeviceStatus({ AccessToken, ...forgotten }), {});
  const modified = clock.now() / 1000;
  assert.deepEqual(await look(), ["not_remembered", modified]);
  clock.advance(5_000);
  assert.deepEqual(await call.UpdateDeviceStatus({ AccessToken, DeviceKey }), {});
  assert.deepEqual(await look(), ["not_remembered", modified]);
  const again = { DeviceKey, DeviceRememberedStatus: "remembered" } as const;
  assert.deepEqual(await call.AdminUpdateDeviceStatus({ ...pool, Username: ada.Username, ...again }), {});
  assert.deepEqual(await look(), ["remembered", clock.now() / 1000]);
  await refused(call.UpdateDeviceStatus({ AccessToken: bob.AccessToken, ...forgotten }), ...NOT_FOUND);
  await refused(call.AdminUpdateDeviceStatus({ ...pool, Username: bob.Username, ...forgotten }), ...NOT_FOUND);
  assert.deepEqual((await look())[0], "remembered");
});

test("AdminGetDevice and its like say in words of theirs that there is no such user or pool", async () => {
  await using world = await startDeviceWorld();
  const { call, pool, device } = world;
  const { DeviceKey } = device;
  const nobody = { ...pool, Username: "nobody" };
  await refused(call.AdminGetDevice({ ...nobody, DeviceKey }), "ResourceNotFoundException", TEXTS.unknownUser);
  await refused(call.AdminListDevices(nobody), "ResourceNotFoundException", TEXTS.unknownUser);
  await refused(call.AdminForgetDevice({ ...nobody, DeviceKey }), "UserNotFoundException", TEXTS.unknownUser);
  await refused(call.AdminUpdateDeviceStatus({ ...nobody, DeviceKey }), "UserNotFoundException", TEXTS.unknownUser);
  await refused(
    call.AdminListDevices({ UserPoolId: "us-east-1_Nowhere99", Username: "ada" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Nowhere99 does not exist.",
  );
});

test("ListDevices and its like are closed while a reset is not finished; administrators' are not", async () => {
  await using world = await startDeviceWorld();
  const { call, pool, ada, AccessToken, device } = world;
  const { DeviceKey } = device;
  await call.AdminResetUserPassword({ ...pool, Username: ada.Username });
  for (const barred of [
    call.ListDevices({ AccessToken }),
    call.GetDevice({ AccessToken, DeviceKey }),
    call.ForgetDevice({ AccessToken, DeviceKey }),
    call.UpdateDeviceStatus({ AccessToken, DeviceKey, DeviceRememberedStatus: "not_remembered" }),
    call.ConfirmDevice({ AccessToken, DeviceKey, DeviceSecretVerifierConfig: device.DeviceSecretVerifierConfig }),
  ]) {
    await refused(barred, "PasswordResetRequiredException", TEXTS.resetRequired);
  }
  assert.equal((await call.AdminListDevices({ ...pool, Username: ada.Username })).Devices?.length, 1);
});

test("AdminDeleteUser deletes the devices of the user", async () => {
  await using world = await startDeviceWorld();
  const { call, pool, ada, device } = world;
  await call.AdminDeleteUser({ ...pool, Username: ada.Username });
  await world.user();
  await refused(
    call.AdminGetDevice({ ...pool, Username: ada.Username, DeviceKey: device.DeviceKey }),
    "ResourceNotFoundException",
    "Device does not exist.",
  );
});
