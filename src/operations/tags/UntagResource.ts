import { UntagResource } from "../../contracts/index.ts";
import { taggedPool } from "../../flows/tagged-pool.ts";
import { retagged } from "../../model/pool-tags.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Takes tags from a pool; what it does not have is no error.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UntagResource.html
 */
export const untagResource = implement(UntagResource, async (ctx, { ResourceArn, TagKeys }) => {
  const pool = await taggedPool(ctx, ResourceArn);
  const dropped = new Set(TagKeys);
  const kept = Object.entries(pool.settings.UserPoolTags ?? {}).filter(([key]) => !dropped.has(key));
  const untagged = retagged(pool, Object.fromEntries(kept));

  await ctx.transaction((tx) => tx.pools.save(untagged));
  return {};
});
