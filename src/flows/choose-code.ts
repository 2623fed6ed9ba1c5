/**
 * A code that signs in by itself. Who reads what goes to the address or number has proven it, and a sign-up with it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-passwordless
 */
import type { ApiException } from "../contracts/exceptions.ts";
import type { Secret } from "../contracts/secret.ts";
import type { Message } from "../delivery/message.ts";
import { fitsBudget } from "../model/budget.ts";
import type { NewCode } from "../model/code.ts";
import { deliveryDetails } from "../model/destination.ts";
import { contactOfFirst, type SentFirstFactor } from "../model/first-factors.ts";
import { destinationOf, type Destination } from "../model/recovery.ts";
import { invalidSession, passwordAttemptsExceeded, rateExceeded, secondFactorMismatch } from "../model/refusals.ts";
import { blockedSignIn } from "../model/threat-protection.ts";
import { confirmed, type User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { passwordlessSignIn } from "./after-passwordless.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import { recordBlock } from "./assess-sign-in.ts";
import { failedSignIn, recordFailure } from "./auth-events.ts";
import { askChallenge, deviceChallenge } from "./challenges.ts";
import {
  entranceBar,
  leave,
  newChoiceSession,
  openChoice,
  ownFactors,
  type Choice,
  type OpenChoice,
} from "./choice.ts";
import { newCode, presentCode } from "./codes.ts";
import { issueAfterProof } from "./complete-sign-in.ts";
import { simulatedDelivery } from "./decoys.ts";
import { saveUser, updateNames } from "./identifiers.ts";
import { postAuthentication } from "./notifications.ts";
import { requireParameter } from "./parameters.ts";
import { proveContact } from "./prove-contact.ts";
import { sessionLifetimeMs } from "./sessions.ts";
import { stillAsJudged } from "./sign-in-guards.ts";
import type { SignInStep } from "./sign-in-step.ts";

const PURPOSE = "first-factor";
const BUDGET = "first-factor-message";

/** What the session of a code is opened as: another than that of the second factor of the same name. */
export const codeSessionName = (factor: SentFirstFactor): string => `first ${factor}`;

const media = { EMAIL_OTP: "EMAIL", SMS_OTP: "SMS" } as const;

/** Where the code goes; undefined where none is sent, which is not told. */
const destinationFor = async (
  ctx: Context,
  choice: Choice,
  factor: SentFirstFactor,
): Promise<Destination | undefined> => {
  const { user } = choice.signer;
  const isOwn = (await ownFactors(ctx, choice)).includes(factor);
  return user && isOwn ? destinationOf(user, contactOfFirst(factor)) : undefined;
};

const compose = (
  ctx: Context,
  { pool, client, signer: { user }, clientMetadata }: Choice,
  destination: Destination | undefined,
  code: NewCode,
): Promise<Message | undefined> | undefined =>
  user &&
  destination &&
  ctx.messages.compose("Authentication", {
    pool,
    user,
    client,
    destination,
    carries: { code },
    clientMetadata,
  });

/** What the client is told of the delivery: of the user's address, or of one that somebody of the name could have. */
const toldDelivery = (ctx: Context, { pool, signer: { user }, username }: Choice, factor: SentFirstFactor) => {
  const destination = user && destinationOf(user, contactOfFirst(factor));
  return destination ? deliveryDetails(destination) : simulatedDelivery(ctx, pool, username, media[factor]);
};

/**
 * Sends a code, or does all that without sending where nobody may be told that there is nobody, or nothing, to send to.
 * @throws TooManyRequestsException, what CustomMessage refuses
 */
export const withCode = async (ctx: Context, choice: Choice, factor: SentFirstFactor): Promise<SignInStep> => {
  const { user, subject } = choice.signer;
  // No operation of a sign-in declares LimitExceededException.
  if (!fitsBudget(BUDGET, await ctx.store.budgets.marks(subject, BUDGET), ctx.now)) throw rateExceeded();
  const destination = await destinationFor(ctx, choice, factor);
  const code = newCode(ctx.random, ctx.now, PURPOSE, destination?.attribute ?? null, sessionLifetimeMs(choice));
  const message = await compose(ctx, choice, destination, code);
  const { session, token } = newChoiceSession(ctx, choice, codeSessionName(factor), {
    codeId: code.id,
    destination: destination?.value ?? "",
  });
  await ctx.transaction(async (tx) => {
    if (user !== undefined) await stillAsJudged(tx, user);
    if (!(await tx.budgets.fits(BUDGET, subject))) throw rateExceeded();
    await leave(tx, choice, ctx.now);
    await tx.budgets.spend(BUDGET, subject);
    await tx.codes.replace(subject, code);
    await tx.sessions.insert(session, token);
    await tx.outbox.send(message);
  });
  const { Destination: masked, DeliveryMedium } = toldDelivery(ctx, choice, factor);
  const parameters = { CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium, CODE_DELIVERY_DESTINATION: masked };
  return { kind: "challenge", challenge: { name: factor, parameters, token } };
};

type Judged =
  | { readonly kind: "right"; readonly user: User }
  | { readonly kind: "wrong" | "exhausted" }
  | { readonly kind: "barred"; readonly bar: ApiException };

/** A code is tried only for the sign-in that it was sent for. */
const tryCode = async (
  ctx: Context,
  tx: Tx,
  choice: OpenChoice,
  code: Secret,
): Promise<"right" | "wrong" | "exhausted"> => {
  const { subject } = choice.signer;
  if ((await tx.codes.find(subject, PURPOSE))?.id !== choice.from.state["codeId"]) return "wrong";
  const { kind } = await presentCode(tx, subject, PURPOSE, code, ctx.now);
  return kind === "missing" ? "wrong" : kind;
};

/**
 * Tries the code. A wrong one is counted on the code and on the user's budget, and leaves the session as it is; the right
 * one spends both. What bars the user is told to it alone, where it could not be told before.
 */
const judge = async (
  ctx: Context,
  tx: Tx,
  choice: OpenChoice,
  factor: SentFirstFactor,
  code: Secret,
): Promise<Judged> => {
  const { signer, from } = choice;
  const contact = contactOfFirst(factor);
  const current = signer.user && (await stillAsJudged(tx, signer.user));
  const kind = await tryCode(ctx, tx, choice, code);
  if (kind === "exhausted") return { kind };
  // Nobody was sent a code that went nowhere: who hits it by chance is told what a wrong one is told.
  const isSent = current !== undefined && from.state["destination"] === current.attributes[contact];
  if (kind === "wrong" || !isSent) return { kind: "wrong" };
  await leave(tx, choice, ctx.now);
  const bar = entranceBar(current);
  if (bar !== undefined) return { kind: "barred", bar };
  const proven = await proveContact(tx, choice.pool, current, contact, ctx.now);
  if (proven.status !== "UNCONFIRMED") return { kind: "right", user: proven };
  const user = await saveUser(tx, choice.pool, proven, confirmed(proven, ctx.now), updateNames);
  return { kind: "right", user };
};

/** Takes the code of EMAIL_OTP or SMS_OTP. @throws CodeMismatchException, NotAuthorizedException */
export const answerCode = async (
  ctx: Context,
  answer: FirstFactorAnswer,
  factor: SentFirstFactor,
): Promise<SignInStep> => {
  const code = requireParameter(answer.responses, `${factor}_CODE`);
  const choice = await openChoice(ctx, answer, codeSessionName(factor));
  const { signer, from } = choice;
  // The pool may demand more by now, or not take this any more. What bars the user is told later.
  const isGone = (await destinationFor(ctx, choice, factor)) === undefined && from.state["destination"] !== "";
  if (isGone && (signer.user === undefined || entranceBar(signer.user) === undefined)) throw invalidSession();
  const failed = failedSignIn(ctx, { ...choice, ...signer });
  const begun = signer.user && (await passwordlessSignIn(ctx, choice, signer.user));
  const signIn = begun?.signIn;
  const device = signIn && (await deviceChallenge(ctx, signIn));
  const credential = device && (await ctx.store.credentials.find(signIn.user));
  const judged = await ctx.transaction(async (tx): Promise<Judged> => {
    const outcome = await judge(ctx, tx, choice, factor, code);
    if (outcome.kind === "wrong") await recordFailure(tx, failed);
    if (outcome.kind !== "right" || begun === undefined || signIn === undefined) return outcome;
    if (begun.assessment.isBlocked) {
      await recordBlock(tx, begun.assessment);
      return { kind: "barred", bar: blockedSignIn() };
    }
    await (device === undefined
      ? tx.outbox.notify(postAuthentication(ctx, { ...signIn, user: outcome.user }, signIn.clientMetadata))
      : askChallenge(tx, device, credential));
    return outcome;
  });
  if (judged.kind === "barred") throw judged.bar;
  if (judged.kind !== "right" || signIn === undefined) {
    throw judged.kind === "exhausted" ? passwordAttemptsExceeded() : secondFactorMismatch();
  }
  if (device !== undefined) return { kind: "challenge", challenge: device };
  return { kind: "tokens", tokens: await issueAfterProof(ctx, { ...signIn, user: judged.user }) };
};
