import { AdminInitiateAuth } from "../../contracts/index.ts";
import { signInAnswer } from "../../flows/sign-in-answer.ts";
import { startSignIn } from "../../flows/start-sign-in.ts";
import { fromServer } from "../../flows/user-context.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Begins a sign-in on the word of a server that holds an access key. It is always told the user's state.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
export const adminInitiateAuth = implement(AdminInitiateAuth, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const client = await ctx.store.clients.get(pool.id, input.ClientId);
  const step = await startSignIn(fromServer(ctx, input.ContextData), {
    pool,
    client,
    flow: input.AuthFlow,
    parameters: input.AuthParameters ?? {},
    validationData: input.ClientMetadata,
    byAdministrator: true,
    session: input.Session,
  });
  return signInAnswer(step);
});
