import { AdminRespondToAuthChallenge } from "../../contracts/index.ts";
import { answerChallenge } from "../../flows/answer-challenge.ts";
import { signInAnswer } from "../../flows/sign-in-answer.ts";
import { fromServer } from "../../flows/user-context.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Answers a challenge on the word of a server that holds an access key.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html
 */
export const adminRespondToAuthChallenge = implement(AdminRespondToAuthChallenge, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const client = await ctx.store.clients.get(pool.id, input.ClientId);
  const step = await answerChallenge(fromServer(ctx, input.ContextData), {
    pool,
    client,
    name: input.ChallengeName,
    token: input.Session,
    responses: input.ChallengeResponses ?? {},
    clientMetadata: input.ClientMetadata,
    byAdministrator: true,
  });
  return signInAnswer(step);
});
