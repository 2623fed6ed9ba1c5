/**
 * Signing in with a password that never travels. The whole state between the two calls is in SECRET_BLOCK, so there is
 * no session.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
import { incorrectPassword } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import { afterPassword } from "./after-password.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import { meetSigner, requireTellableState, tellsState, type SignInAttempt, type Signer } from "./prove-password.ts";
import { boundedDeviceKey, knownDevice, namedDevice } from "./sign-in-device.ts";
import { requireSignInState } from "./sign-in-guards.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { findSigner } from "./signer.ts";
import { beginExchange, openExchange, type OpenExchange } from "./srp-exchange.ts";

/** Begins: PASSWORD_VERIFIER for everybody but those of whom it may be told that they cannot sign in. */
export const startSrp = async (ctx: Context, attempt: SignInAttempt, A: Uint8Array): Promise<SignInStep> => {
  const { pool, client, username } = attempt;
  const signer = await meetSigner(ctx, attempt, await ctx.store.users.find(pool, username));
  const hidden = !tellsState(attempt);
  if (signer.user !== undefined && !hidden) await requireTellableState(ctx, attempt, signer.user);
  const parameters = await beginExchange(ctx, { pool, client, sessionId: null }, signer, {
    username,
    A,
    hidden,
    deviceKey: boundedDeviceKey(attempt.deviceKey),
  });
  return { kind: "challenge", challenge: { name: "PASSWORD_VERIFIER", parameters } };
};

/**
 * The signer of an exchange, if `username` is theirs. A user's state is told first where it may be: what an
 * administrator has done since the challenge bars the answer.
 * @throws NotAuthorizedException, UserNotConfirmedException, PasswordResetRequiredException
 */
export const requireExchangeSigner = async (
  ctx: Context,
  answer: FirstFactorAnswer,
  { sub, hidden }: OpenExchange,
): Promise<Signer> => {
  const signer = await findSigner(ctx, answer, sub, answer.username);
  if (signer === undefined) throw incorrectPassword();
  if (signer.user !== undefined && !hidden && tellsState(answer)) requireSignInState(signer.user);
  return signer;
};

/** Takes the answer to PASSWORD_VERIFIER of USER_SRP_AUTH. @throws NotAuthorizedException, what bars the user */
export const answerSrp = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const { pool, client, clientMetadata } = answer;
  const exchange = openExchange(ctx, { pool, client, sessionId: null }, answer.responses);
  const proof = await exchange.prove(await requireExchangeSigner(ctx, answer, exchange));
  const { deviceKey: begun } = exchange;
  // Observed: clients drop an unknown key from this answer and send it again, so the one they began with must not count
  // against them.
  const deviceKey =
    namedDevice(answer.responses) ?? (await knownDevice(ctx, { pool, user: proof.user, deviceKey: begun }));
  return afterPassword(ctx, { pool, client, ...proof, clientMetadata, deviceKey }, exchange.spend);
};
