import { AdminSetUserSettings } from "../../contracts/index.ts";
import { setPreference } from "../../flows/prefer-factors.ts";
import { preferenceOf } from "../../model/mfa-preference.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets SMS as a user's second factor, or takes it away. AdminSetUserMFAPreference has replaced it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserSettings.html
 */
export const adminSetUserSettings = implement(AdminSetUserSettings, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  await setPreference(ctx, user, preferenceOf(user, input.MFAOptions), "administrator");
  return {};
});
