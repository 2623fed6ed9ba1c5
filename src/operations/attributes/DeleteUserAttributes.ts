import { DeleteUserAttributes } from "../../contracts/index.ts";
import { deleteAttributes } from "../../flows/update-attributes.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Deletes users' own attributes, as far as their app client may write.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
 */
export const deleteUserAttributes = implement(DeleteUserAttributes, async (ctx, input) => {
  const { pool, user, client } = ctx;
  await deleteAttributes(ctx, { pool, user, client, names: input.UserAttributeNames });
  return {};
});
