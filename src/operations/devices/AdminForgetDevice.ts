import { AdminForgetDevice } from "../../contracts/index.ts";
import { forgetDevice, locateOwner } from "../../flows/devices.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Forgets a user's device, as its user could.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminForgetDevice.html
 */
export const adminForgetDevice = implement(AdminForgetDevice, async (ctx, input) => {
  const user = await locateOwner(ctx, AdminForgetDevice, input);
  await forgetDevice(ctx, user, input.DeviceKey);
  return {};
});
