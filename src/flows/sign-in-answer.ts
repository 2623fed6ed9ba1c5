import type { SignInStep } from "./sign-in-step.ts";

/**
 * A step of a sign-in as the API tells it: a challenge with its session, or the tokens.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export const signInAnswer = (step: SignInStep) =>
  step.kind === "tokens"
    ? { ChallengeParameters: {}, AuthenticationResult: step.tokens }
    : {
        ChallengeName: step.challenge.name,
        Session: step.challenge.token,
        ChallengeParameters: step.challenge.parameters,
        AvailableChallenges: step.challenge.available,
      };
