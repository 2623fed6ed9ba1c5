import { GetDevice } from "../../contracts/index.ts";
import { requireDevice, showDevice } from "../../flows/devices.ts";
import { implement } from "../../runtime/operation.ts";
import { authenticateUser } from "../../runtime/user-caller.ts";

/**
 * Shows a device of the caller, who must show an access token although the contract leaves it out.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html
 */
export const getDevice = implement(GetDevice, async (ctx, input) => {
  const { user } = await authenticateUser(ctx, input);
  return { Device: showDevice(ctx, user, await requireDevice(ctx, user, input.DeviceKey)) };
});
