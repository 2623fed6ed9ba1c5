import { GetUserPoolSessionConfiguration } from "../../contracts/index.ts";
import { sessionSettingsView } from "../../model/token-session.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows whether a pool keeps track of sessions, and how many a user may have.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolSessionConfiguration.html
 */
export const getUserPoolSessionConfiguration = implement(GetUserPoolSessionConfiguration, async (ctx, input) =>
  sessionSettingsView(await ctx.store.pools.get(input.UserPoolId)),
);
