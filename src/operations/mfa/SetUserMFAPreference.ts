import { SetUserMFAPreference } from "../../contracts/index.ts";
import { setPreference } from "../../flows/prefer-factors.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets the caller's second factors, and which one is asked for first.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 */
export const setUserMFAPreference = implement(SetUserMFAPreference, async (ctx, input) => {
  await setPreference(ctx, ctx.user, input, "user");
  return {};
});
