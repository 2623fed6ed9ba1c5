import { AdminGetUser } from "../../contracts/index.ts";
import { mfaView, userView } from "../../model/user-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows a user to an administrator: every attribute, the status, the second factors.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
 */
export const adminGetUser = implement(AdminGetUser, async (ctx, input) => {
  const { user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const { Attributes: attributes, ...view } = userView(user);
  return { ...view, Username: user.username, UserAttributes: attributes, ...mfaView(user) };
});
