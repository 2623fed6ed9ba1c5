import { TagResource } from "../../contracts/index.ts";
import { taggedPool } from "../../flows/tagged-pool.ts";
import { retagged } from "../../model/pool-tags.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Gives a pool tags, beside those that it has; a tag of the same name takes the new value.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html
 */
export const tagResource = implement(TagResource, async (ctx, { ResourceArn, Tags }) => {
  const pool = await taggedPool(ctx, ResourceArn);
  const tagged = retagged(pool, { ...pool.settings.UserPoolTags, ...Tags });

  await ctx.transaction((tx) => tx.pools.save(tagged));
  return {};
});
