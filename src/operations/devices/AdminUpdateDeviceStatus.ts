import { AdminUpdateDeviceStatus } from "../../contracts/index.ts";
import { locateOwner, rememberDevice } from "../../flows/devices.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Says whether a user's device is remembered.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateDeviceStatus.html
 */
export const adminUpdateDeviceStatus = implement(AdminUpdateDeviceStatus, async (ctx, input) => {
  const user = await locateOwner(ctx, AdminUpdateDeviceStatus, input);
  await rememberDevice(ctx, user, input.DeviceKey, input.DeviceRememberedStatus);
  return {};
});
