import { CreateGroup } from "../../contracts/index.ts";
import { groupView } from "../../model/group-view.ts";
import type { Group } from "../../model/group.ts";
import { groupExists } from "../../model/group-rules.ts";
import { QUOTAS, requireRoom } from "../../model/quotas.ts";
import { implement } from "../../runtime/operation.ts";
import { AlreadyExists } from "../../storage/store.ts";

/**
 * Makes a group in a pool.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html
 */
export const createGroup = implement(CreateGroup, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const group: Group = {
    poolId: pool.id,
    name: input.GroupName,
    description: input.Description ?? null,
    roleArn: input.RoleArn ?? null,
    precedence: input.Precedence ?? null,
    createdAt: ctx.now,
    modifiedAt: ctx.now,
    version: 0,
  };

  const created = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its groups are counted
    requireRoom("groups", await tx.resourceCounts.groups(pool.id, QUOTAS.groups));
    try {
      return await tx.groups.insert(group);
    } catch (error) {
      throw error instanceof AlreadyExists ? groupExists() : error;
    }
  });
  return { Group: groupView(created) };
});
