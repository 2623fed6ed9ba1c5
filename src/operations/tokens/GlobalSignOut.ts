import { GlobalSignOut } from "../../contracts/index.ts";
import { revokeTokens } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Ends every sign-in of the user: all tokens issued so far are refused from now on.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
 */
export const globalSignOut = implement(GlobalSignOut, async (ctx) => {
  await ctx.transaction(async (tx) => {
    await tx.users.save(revokeTokens(ctx.user, ctx.now));
  });
  return {};
});
