import { AdminSetUserMFAPreference } from "../../contracts/index.ts";
import { setPreference } from "../../flows/prefer-factors.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets a user's second factors, and which one is asked for first.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html
 */
export const adminSetUserMFAPreference = implement(AdminSetUserMFAPreference, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  await setPreference(ctx, user, input, "administrator");
  return {};
});
