/** The answers to a second factor: the code that was sent, and the choice between several. */
import type { Secret } from "../contracts/secret.ts";
import { concluded } from "../model/auth-event.ts";
import { isLocked } from "../model/lockout.ts";
import {
  invalidParameter,
  missingParameter,
  passwordAttemptsExceeded,
  secondFactorMismatch,
  spentSession,
} from "../model/refusals.ts";
import { contactOf, MFA_FACTORS, type SentFactor } from "../model/second-factor.ts";
import type { MfaFactor, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { OpenAnswer } from "./answer-challenge.ts";
import type { SignInStep } from "./authenticate.ts";
import { afterSecondFactor, askChallenge, deviceChallenge, factorChallenge, signInUnderWay } from "./challenges.ts";
import { presentCode } from "./codes.ts";
import { issueAfterProof } from "./complete-sign-in.ts";
import { addressSetUp, setsAddressUp, stillInNeed } from "./mfa-set-up.ts";
import { postAuthentication } from "./notifications.ts";
import { requireText, type Parameters } from "./parameters.ts";
import { proveContact } from "./prove-contact.ts";
import { clearFailures, countFailedTry, guardCredential, stillAsJudged } from "./sign-in-guards.ts";

/** Observed: texts of the API also call the e-mail factor EMAIL_MFA. */
const responseNames: Readonly<Record<SentFactor, readonly string[]>> = {
  SMS_MFA: ["SMS_MFA_CODE"],
  EMAIL_OTP: ["EMAIL_OTP_CODE", "EMAIL_MFA_CODE"],
};

const requireCode = (responses: Parameters, factor: SentFactor): Secret => {
  const names = responseNames[factor];
  const name = names.find((candidate) => responses[candidate] !== undefined);
  if (name === undefined) throw missingParameter(names[0]!);
  return responses[name]!;
};

type Judged = { readonly kind: "right"; readonly user: User } | { readonly kind: "wrong" | "locked" };

/** A code is tried only for the sign-in that it was sent for, and only while the address is the one it was sent to. */
const isOfSession = async (tx: Tx, answer: OpenAnswer, factor: SentFactor): Promise<boolean> => {
  const { session, user } = answer;
  const code = await tx.codes.find(user, "sign-in");
  const { codeId, destination } = session.state;
  if (code?.id !== codeId) return false;
  return setsAddressUp(session) || user.attributes[contactOf(factor)] === destination;
};

/**
 * Tries the code. A wrong one is counted on the code, on the user's budget and on the lock that wrong passwords count on,
 * and leaves the session as it is; the right one spends code and session.
 */
const judgeCode = async (
  ctx: Context,
  tx: Tx,
  answer: OpenAnswer,
  factor: SentFactor,
  code: Secret,
): Promise<Judged> => {
  const { user, credential, session } = answer;
  const current = setsAddressUp(session) ? await stillInNeed(tx, answer) : await stillAsJudged(tx, user);
  await guardCredential(tx, user, credential);
  if (isLocked(await tx.failures.find(user), ctx.now)) return { kind: "locked" };
  if (!(await isOfSession(tx, answer, factor))) return { kind: "wrong" };
  const outcome = await presentCode(tx, user, "sign-in", code, ctx.now);
  if (outcome.kind === "exhausted") return { kind: "locked" };
  if (outcome.kind !== "right") {
    await countFailedTry(tx, user, ctx.now);
    return { kind: "wrong" };
  }
  await clearFailures(tx, user, ctx.now);
  if (!(await tx.sessions.spend(session, ctx.now))) throw spentSession();
  return { kind: "right", user: current };
};

/** Takes the code of SMS_MFA or EMAIL_OTP. @throws CodeMismatchException, NotAuthorizedException once it is locked */
export const answerSentCode = async (ctx: Context, answer: OpenAnswer, factor: SentFactor): Promise<SignInStep> => {
  const code = requireCode(answer.responses, factor);
  const begun = signInUnderWay(answer);
  const signIn = afterSecondFactor(begun, "Success");
  const device = await deviceChallenge(ctx, signIn, answer.session);
  const judged = await ctx.transaction(async (tx) => {
    const outcome = await judgeCode(ctx, tx, answer, factor, code);
    if (outcome.kind === "wrong") {
      await tx.authEvents.record(concluded(afterSecondFactor(begun, "Failure").event, "Fail"));
    }
    if (outcome.kind !== "right") return outcome;
    const user = setsAddressUp(answer.session)
      ? await addressSetUp(tx, answer, outcome.user, ctx.now)
      : await proveContact(tx, answer.pool, outcome.user, contactOf(factor), ctx.now);
    await (device === undefined
      ? tx.outbox.notify(postAuthentication(ctx, { ...signIn, user }, answer.clientMetadata))
      : askChallenge(tx, device, answer.credential));
    return { ...outcome, user };
  });
  if (judged.kind !== "right") throw judged.kind === "locked" ? passwordAttemptsExceeded() : secondFactorMismatch();
  if (device !== undefined) return { kind: "challenge", challenge: device };
  return { kind: "tokens", tokens: await issueAfterProof(ctx, { ...signIn, user: judged.user }) };
};

/** Observed: texts of the API also call the e-mail factor EMAIL_MFA. Assumed: the refusal's words. */
const chosenFactor = ({ responses, session }: OpenAnswer): MfaFactor => {
  const answer = requireText(responses, "ANSWER");
  const offered = (session.state["factors"] ?? "").split(" ");
  const wanted = answer === "EMAIL_MFA" ? "EMAIL_OTP" : answer;
  const chosen = MFA_FACTORS.find((factor) => factor === wanted && offered.includes(factor));
  if (chosen === undefined) throw invalidParameter(`ANSWER must be one of ${offered.join(", ")}.`);
  return chosen;
};

/** Takes the answer to SELECT_MFA_TYPE. @throws InvalidParameterException, what sending the code refuses */
export const answerFactorChoice = async (ctx: Context, answer: OpenAnswer): Promise<SignInStep> => {
  const challenge = await factorChallenge(ctx, signInUnderWay(answer), chosenFactor(answer));
  await ctx.transaction(async (tx) => {
    await stillAsJudged(tx, answer.user);
    await guardCredential(tx, answer.user, answer.credential);
    if (!(await tx.sessions.spend(answer.session, ctx.now))) throw spentSession();
    await askChallenge(tx, challenge, answer.credential);
  });
  return { kind: "challenge", challenge };
};
