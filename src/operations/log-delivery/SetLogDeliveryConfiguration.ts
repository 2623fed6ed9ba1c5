import { SetLogDeliveryConfiguration } from "../../contracts/index.ts";
import { logDeliveryView, requireLogDelivery } from "../../model/log-delivery.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Chooses where a pool delivers its logs; an empty list ends it. Destinations are names: what stands behind them is the
 * operator's to say (POOLHOUSE_LOG_DELIVERY).
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetLogDeliveryConfiguration.html
 */
export const setLogDeliveryConfiguration = implement(SetLogDeliveryConfiguration, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  requireLogDelivery(pool, input.LogConfigurations, ctx.place.region);
  const settings = { ...pool.settings, logDelivery: input.LogConfigurations };

  const saved = await ctx.transaction((tx) => tx.pools.save({ ...pool, settings }));
  return { LogDeliveryConfiguration: logDeliveryView(saved) };
});
