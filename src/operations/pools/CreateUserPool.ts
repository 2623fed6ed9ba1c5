import { CreateUserPool } from "../../contracts/index.ts";
import { requireKnownFunctions } from "../../flows/pool-functions.ts";
import { newPoolSettings } from "../../model/pool-defaults.ts";
import { requirePoolInput, requirePoolRules } from "../../model/pool-rules.ts";
import { poolView } from "../../model/pool-view.ts";
import type { Pool } from "../../model/pool.ts";
import { QUOTAS, requireRoom } from "../../model/quotas.ts";
import { implement } from "../../runtime/operation.ts";
import { textFrom } from "../../runtime/random.ts";

const POOL_NAME_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const POOL_NAME_LENGTH = 9;

/**
 * Makes a pool. Its schema's attributes, its kind of usernames and its password scheme are settled here for good.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 */
export const createUserPool = implement(CreateUserPool, async (ctx, input) => {
  requirePoolInput(input);
  const settings = newPoolSettings(input);
  requirePoolRules(settings, ctx.place.region);
  await requireKnownFunctions(ctx, settings);
  const pool: Pool = {
    id: `${ctx.place.region}_${textFrom(ctx.random, POOL_NAME_ALPHABET, POOL_NAME_LENGTH)}`,
    name: input.PoolName,
    settings,
    createdAt: ctx.now,
    modifiedAt: ctx.now,
    version: 0,
  };

  const created = await ctx.transaction(async (tx) => {
    requireRoom("userPools", await tx.resourceCounts.pools(QUOTAS.userPools));
    return tx.pools.insert(pool);
  });
  return { UserPool: poolView(created, ctx.place, 0) };
});
