import { AdminListDevices } from "../../contracts/index.ts";
import { locateOwner, pageOfDevices } from "../../flows/devices.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists a user's devices, remembered or not.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListDevices.html
 */
export const adminListDevices = implement(AdminListDevices, async (ctx, input) => {
  const user = await locateOwner(ctx, AdminListDevices, input);
  return pageOfDevices(ctx, "AdminListDevices", user, { limit: input.Limit, token: input.PaginationToken });
});
