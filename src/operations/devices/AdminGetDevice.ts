import { AdminGetDevice } from "../../contracts/index.ts";
import { locateOwner, requireDevice, showDevice } from "../../flows/devices.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows a user's device.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetDevice.html
 */
export const adminGetDevice = implement(AdminGetDevice, async (ctx, input) => {
  const user = await locateOwner(ctx, AdminGetDevice, input);
  return { Device: showDevice(ctx, user, await requireDevice(ctx, user, input.DeviceKey)) };
});
