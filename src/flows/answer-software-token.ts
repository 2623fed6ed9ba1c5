/** The answer to SOFTWARE_TOKEN_MFA: the code that the user's authenticator app shows. */
import { concluded } from "../model/auth-event.ts";
import { softwareTokenMismatch, softwareTokenMissing, softwareTokenSpent } from "../model/mfa-refusals.ts";
import { passwordAttemptsExceeded, spentSession } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import type { OpenAnswer } from "./answer-challenge.ts";
import { afterSecondFactor, askChallenge, deviceChallenge, signInUnderWay } from "./challenges.ts";
import type { SignInStep } from "./authenticate.ts";
import { issueAfterProof } from "./complete-sign-in.ts";
import { postAuthentication } from "./notifications.ts";
import { requireParameter } from "./parameters.ts";
import { clearFailures, guardCredential, stillAsJudged } from "./sign-in-guards.ts";
import { presentAppCode } from "./software-tokens.ts";

const refusals = {
  wrong: softwareTokenMismatch,
  spent: softwareTokenSpent,
  missing: softwareTokenMissing,
  locked: passwordAttemptsExceeded,
} as const;

/**
 * Takes the code. A wrong one leaves the session as it is; the right one spends its step and the session.
 * @throws CodeMismatchException, ExpiredCodeException, SoftwareTokenMFANotFoundException, NotAuthorizedException once it
 * is locked
 */
export const answerSoftwareToken = async (ctx: Context, answer: OpenAnswer): Promise<SignInStep> => {
  const code = requireParameter(answer.responses, "SOFTWARE_TOKEN_MFA_CODE");
  const begun = signInUnderWay(answer);
  const signIn = afterSecondFactor(begun, "Success");
  const device = await deviceChallenge(ctx, signIn, answer.session);
  const judged = await ctx.transaction(async (tx) => {
    const user = await stillAsJudged(tx, answer.user);
    await guardCredential(tx, answer.user, answer.credential);
    const outcome = await presentAppCode(tx, user, code, ctx.now);
    if (outcome === "wrong" || outcome === "spent") {
      await tx.authEvents.record(concluded(afterSecondFactor(begun, "Failure").event, "Fail"));
    }
    if (outcome !== "right") return { outcome };
    await clearFailures(tx, user, ctx.now);
    if (!(await tx.sessions.spend(answer.session, ctx.now))) throw spentSession();
    await (device === undefined
      ? tx.outbox.notify(postAuthentication(ctx, { ...signIn, user }, answer.clientMetadata))
      : askChallenge(tx, device, answer.credential));
    return { outcome, user };
  });
  if (judged.outcome !== "right") throw refusals[judged.outcome]();
  if (device !== undefined) return { kind: "challenge", challenge: device };
  return { kind: "tokens", tokens: await issueAfterProof(ctx, { ...signIn, user: judged.user }) };
};
