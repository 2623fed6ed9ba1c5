/** The password as the first factor of a choice-based sign-in: typed, or proven by SRP. */
import type { Secret } from "../contracts/secret.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { afterPassword } from "./after-password.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import { provePassword } from "./authenticate.ts";
import { choiceDevice, leave, newChoiceSession, openChoice, type Choice } from "./choice.ts";
import { requireUncompromisedProof } from "./compromised-passwords.ts";
import { requireParameter } from "./parameters.ts";
import { requireTellableState } from "./prove-password.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { beginExchange, openExchange, requireClientEphemeral } from "./srp-exchange.ts";
import { requireExchangeSigner } from "./srp-sign-in.ts";

/** Takes a password. A wrong one is counted like every other, and leaves the session as it is. @throws NotAuthorizedException */
export const withPassword = async (ctx: Context, choice: Choice, password: Secret): Promise<SignInStep> => {
  const { pool, client, signer, hidden, clientMetadata } = choice;
  if (signer.user !== undefined && !hidden) await requireTellableState(ctx, choice, signer.user);
  const proof = await provePassword(ctx, { pool, client, password }, signer);
  const spend = (tx: Tx) => leave(tx, choice, ctx.now);
  const risk = await requireUncompromisedProof(ctx, { pool, client }, proof, password, spend);
  const deviceKey = await choiceDevice(ctx, choice, proof.user);
  return afterPassword(ctx, { pool, client, ...proof, clientMetadata, deviceKey, risk }, spend);
};

/** Begins SRP: PASSWORD_VERIFIER, which has a session here. @throws TooManyRequestsException */
export const withSrp = async (ctx: Context, choice: Choice, A: Uint8Array): Promise<SignInStep> => {
  const { pool, client, signer, username, hidden } = choice;
  const { session, token } = newChoiceSession(ctx, choice, "PASSWORD_VERIFIER");
  const parameters = await beginExchange(ctx, { pool, client, sessionId: session.id }, signer, {
    username,
    A,
    hidden,
  });
  await ctx.transaction(async (tx) => {
    await leave(tx, choice, ctx.now);
    await tx.sessions.insert(session, token);
  });
  return { kind: "challenge", challenge: { name: "PASSWORD_VERIFIER", parameters, token } };
};

/** Takes the answer to PASSWORD. @throws NotAuthorizedException, what bars the user */
export const answerPassword = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const password = requireParameter(answer.responses, "PASSWORD");
  return withPassword(ctx, await openChoice(ctx, answer), password);
};

/** Takes the answer to PASSWORD_SRP. @throws InvalidParameterException, NotAuthorizedException */
export const answerPasswordSrp = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const A = requireClientEphemeral(answer.responses);
  return withSrp(ctx, await openChoice(ctx, answer), A);
};

/** Takes the answer to PASSWORD_VERIFIER. @throws NotAuthorizedException, what bars the user */
export const answerChosenVerifier = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const choice = await openChoice(ctx, answer);
  const { pool, client, from, clientMetadata } = choice;
  const exchange = openExchange(ctx, { pool, client, sessionId: from.id }, answer.responses);
  const proof = await exchange.prove(await requireExchangeSigner(ctx, answer, exchange));
  const deviceKey = await choiceDevice(ctx, choice, proof.user);
  return afterPassword(ctx, { pool, client, ...proof, clientMetadata, deviceKey }, async (tx) => {
    await leave(tx, choice, ctx.now);
    await exchange.spend(tx);
  });
};
