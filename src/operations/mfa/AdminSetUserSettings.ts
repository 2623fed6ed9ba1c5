import { AdminSetUserSettings } from "../../contracts/index.ts";
import { requestedOption } from "../../model/mfa-preference.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets SMS as a user's second factor, or takes it away. AdminSetUserMFAPreference has replaced it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserSettings.html
 */
export const adminSetUserSettings = implement(AdminSetUserSettings, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const option = requestedOption(user, input.MFAOptions);
  await ctx.transaction((tx) => tx.users.save(changed(user, ctx.now, option)));
  return {};
});
