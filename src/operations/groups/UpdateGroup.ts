import { UpdateGroup } from "../../contracts/index.ts";
import { groupView } from "../../model/group-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Changes a group. Assumed: what is left out stays as it is. Tokens that are out already do not say so.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html
 */
export const updateGroup = implement(UpdateGroup, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const group = await ctx.store.groups.get(pool.id, input.GroupName);
  const saved = await ctx.transaction((tx) =>
    tx.groups.save({
      ...group,
      description: input.Description ?? group.description,
      roleArn: input.RoleArn ?? group.roleArn,
      precedence: input.Precedence ?? group.precedence,
      modifiedAt: ctx.now,
    }),
  );
  return { Group: groupView(saved) };
});
