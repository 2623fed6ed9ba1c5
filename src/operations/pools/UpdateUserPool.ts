import { UpdateUserPool } from "../../contracts/index.ts";
import { requireKnownFunctions } from "../../flows/pool-functions.ts";
import { requireLowerTier } from "../../flows/require-lower-tier.ts";
import { requireNoImport } from "../../flows/running-import.ts";
import { updatedPoolSettings } from "../../model/pool-defaults.ts";
import { requirePoolInput, requirePoolRules } from "../../model/pool-rules.ts";
import { requireSameScheme } from "../../model/pool-tags.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Sets a pool's settings anew: what the request does not name goes back to its default, but for the name, which stays.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
export const updateUserPool = implement(UpdateUserPool, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  requirePoolInput(input);
  const settings = updatedPoolSettings(pool.settings, input);
  requirePoolRules(settings, ctx.place.region);
  requireSameScheme(pool.settings.UserPoolTags, settings.UserPoolTags);
  await requireKnownFunctions(ctx, settings);

  await ctx.transaction(async (tx) => {
    const saved = await tx.pools.save({ ...pool, name: input.PoolName ?? pool.name, settings, modifiedAt: ctx.now });
    await requireNoImport(tx, pool);
    await requireLowerTier(tx, pool, saved);
  });
  return {};
});
