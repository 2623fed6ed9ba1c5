import { DeleteUserPoolClient } from "../../contracts/index.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Deletes an app client, and what its login pages show: nobody signs in through it any more.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html
 */
export const deleteUserPoolClient = implement(DeleteUserPoolClient, async (ctx, { UserPoolId, ClientId }) => {
  const client = await ctx.store.clients.get(UserPoolId, ClientId);

  await ctx.transaction(async (tx) => {
    await tx.clients.delete(client);
    await tx.documents.deleteOfClient(client.poolId, client.id);
  });
  return {};
});
