import { ForgetDevice } from "../../contracts/index.ts";
import { forgetDevice as forget } from "../../flows/devices.ts";
import { implement } from "../../runtime/operation.ts";
import { authenticateUser } from "../../runtime/user-caller.ts";

/**
 * Forgets a device of the caller, who must show an access token although the contract leaves it out. Access tokens that
 * the device holds live on to their end; its refresh tokens are worth nothing.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
 */
export const forgetDevice = implement(ForgetDevice, async (ctx, input) => {
  const { user } = await authenticateUser(ctx, input);
  await forget(ctx, user, input.DeviceKey);
  return {};
});
