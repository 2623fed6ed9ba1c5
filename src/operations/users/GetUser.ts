import { GetUser } from "../../contracts/index.ts";
import { mfaOptionsView, mfaView, readableAttributeList } from "../../model/user-view.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows users themselves, as far as their app client may read.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
 */
export const getUser = implement(GetUser, async ({ user, client }) => ({
  Username: user.username,
  UserAttributes: readableAttributeList(user, client),
  MFAOptions: mfaOptionsView(user),
  ...mfaView(user),
}));
