import { SetUserPoolClientSessionConfiguration } from "../../contracts/index.ts";
import { SESSION_TRACKING, requireFromEssentials } from "../../model/pool-tier.ts";
import { requireTracking, ssoSettingsView } from "../../model/token-session.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Chooses how long the login pages may reuse a session for a client. It outlives a time without tracking.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolClientSessionConfiguration.html
 */
export const setUserPoolClientSessionConfiguration = implement(
  SetUserPoolClientSessionConfiguration,
  async (ctx, input) => {
    const pool = await ctx.store.pools.get(input.UserPoolId);
    const client = await ctx.store.clients.get(pool.id, input.ClientId);
    requireFromEssentials(pool.settings, SESSION_TRACKING);
    requireTracking(pool);
    const settings = { ...client.settings, ssoValidityMinutes: input.SSOSession.MaxValidityMinutes };

    const saved = await ctx.transaction(async (tx) => {
      await tx.pools.guard(pool); // its tier and its tracking were judged
      return tx.clients.save({ ...client, settings, modifiedAt: ctx.now });
    });
    return ssoSettingsView(saved);
  },
);
