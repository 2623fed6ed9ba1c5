import { DeleteUserPool } from "../../contracts/index.ts";
import { requireNoImport } from "../../flows/running-import.ts";
import { requireDeletable } from "../../model/pool-rules.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Deletes a pool with everything in it. The pool is gone at once; its rows follow in their own time.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html
 */
export const deleteUserPool = implement(DeleteUserPool, async (ctx, { UserPoolId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  requireDeletable(pool);

  await ctx.transaction(async (tx) => {
    await tx.pools.delete(pool);
    await requireNoImport(tx, pool);
  });
  return {};
});
