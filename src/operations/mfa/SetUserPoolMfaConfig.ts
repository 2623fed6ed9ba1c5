import { SetUserPoolMfaConfig } from "../../contracts/index.ts";
import { mfaConfigured, mfaView } from "../../model/pool-mfa.ts";
import { PASSKEYS, requireFromEssentials, requireTierFeatures } from "../../model/pool-tier.ts";
import { customSenderOf } from "../../model/pool-triggers.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets which second factors a pool has, and how passkeys work there.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
 */
export const setUserPoolMfaConfig = implement(SetUserPoolMfaConfig, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const sendsEmail = ctx.place.media.EMAIL || customSenderOf(pool.settings, "EMAIL") !== undefined;
  const settings = mfaConfigured(pool.settings, input, sendsEmail);
  requireTierFeatures(settings);
  if (input.WebAuthnConfiguration !== undefined) requireFromEssentials(settings, PASSKEYS);

  await ctx.transaction((tx) => tx.pools.save({ ...pool, settings, modifiedAt: ctx.now }));
  return mfaView(settings);
});
