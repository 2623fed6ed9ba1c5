import { GetLogDeliveryConfiguration } from "../../contracts/index.ts";
import { logDeliveryView } from "../../model/log-delivery.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows where a pool delivers its logs.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetLogDeliveryConfiguration.html
 */
export const getLogDeliveryConfiguration = implement(GetLogDeliveryConfiguration, async (ctx, input) => ({
  LogDeliveryConfiguration: logDeliveryView(await ctx.store.pools.get(input.UserPoolId)),
}));
