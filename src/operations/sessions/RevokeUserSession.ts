import { RevokeUserSession } from "../../contracts/index.ts";
import { requireTokenSession } from "../../flows/token-sessions.ts";
import { currentSession } from "../../model/token-session.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Ends one of the user's other sessions, with all its tokens.
 * `RevokeAssociatedSessions: LINKED` reaches the session on the login pages that a sign-in came through; sign-ins through
 * the API came through none.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
 */
export const revokeUserSession = implement(RevokeUserSession, async (ctx, input) => {
  const session = await requireTokenSession(ctx, ctx.pool, ctx.user, input.SessionId);
  if (session.originJti === ctx.token.originJti) throw currentSession();
  await ctx.transaction((tx) => tx.refreshFamilies.revoke(session, ctx.now));
  return {};
});
