/**
 * The events of the three functions with which a pool challenges users in its own way: one decides what is next, one
 * makes a challenge, one judges the answer.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
import type { Secret } from "../contracts/secret.ts";
import { envelope, sentMetadata, type EventScene, type Metadata, type StringMap, type TriggerEvent } from "./events.ts";

/** What was asked so far and how it was answered, as functions see it. */
export interface ChallengeResult {
  readonly challengeName: "SRP_A" | "PASSWORD_VERIFIER" | "CUSTOM_CHALLENGE";
  readonly challengeResult: boolean;
  /** What the function said of its challenge; null for those of the service. */
  readonly challengeMetadata: string | null;
}

interface Told {
  readonly userAttributes: StringMap;
  /** True where a client that hides users asked for a name that nobody has. */
  readonly userNotFound: boolean;
}

interface History {
  /** Oldest first. */
  readonly session: readonly ChallengeResult[];
}

interface SentMetadata {
  readonly clientMetadata?: StringMap;
}

export type DefineAuthChallengeEvent = TriggerEvent<
  "DefineAuthChallenge_Authentication",
  Told & History & SentMetadata,
  { readonly challengeName: null; readonly issueTokens: null; readonly failAuthentication: null }
>;

export type CreateAuthChallengeEvent = TriggerEvent<
  "CreateAuthChallenge_Authentication",
  Told & History & SentMetadata & { readonly challengeName: "CUSTOM_CHALLENGE" },
  {
    readonly publicChallengeParameters: null;
    readonly privateChallengeParameters: null;
    readonly challengeMetadata: null;
  }
>;

export type VerifyAuthChallengeResponseEvent = TriggerEvent<
  "VerifyAuthChallengeResponse_Authentication",
  Told &
    SentMetadata & {
      readonly privateChallengeParameters: StringMap;
      /** The answer stays wrapped inside the event; `payloadOf()` alone writes it out. */
      readonly challengeAnswer: Secret;
    },
  { readonly answerCorrect: null }
>;

/** Asked what the user must do next, at the beginning and after every answer. */
export const defineAuthChallengeEvent = (
  scene: EventScene,
  { userAttributes, userNotFound, session, ...metadata }: Told & History & Metadata,
): DefineAuthChallengeEvent => ({
  ...envelope("1", scene, "DefineAuthChallenge_Authentication"),
  request: { userAttributes, session, ...sentMetadata(metadata), userNotFound },
  response: { challengeName: null, issueTokens: null, failAuthentication: null },
});

/** Asked for a challenge, when a custom one is next. */
export const createAuthChallengeEvent = (
  scene: EventScene,
  { userAttributes, userNotFound, session, ...metadata }: Told & History & Metadata,
): CreateAuthChallengeEvent => ({
  ...envelope("1", scene, "CreateAuthChallenge_Authentication"),
  request: { userAttributes, challengeName: "CUSTOM_CHALLENGE", session, ...sentMetadata(metadata), userNotFound },
  response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
});

/** Asked whether an answer is right. */
export const verifyAuthChallengeResponseEvent = (
  scene: EventScene,
  request: Told & Metadata & { readonly privateChallengeParameters: StringMap; readonly challengeAnswer: Secret },
): VerifyAuthChallengeResponseEvent => ({
  ...envelope("1", scene, "VerifyAuthChallengeResponse_Authentication"),
  request: {
    userAttributes: request.userAttributes,
    privateChallengeParameters: request.privateChallengeParameters,
    challengeAnswer: request.challengeAnswer,
    ...sentMetadata(request),
    userNotFound: request.userNotFound,
  },
  response: { answerCorrect: null },
});
