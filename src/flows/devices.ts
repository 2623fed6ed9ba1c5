/** What users and administrators do with the devices of a user. */
import { ApiException } from "../contracts/exceptions.ts";
import type { Device } from "../model/device.ts";
import { deviceNotFound } from "../model/device-refusals.ts";
import { deviceView } from "../model/device-view.ts";
import { notFound } from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { nextToken, pageRequest, type PageInput } from "./page-token.ts";

/**
 * The user whose devices an administrator asks for. Assumed: where the operation declares no UserNotFoundException the
 * same words come as ResourceNotFoundException, because applications could not catch the other.
 * @throws ResourceNotFoundException, UserNotFoundException
 */
export const locateOwner = async (
  ctx: Context,
  { errors }: { readonly errors: readonly string[] },
  { UserPoolId, Username }: { readonly UserPoolId: string; readonly Username: string },
): Promise<User> => {
  try {
    return (await ctx.store.users.locate(UserPoolId, Username)).user;
  } catch (error) {
    if (!(error instanceof ApiException) || errors.includes(error.name)) throw error;
    throw error.name === "UserNotFoundException" ? notFound(error.message) : error;
  }
};

/** A device of the user's own. @throws ResourceNotFoundException for unknown, forgotten and other users' alike */
export const requireDevice = async (ctx: Context, user: User, key: string): Promise<Device> => {
  const device = await ctx.store.devices.find(user, key);
  if (device === undefined) throw deviceNotFound();
  return device;
};

/** A device as the API shows it. */
export const showDevice = ({ place: { region, accountId } }: Context, { username }: User, device: Device) =>
  deviceView(device, { username, region, accountId });

/** A page of a user's devices; `operation` names the list that its tokens are good for. Assumed: in order of key. */
export const pageOfDevices = async (ctx: Context, operation: string, user: User, asked: PageInput) => {
  const binding = [operation, user.poolId, user.sub];
  const page = await ctx.store.devices.list(user, pageRequest(ctx, binding, asked));
  return {
    Devices: page.rows.map((device) => showDevice(ctx, user, device)),
    PaginationToken: nextToken(ctx, binding, page),
  };
};

/**
 * Forgets a device: it proves nothing any more, and the refresh tokens of its sign-ins are worth nothing.
 * @throws ResourceNotFoundException
 */
export const forgetDevice = async (ctx: Context, user: User, key: string): Promise<void> => {
  const isForgotten = await ctx.transaction(async (tx) => {
    await tx.users.guard(user);
    return tx.devices.delete(user, key);
  });
  if (!isForgotten) throw deviceNotFound();
};

/** Says whether a device is remembered. Assumed: without a status nothing changes. @throws ResourceNotFoundException */
export const rememberDevice = async (
  ctx: Context,
  user: User,
  key: string,
  status: "remembered" | "not_remembered" | undefined,
): Promise<void> => {
  const device = await requireDevice(ctx, user, key);
  if (status === undefined) return;
  await ctx.transaction(async (tx) => {
    await tx.users.guard(user);
    await tx.devices.save({ ...device, remembered: status === "remembered", modifiedAt: ctx.now });
  });
};
