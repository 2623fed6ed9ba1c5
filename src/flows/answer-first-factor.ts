/** The answers to challenges that come before anything is proven, which have rules of their own for who may be told what. */
import type { Context } from "../runtime/operation.ts";
import type { ChallengeAnswer } from "./answer-challenge.ts";
import { answerChoice } from "./choose-challenge.ts";
import { answerCode, codeSessionName } from "./choose-code.ts";
import { answerPasskey } from "./choose-passkey.ts";
import { answerChosenVerifier, answerPassword, answerPasswordSrp } from "./choose-password.ts";
import { answerCustomChallenge, answerCustomPassword } from "./custom-auth.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { answerSrp } from "./srp-sign-in.ts";

/** An answer to a challenge, with the name that it gives. */
export interface FirstFactorAnswer extends ChallengeAnswer {
  readonly username: string;
}

type Answer = (ctx: Context, answer: FirstFactorAnswer) => Promise<SignInStep>;

/** What the session of an answer waits for, and in which flow; both undefined where there is no such session. */
const sessionOf = async (ctx: Context, { pool, token }: ChallengeAnswer) => {
  const session = token && (await ctx.store.sessions.find(pool.id, token));
  return { challenge: session?.challenge, flow: session?.state["flow"] };
};

/** USER_SRP_AUTH has no session; the other flows that prove a password by SRP have one. */
const answerPasswordVerifier: Answer = async (ctx, answer) => {
  if (answer.token === undefined) return answerSrp(ctx, answer);
  const { flow } = await sessionOf(ctx, answer);
  return flow === "CUSTOM_AUTH" ? answerCustomPassword(ctx, answer) : answerChosenVerifier(ctx, answer);
};

const answers: Readonly<Record<string, Answer>> = {
  PASSWORD_VERIFIER: answerPasswordVerifier,
  CUSTOM_CHALLENGE: answerCustomChallenge,
  SELECT_CHALLENGE: answerChoice,
  PASSWORD: answerPassword,
  PASSWORD_SRP: answerPasswordSrp,
  SMS_OTP: (ctx, answer) => answerCode(ctx, answer, "SMS_OTP"),
  WEB_AUTHN: answerPasskey,
};

const answerEmailCode: Answer = (ctx, answer) => answerCode(ctx, answer, "EMAIL_OTP");

/**
 * What takes the answer; undefined where its challenge comes after the first factor. EMAIL_OTP names two challenges,
 * which their sessions tell apart.
 */
export const findFirstFactorAnswer = async (ctx: Context, answer: ChallengeAnswer): Promise<Answer | undefined> => {
  const { name } = answer;
  if (name === "EMAIL_OTP") {
    const { challenge } = await sessionOf(ctx, answer);
    return challenge === codeSessionName("EMAIL_OTP") ? answerEmailCode : undefined;
  }
  return Object.hasOwn(answers, name) ? answers[name] : undefined;
};
