import { SetUserPoolSessionConfiguration } from "../../contracts/index.ts";
import { SESSION_TRACKING, requireFromEssentials } from "../../model/pool-tier.ts";
import { sessionSettingsView } from "../../model/token-session.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Switches the tracking of sessions on or off, and says how many a user may have. Sessions begin with sign-ins from now
 * on; a lower limit ends none before the user's next sign-in.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolSessionConfiguration.html
 */
export const setUserPoolSessionConfiguration = implement(SetUserPoolSessionConfiguration, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  requireFromEssentials(pool.settings, SESSION_TRACKING);
  const sessions = {
    tracked: input.UserSessionTracking === "ENABLED",
    maxPerUser: input.TokenSession.MaxPerUser,
  };

  const saved = await ctx.transaction((tx) =>
    tx.pools.save({ ...pool, settings: { ...pool.settings, sessions }, modifiedAt: ctx.now }),
  );
  return sessionSettingsView(saved);
});
