import { SetUserSettings } from "../../contracts/index.ts";
import { requestedOption } from "../../model/mfa-preference.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets SMS as the caller's second factor, or takes it away. SetUserMFAPreference has replaced it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
 */
export const setUserSettings = implement(SetUserSettings, async (ctx, input) => {
  const option = requestedOption(ctx.user, input.MFAOptions);
  await ctx.transaction((tx) => tx.users.save(changed(ctx.user, ctx.now, option)));
  return {};
});
