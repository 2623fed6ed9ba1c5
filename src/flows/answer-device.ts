/**
 * The two steps in which a remembered device proves itself, the last of a sign-in. Older clients answer without the
 * session, or with that of the step before: the first step then goes on with what waits for this device, the second with
 * what its SECRET_BLOCK seals.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import { concluded } from "../model/auth-event.ts";
import type { Device } from "../model/device.ts";
import { deviceNotFound } from "../model/device-refusals.ts";
import { isLocked } from "../model/lockout.ts";
import { incorrectPassword, invalidSession, passwordAttemptsExceeded } from "../model/refusals.ts";
import { isTimely } from "../model/srp-timestamp.ts";
import type { User } from "../model/user.ts";
import { hexOf } from "../crypto/srp-group.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import { signInUnderWay } from "./challenges.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { spendSession } from "./first-factor-session.ts";
import { requireText } from "./parameters.ts";
import {
  newSession,
  requireSession,
  requireSessionHolder,
  requireWaiting,
  type SessionHolder,
  type SessionUse,
} from "./sessions.ts";
import { findSignInDevice } from "./sign-in-device.ts";
import { clearFailures, countFailedTry, guardCredential, requireUnlocked, stillAsJudged } from "./sign-in-guards.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { requireClientEphemeral } from "./srp-exchange.ts";

/** What the block seals. Numbers are in base64. */
interface DeviceExchange {
  /** The session that waits for the proof; using it up uses the block up. */
  readonly session: string;
  readonly A: string;
  readonly B: string;
  readonly b: string;
}

/** An answer whose session stands, and the device that it waits for. */
interface OpenDeviceAnswer extends FirstFactorAnswer, SessionHolder {
  readonly session: ChallengeSession;
  readonly device: Device;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const bytesFrom = (text: string): Buffer => Buffer.from(text, "base64");

const bindingOf = ({ pool, client }: FirstFactorAnswer) => [pool.id, client.id, "device"];

const useOf = ({ pool, client, name }: FirstFactorAnswer): Required<SessionUse> => ({
  poolId: pool.id,
  clientId: client.id,
  challenge: name,
});

/**
 * The session that a token stands for. Observed: after a code, a client sends the token of the code's session once more.
 * @throws NotAuthorizedException
 */
const requireSent = async (ctx: Context, answer: FirstFactorAnswer, token: Secret): Promise<ChallengeSession> => {
  const { pool, client, name } = answer;
  const sent = await ctx.store.sessions.find(pool.id, token);
  if (sent === undefined || sent.challenge === name || sent.clientId !== client.id) {
    return requireWaiting(ctx, sent, useOf(answer));
  }
  const waiting = await ctx.store.sessions.newest(sent, name);
  if (waiting?.state["before"] !== sent.id) throw invalidSession();
  return requireWaiting(ctx, waiting, useOf(answer));
};

/**
 * What waits for a device of the user's. From another address than that of the sign-in nothing does: who has stolen a
 * device's secret shall not slip into the sign-ins of its user, whose password they would owe.
 * Every refusal is the same: it would tell who exists, and who signs in.
 * @throws NotAuthorizedException
 */
const findWaiting = async (ctx: Context, answer: FirstFactorAnswer): Promise<ChallengeSession> => {
  const user = await ctx.store.users.find(answer.pool, answer.username);
  const session = user && (await ctx.store.sessions.newest(user, answer.name));
  if (session?.clientId !== answer.client.id || session.state["address"] !== ctx.request.remoteAddress) {
    throw invalidSession();
  }
  if (session.spentAt !== null || ctx.now >= session.expiresAt) throw invalidSession();
  return session;
};

/** Stops a session from serving another user or another device than its own. @throws NotAuthorizedException, ResourceNotFoundException */
const openAnswer = async (
  ctx: Context,
  answer: FirstFactorAnswer,
  session: ChallengeSession,
): Promise<OpenDeviceAnswer> => {
  const deviceKey = requireText(answer.responses, "DEVICE_KEY");
  const named = await ctx.store.users.find(answer.pool, answer.username);
  if (named?.sub !== session.sub) throw invalidSession();
  const holder = await requireSessionHolder(ctx, session);
  const device =
    deviceKey === session.state["deviceKey"]
      ? await findSignInDevice(ctx, { pool: answer.pool, user: holder.user, deviceKey })
      : undefined;
  // Forgotten, or no longer remembered, since it was asked for.
  if (device?.remembered !== true) throw deviceNotFound();
  return { ...answer, ...holder, session, device };
};

/** What was judged still stands. @throws Conflict */
const stillStands = async (tx: Tx, { user, credential, device }: OpenDeviceAnswer): Promise<User> => {
  const current = await stillAsJudged(tx, user);
  await guardCredential(tx, user, credential);
  await tx.devices.guard(device);
  return current;
};

/** Takes the answer to DEVICE_SRP_AUTH. @throws InvalidParameterException, NotAuthorizedException, ResourceNotFoundException */
export const answerDeviceSrp = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const A = requireClientEphemeral(answer.responses);
  const session =
    answer.token === undefined ? await findWaiting(ctx, answer) : await requireSent(ctx, answer, answer.token);
  const opened = await openAnswer(ctx, answer, session);
  const { pool, client, user, device } = opened;
  const { b, B } = await ctx.srp.begin(device.verifier);
  const next = newSession(ctx, { pool, client, user, challenge: "DEVICE_PASSWORD_VERIFIER", state: session.state });
  const exchange: DeviceExchange = { session: next.session.id, A: base64(A), B: base64(B), b: base64(b) };
  const parameters = {
    SALT: hexOf(device.salt),
    SECRET_BLOCK: ctx.secretBlocks.seal(bindingOf(answer), JSON.stringify(exchange)),
    SRP_B: hexOf(B),
    DEVICE_KEY: device.key,
    USERNAME: user.username,
  };
  await ctx.transaction(async (tx) => {
    await stillStands(tx, opened);
    await requireUnlocked(tx, user, ctx.now);
    await spendSession(tx, session, ctx.now);
    await tx.sessions.insert(next.session, next.token);
  });
  return { kind: "challenge", challenge: { name: "DEVICE_PASSWORD_VERIFIER", parameters, token: next.token } };
};

/** The exchange of an answer. One that was changed, is somebody else's or is late proves nothing. @throws NotAuthorizedException */
const openExchange = (ctx: Context, answer: FirstFactorAnswer, block: string, timestamp: string): DeviceExchange => {
  const isInTime = isTimely(timestamp, ctx.now);
  const clear = ctx.secretBlocks.open(bindingOf(answer), block);
  if (clear === undefined || !isInTime) throw incorrectPassword();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else can have sealed it
  return JSON.parse(clear) as DeviceExchange;
};

/** The session of the exchange, and the one that was sent, if any, must be it. @throws NotAuthorizedException */
const requireExchangeSession = async (
  ctx: Context,
  answer: FirstFactorAnswer,
  id: string,
): Promise<ChallengeSession> => {
  const { token, pool } = answer;
  if (token === undefined) return requireWaiting(ctx, await ctx.store.sessions.byId(pool.id, id), useOf(answer));
  const session = await requireSession(ctx, token, useOf(answer));
  if (session.id !== id) throw invalidSession();
  return session;
};

/** Counts a failed proof, which uses the exchange up: one block is one try. @throws NotAuthorizedException always */
const refuse = async (ctx: Context, opened: OpenDeviceAnswer): Promise<never> => {
  const { user, session } = opened;
  const isCounted = await ctx.transaction(async (tx) => {
    if (isLocked(await tx.failures.find(user), ctx.now)) return false;
    await spendSession(tx, session, ctx.now);
    await tx.authEvents.record(concluded(signInUnderWay(opened).event, "Fail"));
    return countFailedTry(tx, user, ctx.now);
  });
  throw isCounted ? incorrectPassword() : passwordAttemptsExceeded();
};

/**
 * Takes the answer to DEVICE_PASSWORD_VERIFIER: the proof of the device's secret, which ends the sign-in. A wrong one is
 * counted on the lock that wrong passwords count on.
 * @throws NotAuthorizedException, ResourceNotFoundException, InvalidParameterException
 */
export const answerDeviceProof = async (ctx: Context, answer: FirstFactorAnswer): Promise<SignInStep> => {
  const { responses } = answer;
  const block = requireText(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  const signature = requireText(responses, "PASSWORD_CLAIM_SIGNATURE");
  const timestamp = requireText(responses, "TIMESTAMP");
  const exchange = openExchange(ctx, answer, block, timestamp);
  const opened = await openAnswer(ctx, answer, await requireExchangeSession(ctx, answer, exchange.session));
  const { user, session, device } = opened;
  if (isLocked(await ctx.store.failures.find(user), ctx.now)) throw passwordAttemptsExceeded();
  const isProven = await ctx.srp.isProven({
    poolName: device.groupKey,
    username: device.key,
    verifier: device.verifier,
    A: bytesFrom(exchange.A),
    B: bytesFrom(exchange.B),
    b: bytesFrom(exchange.b),
    secretBlock: bytesFrom(block),
    timestamp,
    signature,
  });
  if (!isProven) return refuse(ctx, opened);
  const signIn = { ...signInUnderWay(opened), source: "TokenGeneration_AuthenticateDevice" } as const;
  const tokens = await completeSignIn(ctx, signIn, async (tx) => {
    const current = await stillStands(tx, opened);
    await spendSession(tx, session, ctx.now);
    await clearFailures(tx, user, ctx.now);
    return current;
  });
  return { kind: "tokens", tokens };
};
