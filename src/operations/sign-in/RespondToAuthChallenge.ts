import { RespondToAuthChallenge } from "../../contracts/index.ts";
import { answerChallenge } from "../../flows/answer-challenge.ts";
import { signInAnswer } from "../../flows/sign-in-answer.ts";
import { fromClient } from "../../flows/user-context.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Answers a challenge of a sign-in.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export const respondToAuthChallenge = implement(RespondToAuthChallenge, async (ctx, input) => {
  const { pool, client } = await ctx.store.clients.locate(input.ClientId);
  const step = await answerChallenge(fromClient(ctx, client, input.UserContextData), {
    pool,
    client,
    name: input.ChallengeName,
    token: input.Session,
    responses: input.ChallengeResponses ?? {},
    clientMetadata: input.ClientMetadata,
    byAdministrator: false,
  });
  return signInAnswer(step);
});
