import { UpdateAuthEventFeedback } from "../../contracts/index.ts";
import { invalidFeedbackToken } from "../../model/auth-event-refusals.ts";
import { requireThreatProtection } from "../../model/risk-configuration.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Keeps a user's word on an event, with the token that a message brought. Who has no good token is told nothing else:
 * stops strangers from learning here who exists. Assumed: an event that is swept by now is refused like that.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html
 */
export const updateAuthEventFeedback = implement(UpdateAuthEventFeedback, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  requireThreatProtection(pool);
  const { EventId: eventId, FeedbackToken: token, FeedbackValue: value } = input;
  const user = await ctx.store.users.find(pool, input.Username);
  const subject = { poolId: pool.id, sub: user?.sub ?? "", eventId };
  if (!ctx.feedbackTokens.isGood(subject, token, ctx.now)) throw invalidFeedbackToken();
  const feedback = { value, provider: "User", at: ctx.now } as const;
  if (!(await ctx.transaction((tx) => tx.authEvents.judge(subject, eventId, feedback)))) throw invalidFeedbackToken();
  return {};
});
