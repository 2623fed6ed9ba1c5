/**
 * The device that a sign-in names: registered by its user, or none. A key that only looks right counts for nothing.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
import { newDeviceKey, tracksDevices, type Device } from "../model/device.ts";
import { deviceNotFound } from "../model/device-refusals.ts";
import type { Pool } from "../model/pool.ts";
import type { FamilyDevice } from "../model/refresh-family.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import { requireText, type Parameters } from "./parameters.ts";
import { requireUnlocked } from "./sign-in-guards.ts";

/** The longest key of a device. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceType.html */
const DEVICE_KEY_CHARS_MAX = 55;

/** A sign-in and the key of the device that takes part in it; undefined where none is known. */
export interface DeviceSignIn {
  readonly pool: Pool;
  readonly user: User;
  readonly deviceKey?: string | undefined;
}

/** What the client says of its device, unproven. */
export const namedDevice = (parameters: Parameters): string | undefined =>
  parameters["DEVICE_KEY"] === undefined ? undefined : requireText(parameters, "DEVICE_KEY");

/** A key that could be one: what cannot is not carried along. */
export const boundedDeviceKey = (key: string | undefined): string | undefined =>
  key === undefined || key.length > DEVICE_KEY_CHARS_MAX ? undefined : key;

/** The device of a sign-in, where the pool tracks devices and the user has it. */
export const findSignInDevice = async (
  ctx: Context,
  { pool, user, deviceKey }: DeviceSignIn,
): Promise<Device | undefined> =>
  deviceKey === undefined || !tracksDevices(pool) ? undefined : ctx.store.devices.find(user, deviceKey);

/** The key, if it is one of the user's; to be asked of who has proven to be the user alone. */
export const knownDevice = async (ctx: Context, signIn: DeviceSignIn): Promise<string | undefined> =>
  (await findSignInDevice(ctx, signIn))?.key;

/**
 * The key that was named with a proven password. Unknown, forgotten and other users' devices are refused before anything
 * is spent: clients send the same answer again without the key.
 * @throws ResourceNotFoundException, NotAuthorizedException while the lock holds
 */
export const requireKnownDevice = async (ctx: Context, signIn: DeviceSignIn): Promise<string | undefined> => {
  const { pool, user, deviceKey } = signIn;
  if (deviceKey === undefined || !tracksDevices(pool)) return undefined;
  const known = await knownDevice(ctx, signIn);
  if (known !== undefined) return known;
  // The right one of many guesses at once is told nothing that the lock would hide.
  await ctx.transaction((tx) => requireUnlocked(tx, user, ctx.now));
  throw deviceNotFound();
};

/** The device that the tokens of a sign-in will belong to: the known one, or a new one; null where none is tracked. */
export const familyDevice = async (ctx: Context, signIn: DeviceSignIn): Promise<FamilyDevice | null> => {
  if (!tracksDevices(signIn.pool)) return null;
  const key = await knownDevice(ctx, signIn);
  return key === undefined
    ? { key: newDeviceKey(signIn.pool, uuidFrom(ctx.random)), confirmed: false }
    : { key, confirmed: true };
};
