import { GetUserPoolMfaConfig } from "../../contracts/index.ts";
import { mfaView } from "../../model/pool-mfa.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows which second factors a pool has, and how passkeys work there.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html
 */
export const getUserPoolMfaConfig = implement(GetUserPoolMfaConfig, async (ctx, { UserPoolId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  return mfaView(pool.settings);
});
