import { GetProvisionedLimit } from "../../contracts/index.ts";
import { limitView, requestedCategory } from "../../model/provisioned-limit.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows how many requests a second a category of operations may receive.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetProvisionedLimit.html
 */
export const getProvisionedLimit = implement(GetProvisionedLimit, async (ctx, input) => {
  const category = requestedCategory(input.LimitDefinition);
  return { Limit: limitView(category, await ctx.store.provisionedLimits.find(category)) };
});
