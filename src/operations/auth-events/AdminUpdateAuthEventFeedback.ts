import { AdminUpdateAuthEventFeedback } from "../../contracts/index.ts";
import { requireThreatProtection } from "../../model/risk-configuration.ts";
import { authEventNotFound } from "../../model/auth-event-refusals.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Keeps an administrator's word on an event. Assumed: the newest word counts, whoever said another before.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateAuthEventFeedback.html
 */
export const adminUpdateAuthEventFeedback = implement(AdminUpdateAuthEventFeedback, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  requireThreatProtection(pool);
  const feedback = { value: input.FeedbackValue, provider: "Admin", at: ctx.now } as const;
  const isKnown = await ctx.transaction((tx) => tx.authEvents.judge(user, input.EventId, feedback));
  if (!isKnown) throw authEventNotFound(input.EventId);
  return {};
});
