/**
 * A device that a user has signed in with, and the verifier of the secret that it keeps.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
import type { Pool } from "./pool.ts";

/** A confirmed device. Times are milliseconds since the epoch. */
export interface Device {
  readonly poolId: string;
  readonly sub: string;
  /** `<region>_<UUID>`, chosen by the server at the sign-in that met the device first. */
  readonly key: string;
  /** What the device's secret was hashed with beside the key; the pool's when the device was confirmed. */
  readonly groupKey: string;
  readonly name: string | null;
  readonly salt: Uint8Array;
  /** Of the device's secret, 384 bytes. */
  readonly verifier: Uint8Array;
  /** Whether it proves itself at sign-ins, and can stand for the second factor. */
  readonly remembered: boolean;
  /** What confirmed it, as functions are told of callers. */
  readonly sdk: string;
  /** The address of the newest sign-in. */
  readonly lastIp: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly lastAuthenticatedAt: number;
  readonly version: number;
}

/**
 * Devices that a user may have. Assumed: Amazon tells no number. With one more the device goes whose loss costs least:
 * refusing instead would end the sign-ins of browsers that forget their own device every time.
 */
export const DEVICES_PER_USER = 100;

/** Whether the pool tracks devices: any member of DeviceConfiguration switches it on, a false one too. */
export const tracksDevices = ({ settings }: Pool): boolean =>
  Object.values(settings.DeviceConfiguration ?? {}).some((value) => value !== undefined);

/** Whether a remembered device that proves itself stands for the second factor. */
export const replacesSecondFactor = (pool: Pool): boolean =>
  tracksDevices(pool) && pool.settings.DeviceConfiguration?.ChallengeRequiredOnNewDevice === true;

/** Whether a device is remembered only once its user says so. */
export const isRememberedOnPrompt = (pool: Pool): boolean =>
  pool.settings.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt === true;

/** The key of a new device. Observed: the pool's region, then a UUID. */
export const newDeviceKey = ({ id }: Pool, uuid: string): string => `${id.slice(0, id.indexOf("_"))}_${uuid}`;

/** What decides which device goes for a new one. */
export type DeviceRank = Pick<Device, "key" | "remembered" | "lastAuthenticatedAt">;

/**
 * Those that must go before one more is kept: first what is not remembered, then what was used longest ago.
 * Assumed: the order.
 */
export const devicesInTheWay = (devices: readonly DeviceRank[]): readonly DeviceRank[] =>
  [...devices]
    .sort(
      (a, b) =>
        Number(a.remembered) - Number(b.remembered) ||
        a.lastAuthenticatedAt - b.lastAuthenticatedAt ||
        (a.key < b.key ? -1 : 1),
    )
    .slice(0, Math.max(0, devices.length + 1 - DEVICES_PER_USER));
