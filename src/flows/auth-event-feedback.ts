/** A user's word on an event, with the token that a message brought. */
import type { Secret } from "../contracts/secret.ts";
import { invalidFeedbackToken } from "../model/auth-event-refusals.ts";
import { requireThreatProtection } from "../model/risk-configuration.ts";
import type { Context } from "../runtime/operation.ts";

/** As UpdateAuthEventFeedback takes it. */
export interface UserFeedback {
  readonly UserPoolId: string;
  readonly Username: string;
  readonly EventId: string;
  readonly FeedbackToken: Secret;
  readonly FeedbackValue: "Valid" | "Invalid";
}

/**
 * Keeps a user's word. Who has no good token is told nothing else: stops strangers from learning here who exists.
 * Assumed: an event that is swept by now is refused like that.
 * @throws ResourceNotFoundException, UserPoolAddOnNotEnabledException, NotAuthorizedException
 */
export const keepUserFeedback = async (ctx: Context, feedback: UserFeedback): Promise<void> => {
  const { UserPoolId, Username, EventId: eventId, FeedbackToken: token, FeedbackValue: value } = feedback;
  const pool = await ctx.store.pools.get(UserPoolId);
  requireThreatProtection(pool);
  const user = await ctx.store.users.find(pool, Username);
  const subject = { poolId: pool.id, sub: user?.sub ?? "", eventId };
  if (!ctx.feedbackTokens.isGood(subject, token, ctx.now)) throw invalidFeedbackToken();
  const said = { value, provider: "User", at: ctx.now } as const;
  if (!(await ctx.transaction((tx) => tx.authEvents.judge(subject, eventId, said)))) throw invalidFeedbackToken();
};
