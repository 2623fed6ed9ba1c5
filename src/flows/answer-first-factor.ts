/** The answers to challenges that come before anything is proven, which have rules of their own for who may be told what. */
import type { Context } from "../runtime/operation.ts";
import type { ChallengeAnswer } from "./answer-challenge.ts";
import { answerCustomChallenge, answerCustomPassword } from "./custom-auth.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { answerSrp } from "./srp-sign-in.ts";

/** An answer to a challenge, with the name that it gives. */
export interface FirstFactorAnswer extends ChallengeAnswer {
  readonly username: string;
}

type Answer = (ctx: Context, answer: FirstFactorAnswer) => Promise<SignInStep>;

const answers: Readonly<Record<string, Answer>> = {
  // USER_SRP_AUTH has no session.
  PASSWORD_VERIFIER: (ctx, answer) =>
    answer.token === undefined ? answerSrp(ctx, answer) : answerCustomPassword(ctx, answer),
  CUSTOM_CHALLENGE: answerCustomChallenge,
};

/** What takes the answers to a challenge; undefined where it comes after the first factor. */
export const findFirstFactorAnswer = (name: string): Answer | undefined =>
  Object.hasOwn(answers, name) ? answers[name] : undefined;
