import { AdminListUserSessions } from "../../contracts/index.ts";
import { liveSessions } from "../../flows/token-sessions.ts";
import { sessionView } from "../../model/token-session.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows where a user is signed in, the latest use first. None is the current one: no access token is asked with.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserSessions.html
 */
export const adminListUserSessions = implement(AdminListUserSessions, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const sessions = await liveSessions(ctx, pool, user, input.NextToken);
  return { Sessions: sessions.map((session) => sessionView(session, false)) };
});
