import { DeleteGroup } from "../../contracts/index.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Removes a group; whoever is in it is in it no more. Tokens that are out already do not say so.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html
 */
export const deleteGroup = implement(DeleteGroup, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const group = await ctx.store.groups.get(pool.id, input.GroupName);
  await ctx.transaction((tx) => tx.groups.delete(group));
  return {};
});
