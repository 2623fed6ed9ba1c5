import { ListUserSessions } from "../../contracts/index.ts";
import { liveSessions } from "../../flows/token-sessions.ts";
import { sessionView } from "../../model/token-session.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows the user where they are signed in, the latest use first, and which of the sessions they are asking from.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html
 */
export const listUserSessions = implement(ListUserSessions, async (ctx, input) => {
  const sessions = await liveSessions(ctx, ctx.pool, ctx.user, input.NextToken);
  return { Sessions: sessions.map((session) => sessionView(session, session.originJti === ctx.token.originJti)) };
});
