import { AdminRevokeUserSession } from "../../contracts/index.ts";
import { requireTokenSession } from "../../flows/token-sessions.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Ends one of a user's sessions, with all its tokens. The name must be that of the session's user.
 * `RevokeAssociatedSessions: LINKED` reaches the session on the login pages that a sign-in came through; sign-ins through
 * the API came through none.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRevokeUserSession.html
 */
export const adminRevokeUserSession = implement(AdminRevokeUserSession, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const session = await requireTokenSession(ctx, pool, user, input.SessionId);
  await ctx.transaction((tx) => tx.refreshFamilies.revoke(session, ctx.now));
  return {};
});
