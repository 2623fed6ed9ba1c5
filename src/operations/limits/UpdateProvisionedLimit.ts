import { UpdateProvisionedLimit } from "../../contracts/index.ts";
import { limitView, requestedCategory, requestedLimit } from "../../model/provisioned-limit.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets how many requests a second a category of operations may receive, for the whole server.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateProvisionedLimit.html
 */
export const updateProvisionedLimit = implement(UpdateProvisionedLimit, async (ctx, input) => {
  const category = requestedCategory(input.LimitDefinition);
  const requested = requestedLimit(category, input.RequestedLimitValue);

  const limit = await ctx.transaction((tx) => tx.provisionedLimits.replace(requested));
  ctx.rates.provision(limit);
  return { Limit: limitView(category, limit) };
});
