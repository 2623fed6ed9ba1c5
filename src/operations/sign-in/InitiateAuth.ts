import { InitiateAuth } from "../../contracts/index.ts";
import { signInAnswer } from "../../flows/sign-in-answer.ts";
import { startSignIn } from "../../flows/start-sign-in.ts";
import { fromClient } from "../../flows/user-context.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Begins a sign-in through an app client, or refreshes one.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export const initiateAuth = implement(InitiateAuth, async (ctx, input) => {
  const { pool, client } = await ctx.store.clients.locate(input.ClientId);
  const step = await startSignIn(fromClient(ctx, client, input.UserContextData), {
    pool,
    client,
    flow: input.AuthFlow,
    parameters: input.AuthParameters ?? {},
    validationData: input.ClientMetadata,
    byAdministrator: false,
    session: input.Session,
  });
  return signInAnswer(step);
});
