import { DescribeUserPool } from "../../contracts/index.ts";
import { poolView } from "../../model/pool-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows a pool with all its settings, defaults included.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html
 */
export const describeUserPool = implement(DescribeUserPool, async (ctx, { UserPoolId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  const users = await ctx.store.pools.countUsers(UserPoolId);
  return { UserPool: poolView(pool, ctx.place, users) };
});
