/** The answers to challenges that come before anything is proven, which have rules of their own for who may be told what. */
import { invalidSession } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import type { ChallengeAnswer } from "./answer-challenge.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { answerSrp } from "./srp-sign-in.ts";

/** An answer to a challenge, with the name that it gives. */
export interface FirstFactorAnswer extends ChallengeAnswer {
  readonly username: string;
}

type Answer = (ctx: Context, answer: FirstFactorAnswer) => Promise<SignInStep>;

const answers: Readonly<Record<string, Answer>> = {
  PASSWORD_VERIFIER: async (ctx, answer) => {
    // What USER_SRP_AUTH must remember is in the block: a session belongs to some other sign-in.
    if (answer.token !== undefined) throw invalidSession();
    return answerSrp(ctx, answer);
  },
};

/** What takes the answers to a challenge; undefined where it comes after the first factor. */
export const findFirstFactorAnswer = (name: string): Answer | undefined =>
  Object.hasOwn(answers, name) ? answers[name] : undefined;
