import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DEVICES_PER_USER,
  devicesInTheWay,
  isRememberedOnPrompt,
  newDeviceKey,
  replacesSecondFactor,
  tracksDevices,
} from "./device.ts";
import type { Pool, PoolSettings } from "./pool.ts";

const pool = (DeviceConfiguration: PoolSettings["DeviceConfiguration"]): Pool => ({
  id: "eu-central-1_Ab1Cd2Ef3",
  name: "people",
  settings: { DeviceConfiguration },
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

test("tracksDevices is true once any member of DeviceConfiguration is given", () => {
  assert.equal(tracksDevices(pool(undefined)), false);
  assert.equal(tracksDevices(pool({})), false);
  assert.equal(tracksDevices(pool({ ChallengeRequiredOnNewDevice: false })), true);
  assert.equal(tracksDevices(pool({ DeviceOnlyRememberedOnUserPrompt: true })), true);
});

test("replacesSecondFactor and isRememberedOnPrompt follow their members", () => {
  assert.equal(replacesSecondFactor(pool({ DeviceOnlyRememberedOnUserPrompt: true })), false);
  assert.equal(replacesSecondFactor(pool({ ChallengeRequiredOnNewDevice: true })), true);
  assert.equal(isRememberedOnPrompt(pool({ ChallengeRequiredOnNewDevice: true })), false);
  assert.equal(isRememberedOnPrompt(pool({ DeviceOnlyRememberedOnUserPrompt: true })), true);
});

test("newDeviceKey is the region and a UUID", () => {
  const uuid = "1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b";
  assert.equal(newDeviceKey(pool({}), uuid), `eu-central-1_${uuid}`);
});

test("devicesInTheWay are the oldest that are not remembered, then the oldest of all", () => {
  const devices = Array.from({ length: DEVICES_PER_USER }, (_, index) => ({
    key: `us-east-1_${index}`,
    remembered: true,
    lastAuthenticatedAt: 1_000 - index,
  }));
  assert.deepEqual(devicesInTheWay(devices.slice(1)), []);
  assert.deepEqual(devicesInTheWay(devices), [devices.at(-1)]);
  const forgettable = { ...devices[7]!, remembered: false };
  assert.deepEqual(devicesInTheWay(devices.with(7, forgettable)), [forgettable]);
  const older = { ...devices[9]!, remembered: false };
  assert.deepEqual(devicesInTheWay(devices.with(7, forgettable).with(9, older)), [older]);
});
