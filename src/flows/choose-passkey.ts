/** A passkey as the first factor of a choice-based sign-in. */
import { needsSecondFactor } from "../model/first-factors.ts";
import { incorrectPassword, invalidConfiguration, invalidSession } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import { afterPasswordless } from "./after-passwordless.ts";
import { recordRefusedSignIn } from "./auth-events.ts";
import { askForAnswer, leave, openChoice, ownFactors, type Choice, type OpenChoice } from "./choice.ts";
import { requireText } from "./parameters.ts";
import { spendWebAuthnAnswer, verifyWebAuthnAnswer, webAuthnChallenge, type WebAuthnChallenge } from "./passkeys.ts";
import { requireSignInState, stillAsJudged } from "./sign-in-guards.ts";
import type { SignInStep } from "./sign-in-step.ts";

/** What a browser takes to an authenticator; undefined where the pool has no domain for passkeys. */
export const passkeyQuestion = (
  ctx: Context,
  { pool, client, signer }: Choice,
): Promise<WebAuthnChallenge | undefined> => webAuthnChallenge(ctx, { pool, client, subject: signer.subject });

/** Asks for a passkey; where users are hidden, of those too who have none. */
export const withPasskey = async (ctx: Context, choice: Choice): Promise<SignInStep> => {
  const question = await passkeyQuestion(ctx, choice);
  if (question === undefined) throw invalidConfiguration("The user pool has no relying party for passkeys.");
  const { parameters, state } = question;
  return askForAnswer(ctx, choice, { name: "WEB_AUTHN", parameters: { ...parameters } }, { ...state });
};

/**
 * Judges what the authenticator has signed. Assumed: the refusal, in which no fault is told from another.
 * @throws NotAuthorizedException, what bars the user
 */
export const withAssertion = async (ctx: Context, choice: OpenChoice, credential: string): Promise<SignInStep> => {
  const { pool, signer, from } = choice;
  const { user } = signer;
  const answer = user && (await verifyWebAuthnAnswer(ctx, { pool, user }, from, credential));
  if (user === undefined || answer?.kind !== "proven") {
    await recordRefusedSignIn(ctx, { ...choice, ...signer });
    throw incorrectPassword();
  }
  requireSignInState(user);
  // The pool may demand more by now than when it asked.
  if (!(await ownFactors(ctx, choice)).includes("WEB_AUTHN")) throw invalidSession();
  // A passkey is two factors only when its authenticator has made sure of the person.
  if (needsSecondFactor(pool, user) && !answer.userVerified) throw incorrectPassword();
  return afterPasswordless(ctx, choice, user, async (tx) => {
    const current = await stillAsJudged(tx, user);
    await leave(tx, choice, ctx.now);
    if (!(await spendWebAuthnAnswer(tx, answer))) throw incorrectPassword();
    return current;
  });
};

/** Takes the answer to WEB_AUTHN. @throws NotAuthorizedException, what bars the user */
export const answerPasskey = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const credential = requireText(answer.responses, "CREDENTIAL");
  return withAssertion(ctx, await openChoice(ctx, answer), credential);
};
