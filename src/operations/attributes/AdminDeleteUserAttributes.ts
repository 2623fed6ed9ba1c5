import { AdminDeleteUserAttributes } from "../../contracts/index.ts";
import { deleteAttributes } from "../../flows/update-attributes.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Deletes attributes of a user; with an address go its flag and the codes that were sent to it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html
 */
export const adminDeleteUserAttributes = implement(AdminDeleteUserAttributes, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  await deleteAttributes(ctx, { pool, user, client: null, names: input.UserAttributeNames });
  return {};
});
