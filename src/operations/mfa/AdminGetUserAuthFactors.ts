import { AdminGetUserAuthFactors } from "../../contracts/index.ts";
import { authFactors } from "../../flows/auth-factors.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows with what a user can sign in.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUserAuthFactors.html
 */
export const adminGetUserAuthFactors = implement(AdminGetUserAuthFactors, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  return authFactors(ctx, pool, user);
});
