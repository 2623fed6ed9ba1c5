import { ListDevices } from "../../contracts/index.ts";
import { pageOfDevices } from "../../flows/devices.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the devices of the caller, remembered or not.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
 */
export const listDevices = implement(ListDevices, (ctx, { Limit: limit, PaginationToken: token }) =>
  pageOfDevices(ctx, "ListDevices", ctx.user, { limit, token }),
);
