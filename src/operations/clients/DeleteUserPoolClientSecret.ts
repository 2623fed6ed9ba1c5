import { DeleteUserPoolClientSecret } from "../../contracts/index.ts";
import { withoutSecret } from "../../model/client-secrets.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Retires one of an app client's secrets: it proves nothing any more.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClientSecret.html
 */
export const deleteUserPoolClientSecret = implement(DeleteUserPoolClientSecret, async (ctx, input) => {
  const client = await ctx.store.clients.get(input.UserPoolId, input.ClientId);

  await ctx.transaction((tx) => tx.clients.save(withoutSecret(client, input.ClientSecretId, ctx.now)));
  return {};
});
