import { AdminDeleteSoftwareToken } from "../../contracts/index.ts";
import { withoutApp } from "../../model/mfa-preference.ts";
import { PENDING, REGISTERED } from "../../model/software-token.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Removes a user's authenticator app, a lost one say, and one that waits for its first code. A pool that demands MFA has
 * the user set another factor up at the next sign-in. Assumed: without an app it succeeds as well.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html
 */
export const adminDeleteSoftwareToken = implement(AdminDeleteSoftwareToken, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  await ctx.transaction(async (tx) => {
    await tx.users.save(changed(user, ctx.now, withoutApp(user)));
    await tx.softwareTokens.delete(user, REGISTERED);
    await tx.softwareTokens.delete(user, PENDING);
  });
  return {};
});
