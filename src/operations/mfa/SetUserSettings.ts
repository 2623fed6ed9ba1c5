import { SetUserSettings } from "../../contracts/index.ts";
import { setPreference } from "../../flows/prefer-factors.ts";
import { preferenceOf } from "../../model/mfa-preference.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets SMS as the caller's second factor, or takes it away. SetUserMFAPreference has replaced it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
 */
export const setUserSettings = implement(SetUserSettings, async (ctx, input) => {
  await setPreference(ctx, ctx.user, preferenceOf(ctx.user, input.MFAOptions), "user");
  return {};
});
