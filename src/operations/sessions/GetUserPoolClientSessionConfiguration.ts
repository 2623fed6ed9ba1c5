import { GetUserPoolClientSessionConfiguration } from "../../contracts/index.ts";
import { ssoSettingsView } from "../../model/token-session.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows how long the login pages may reuse a session for a client.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolClientSessionConfiguration.html
 */
export const getUserPoolClientSessionConfiguration = implement(
  GetUserPoolClientSessionConfiguration,
  async (ctx, input) => ssoSettingsView(await ctx.store.clients.get(input.UserPoolId, input.ClientId)),
);
