import { ListUserPoolClientSecrets } from "../../contracts/index.ts";
import { secretDescriptor } from "../../model/client-secrets.ts";
import { invalidPaginationToken } from "../../model/refusals.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the secrets of an app client, oldest first and without their values. There are two at most, so there is one page
 * and no token is ever given out.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClientSecrets.html
 */
export const listUserPoolClientSecrets = implement(ListUserPoolClientSecrets, async (ctx, input) => {
  const client = await ctx.store.clients.get(input.UserPoolId, input.ClientId);
  if (input.NextToken !== undefined) throw invalidPaginationToken();
  return { ClientSecrets: client.secrets.map(secretDescriptor) };
});
