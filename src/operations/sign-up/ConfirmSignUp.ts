import { ConfirmSignUp } from "../../contracts/index.ts";
import { appClient } from "../../flows/app-client.ts";
import { confirmByCode } from "../../flows/confirm-sign-up.ts";
import { confirmedSession } from "../../flows/sign-up-session.ts";
import { fromClient } from "../../flows/user-context.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Confirms a sign-up by the code that was sent, and with it the address it was sent to.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */
export const confirmSignUp = implement(ConfirmSignUp, async (ctx, input) => {
  const app = await appClient(ctx, input.ClientId, input.Username, input.SecretHash);
  const next = await confirmByCode(fromClient(ctx, app.client, input.UserContextData), app, {
    username: input.Username,
    code: input.ConfirmationCode,
    movesAlias: input.ForceAliasCreation === true,
    clientMetadata: input.ClientMetadata,
    leadOn: (tx, confirmation) => confirmedSession(ctx, tx, confirmation, input.Session),
  });
  return { Session: next?.token };
});
