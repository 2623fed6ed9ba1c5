import { AdminListUserAuthEvents } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { authEventView } from "../../model/auth-event.ts";
import { requireThreatProtection } from "../../model/risk-configuration.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists what was recorded of a user, newest first.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserAuthEvents.html
 */
export const adminListUserAuthEvents = implement(AdminListUserAuthEvents, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  requireThreatProtection(pool);
  const binding = ["AdminListUserAuthEvents", pool.id, user.sub];
  const request = pageRequest(ctx, binding, { limit: input.MaxResults, token: input.NextToken });
  const page = await ctx.store.authEvents.list(user, request);
  return { AuthEvents: page.rows.map(authEventView), NextToken: nextToken(ctx, binding, page) };
});
