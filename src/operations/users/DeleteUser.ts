import { DeleteUser } from "../../contracts/index.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Removes the user of the token and all that hangs on it: names, password, codes, tokens, memberships.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
 */
export const deleteUser = implement(DeleteUser, async (ctx) => {
  await ctx.transaction((tx) => tx.users.delete(ctx.user));
  return {};
});
