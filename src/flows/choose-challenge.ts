/**
 * The choice-based sign-in: the client says how the user wants to prove who they are, or is told how they can.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
 */
import type { FirstFactor } from "../model/first-factors.ts";
import { incorrectPassword, invalidParameter } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import { askForAnswer, offeredFactors, openChoice, requireEntrance, type Choice, type OpenChoice } from "./choice.ts";
import { withCode } from "./choose-code.ts";
import { passkeyQuestion, withAssertion, withPasskey } from "./choose-passkey.ts";
import { withPassword, withSrp } from "./choose-password.ts";
import { requireText, type Parameters } from "./parameters.ts";
import { meetSigner, tellsState, type SignInAttempt } from "./prove-password.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { requireClientEphemeral } from "./srp-exchange.ts";

type Step = (ctx: Context, choice: Choice, given: Parameters) => Promise<SignInStep>;

/** How each factor goes on: what comes with it is judged at once, what does not is asked for. */
const steps: Readonly<Record<FirstFactor, Step>> = {
  PASSWORD: (ctx, choice, { PASSWORD: password }) =>
    password === undefined
      ? askForAnswer(ctx, choice, { name: "PASSWORD", parameters: {} })
      : withPassword(ctx, choice, password),
  PASSWORD_SRP: async (ctx, choice, given) =>
    given["SRP_A"] === undefined
      ? askForAnswer(ctx, choice, { name: "PASSWORD_SRP", parameters: {} })
      : withSrp(ctx, choice, requireClientEphemeral(given)),
  EMAIL_OTP: (ctx, choice) => withCode(ctx, choice, "EMAIL_OTP"),
  SMS_OTP: (ctx, choice) => withCode(ctx, choice, "SMS_OTP"),
  WEB_AUTHN: withPasskey,
};

/** Shows what can be chosen; with a passkey among it, what a browser needs to choose it and answer at once. */
const showChoice = async (ctx: Context, choice: Choice, available: readonly FirstFactor[]): Promise<SignInStep> => {
  // Assumed: nothing to choose from is answered like a wrong password.
  if (available.length === 0) throw incorrectPassword();
  const question = available.includes("WEB_AUTHN") ? await passkeyQuestion(ctx, choice) : undefined;
  const parameters = { ...question?.parameters };
  return askForAnswer(ctx, choice, { name: "SELECT_CHALLENGE", parameters, available }, { ...question?.state });
};

/** The step, with the chosen factor as the one that is available. Observed: so the list says it. */
const narrowed = (step: SignInStep, factor: FirstFactor): SignInStep =>
  step.kind === "tokens" || step.challenge.name !== factor
    ? step
    : { ...step, challenge: { ...step.challenge, available: [factor] } };

/** Begins: with the preferred factor where it is available, else with the list of those that are. */
export const startChoice = async (
  ctx: Context,
  attempt: SignInAttempt,
  parameters: Parameters,
): Promise<SignInStep> => {
  const { pool, client, username, deviceKey } = attempt;
  const preferred =
    parameters["PREFERRED_CHALLENGE"] === undefined ? undefined : requireText(parameters, "PREFERRED_CHALLENGE");
  const signer = await meetSigner(ctx, attempt, await ctx.store.users.find(pool, username));
  const hidden = !tellsState(attempt);
  const choice: Choice = {
    pool,
    client,
    signer,
    username,
    hidden,
    clientMetadata: undefined,
    from: undefined,
    deviceKey,
  };
  await requireEntrance(ctx, choice);
  const available = await offeredFactors(ctx, choice);
  const factor = available.find((offered) => offered === preferred);
  if (factor === undefined) return showChoice(ctx, choice, available);
  return narrowed(await steps[factor](ctx, choice, parameters), factor);
};

/** Assumed: the refusal's words. */
const chosenFactor = async (ctx: Context, choice: OpenChoice, answer: string): Promise<FirstFactor> => {
  const available = await offeredFactors(ctx, choice);
  const factor = available.find((offered) => offered === answer);
  if (factor === undefined) throw invalidParameter(`ANSWER must be one of ${available.join(", ")}.`);
  return factor;
};

/** Takes the answer to SELECT_CHALLENGE. @throws InvalidParameterException, what the factor refuses */
export const answerChoice = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const { responses } = answer;
  const wanted = requireText(responses, "ANSWER");
  const choice = await openChoice(ctx, answer);
  const factor = await chosenFactor(ctx, choice, wanted);
  return factor === "WEB_AUTHN" && responses["CREDENTIAL"] !== undefined
    ? withAssertion(ctx, choice, requireText(responses, "CREDENTIAL"))
    : steps[factor](ctx, choice, responses);
};
