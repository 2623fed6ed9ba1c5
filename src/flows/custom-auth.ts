/**
 * Signing in as the pool's own functions decide it: one says what comes next, one asks, one judges the answer.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
import { readClientEphemeral } from "../crypto/srp.ts";
import { incorrectPassword, invalidSession } from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { ChallengeResult } from "../triggers/custom-challenge-events.ts";
import { unrecognizable } from "../triggers/read-json.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import { assessSignIn, requireUnblocked } from "./assess-sign-in.ts";
import { newAuthEvent, passwordSignIn, recordRefusedSignIn } from "./auth-events.ts";
import { askChallenge, challengeAfterPassword, secondFactorChallenge } from "./challenges.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import {
  askForChallenge,
  askForVerdict,
  askWhatIsNext,
  rememberedBy,
  requireVerifier,
  stateOf,
  type AskedQuestion,
  type CustomSignIn,
} from "./custom-challenges.ts";
import { newFirstFactorSession, openFirstFactor, spendSession, type OpenFirstFactor } from "./first-factor-session.ts";
import { requireParameter } from "./parameters.ts";
import { meetSigner, requireTellableState, tellsState, type SignInAttempt } from "./prove-password.ts";
import {
  clearFailures,
  guardCredential,
  requireSignInState,
  requireUnlocked,
  stillAsJudged,
} from "./sign-in-guards.ts";
import { boundedDeviceKey, knownDevice, namedDevice } from "./sign-in-device.ts";
import type { NewSession } from "./sessions.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { toldName } from "./signer.ts";
import { beginExchange, openExchange } from "./srp-exchange.ts";
import { requireExchangeSigner } from "./srp-sign-in.ts";

/** Challenges of one sign-in, at most; after them it has failed. Assumed: the number. */
export const CHALLENGES_MAX = 50;

const FLOW = "CUSTOM_AUTH";

const newSessionFor = (ctx: Context, signIn: CustomSignIn, challenge: string, question?: AskedQuestion): NewSession =>
  newFirstFactorSession(ctx, { ...signIn, flow: FLOW }, challenge, stateOf(signIn, question));

const askCustom = async (ctx: Context, signIn: CustomSignIn): Promise<SignInStep> => {
  const { publicParameters, privateParameters, metadata } = await askForChallenge(ctx, signIn);
  const { session, token } = newSessionFor(ctx, signIn, "CUSTOM_CHALLENGE", { privateParameters, metadata });
  await ctx.transaction((tx) => tx.sessions.insert(session, token));
  const parameters = { ...publicParameters, USERNAME: toldName(signIn, signIn.signer, signIn.username) };
  return { kind: "challenge", challenge: { name: "CUSTOM_CHALLENGE", parameters, token } };
};

const askPassword = async (ctx: Context, signIn: CustomSignIn): Promise<SignInStep> => {
  const { pool, client, signer, username, srpA, hidden } = signIn;
  const A = srpA === undefined ? undefined : readClientEphemeral(srpA);
  // Assumed: a function that asks for a proof which the client has not offered makes no sense.
  if (A === undefined) throw unrecognizable();
  const { session, token } = newSessionFor(ctx, signIn, "PASSWORD_VERIFIER");
  const scene = { pool, client, sessionId: session.id };
  const parameters = await beginExchange(ctx, scene, signer, { username, A, hidden });
  await ctx.transaction((tx) => tx.sessions.insert(session, token));
  return { kind: "challenge", challenge: { name: "PASSWORD_VERIFIER", parameters, token } };
};

/**
 * Ends a sign-in that the functions let in. Who is nobody gets nowhere, and what bars a user bars here at last: it is
 * told now, because what the functions asked for has been given.
 * Assumed: the second factor that the pool or the user demands is asked after the functions' challenges, and a
 * temporary password that was proven is replaced. Stops this flow from being the way around both.
 */
const finish = async (ctx: Context, signIn: CustomSignIn): Promise<SignInStep> => {
  const { pool, client, signer, proven, clientMetadata } = signIn;
  if (signer.user === undefined) throw incorrectPassword();
  // Functions like to write into the user whom they are asked about.
  const user = await ctx.store.users.bySub(pool.id, signer.user.sub);
  if (user === undefined) throw incorrectPassword();
  requireSignInState(user);
  const credential = await ctx.store.credentials.find(user);
  if (proven !== undefined && String(credential?.version) !== proven) throw invalidSession();

  // Assumed: an unknown device counts as a new one, because the answer is spent and cannot be sent again without it.
  const deviceKey = await knownDevice(ctx, { pool, user, deviceKey: signIn.deviceKey });
  const doer = { pool, client, user };
  const recorded = proven === undefined ? newAuthEvent(ctx, doer, "SignIn") : passwordSignIn(ctx, doer);
  const assessment = await assessSignIn(ctx, { ...doer, kind: "custom", event: recorded });
  const source = "TokenGeneration_Authentication";
  const { event, demanded, notice } = assessment;
  const underWay = { ...doer, source, clientMetadata, deviceKey, event, demanded, notice } as const;
  const write = async (tx: Tx): Promise<User> => {
    const current = await stillAsJudged(tx, user);
    await guardCredential(tx, user, credential);
    return current;
  };
  await requireUnblocked(ctx, assessment, write);
  const challenge = await (proven === undefined ? secondFactorChallenge : challengeAfterPassword)(ctx, underWay);
  if (challenge !== undefined) {
    await ctx.transaction(async (tx) => {
      await write(tx);
      await askChallenge(tx, challenge, credential);
    });
    return { kind: "challenge", challenge };
  }
  const tokens = await completeSignIn(ctx, underWay, async (tx) => {
    if (proven !== undefined) await clearFailures(tx, user, ctx.now);
    return write(tx);
  });
  return { kind: "tokens", tokens };
};

/** Goes on as the pool's function says. @throws what the functions refuse, NotAuthorizedException when they let nobody in */
const proceed = async (ctx: Context, signIn: CustomSignIn): Promise<SignInStep> => {
  const next = await askWhatIsNext(ctx, signIn);
  if (next.kind === "tokens") return finish(ctx, signIn);
  if (next.kind !== "challenge" || signIn.history.length >= CHALLENGES_MAX) {
    await recordRefusedSignIn(ctx, { ...signIn, ...signIn.signer });
    throw incorrectPassword();
  }
  return next.name === "CUSTOM_CHALLENGE" ? askCustom(ctx, signIn) : askPassword(ctx, signIn);
};

/** Begins. `srpA` is given by clients that can prove a password first. ClientMetadata reaches PreAuthentication alone. */
export const startCustom = async (
  ctx: Context,
  attempt: SignInAttempt,
  srpA: string | undefined,
): Promise<SignInStep> => {
  const { pool, client, username } = attempt;
  const signer = await meetSigner(ctx, attempt, await ctx.store.users.find(pool, username));
  const hidden = !tellsState(attempt);
  if (signer.user !== undefined && !hidden) await requireTellableState(ctx, attempt, signer.user);
  const history: readonly ChallengeResult[] =
    srpA === undefined ? [] : [{ challengeName: "SRP_A", challengeResult: true, challengeMetadata: null }];
  return proceed(ctx, {
    pool,
    client,
    signer,
    username,
    history,
    srpA,
    proven: undefined,
    deviceKey: boundedDeviceKey(attempt.deviceKey),
    hidden,
    clientMetadata: undefined,
  });
};

/** The sign-in that an answer carries on. @throws what bars a user, where it may be told */
const resumed = (answer: OpenFirstFactor): CustomSignIn => {
  const { pool, client, signer, session, username, clientMetadata } = answer;
  const hidden = !tellsState(answer);
  if (signer.user !== undefined && !hidden) requireSignInState(signer.user);
  const { history, srpA, proven, ...remembered } = rememberedBy(session);
  const deviceKey = boundedDeviceKey(namedDevice(answer.responses)) ?? remembered.deviceKey;
  return { pool, client, signer, username, history, srpA, proven, deviceKey, hidden, clientMetadata };
};

const answered = (signIn: CustomSignIn, result: ChallengeResult): CustomSignIn => ({
  ...signIn,
  history: [...signIn.history, result],
});

/**
 * Takes the answer to a custom challenge. The session is spent before the function is asked, whatever becomes of it:
 * stops one question from being tried with many answers at once. A wrong answer is no refusal by itself.
 * @throws NotAuthorizedException, what the functions refuse
 */
export const answerCustomChallenge = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const challengeAnswer = requireParameter(answer.responses, "ANSWER");
  const opened = await openFirstFactor(ctx, answer, FLOW);
  const signIn = resumed(opened);
  const { question } = rememberedBy(opened.session);
  if (question === undefined) throw invalidSession();
  requireVerifier(signIn);
  await ctx.transaction((tx) => spendSession(tx, opened.session, ctx.now));
  const challengeResult = await askForVerdict(ctx, signIn, question, challengeAnswer);
  const challengeMetadata = question.metadata;
  return proceed(ctx, answered(signIn, { challengeName: "CUSTOM_CHALLENGE", challengeResult, challengeMetadata }));
};

/** Takes the proof of a password that a function asked for; a wrong one ends the sign-in. @throws NotAuthorizedException */
export const answerCustomPassword = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const opened = await openFirstFactor(ctx, answer, FLOW);
  const { pool, client, session, responses } = opened;
  const signIn = resumed(opened);
  const exchange = openExchange(ctx, { pool, client, sessionId: session.id }, responses);
  const signer = await requireExchangeSigner(ctx, answer, exchange);
  const { user, credential } = await exchange.prove(signer, (tx) => spendSession(tx, session, ctx.now));
  await ctx.transaction(async (tx) => {
    await stillAsJudged(tx, user);
    await tx.credentials.guard(credential);
    await requireUnlocked(tx, user, ctx.now);
    await spendSession(tx, session, ctx.now);
    await exchange.spend(tx);
  });
  const proven = String(credential.version);
  return proceed(
    ctx,
    answered(
      { ...signIn, proven },
      { challengeName: "PASSWORD_VERIFIER", challengeResult: true, challengeMetadata: null },
    ),
  );
};
