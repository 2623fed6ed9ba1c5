import { ListTagsForResource } from "../../contracts/index.ts";
import { taggedPool } from "../../flows/tagged-pool.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the tags of a pool.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTagsForResource.html
 */
export const listTagsForResource = implement(ListTagsForResource, async (ctx, { ResourceArn }) => {
  const pool = await taggedPool(ctx, ResourceArn);
  return { Tags: pool.settings.UserPoolTags ?? {} };
});
