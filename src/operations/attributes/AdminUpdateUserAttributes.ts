import { AdminUpdateUserAttributes } from "../../contracts/index.ts";
import { updateAttributes } from "../../flows/update-attributes.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Changes a user's attributes as an administrator; an empty value deletes. A code that was sent to an address which is
 * changed, removed or no longer verified is dead. A pool that wants addresses proven first keeps the old one until the
 * code that goes to the new one has come back, unless the administrator vouches for it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
 */
export const adminUpdateUserAttributes = implement(AdminUpdateUserAttributes, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  await updateAttributes(ctx, {
    pool,
    user,
    client: null,
    submitted: input.UserAttributes,
    clientMetadata: input.ClientMetadata,
  });
  return {};
});
