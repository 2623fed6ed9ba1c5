import { UpdateDeviceStatus } from "../../contracts/index.ts";
import { rememberDevice } from "../../flows/devices.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Says whether a device of the caller is remembered: only then it proves itself at sign-ins, and can stand for the second
 * factor.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
 */
export const updateDeviceStatus = implement(UpdateDeviceStatus, async (ctx, input) => {
  await rememberDevice(ctx, ctx.user, input.DeviceKey, input.DeviceRememberedStatus);
  return {};
});
