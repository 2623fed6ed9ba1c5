import { UpdateUserAttributes } from "../../contracts/index.ts";
import { updateAttributes } from "../../flows/update-attributes.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Changes users' own attributes, as far as their app client may write; an empty value deletes. A new address that the
 * pool verifies is sent a code.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
 */
export const updateUserAttributes = implement(UpdateUserAttributes, async (ctx, input) => {
  const { pool, user, client } = ctx;
  const sent = await updateAttributes(ctx, {
    pool,
    user,
    client,
    submitted: input.UserAttributes,
    clientMetadata: input.ClientMetadata,
  });
  return { CodeDeliveryDetailsList: sent };
});
