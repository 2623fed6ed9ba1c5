/** A choice-based sign-in on its way: who signs in, what they are offered, and the session that the next step uses up. */
import type { ChallengeSession } from "../model/challenge-session.ts";
import { poolFirstFactors, userFirstFactors, type FirstFactor } from "../model/first-factors.ts";
import { userNotConfirmed } from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { StringMap } from "../triggers/events.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import type { AppClient } from "./app-client.ts";
import { recordRefusedSignIn } from "./auth-events.ts";
import { newFirstFactorSession, openFirstFactor, spendSession } from "./first-factor-session.ts";
import { hasPasskey } from "./passkeys.ts";
import { tellsState, type Signer } from "./prove-password.ts";
import type { NewSession } from "./sessions.ts";
import { boundedDeviceKey, knownDevice, namedDevice } from "./sign-in-device.ts";
import { signInBar } from "./sign-in-guards.ts";
import type { AskedChallenge, SignInStep } from "./sign-in-step.ts";

const FLOW = "USER_AUTH";

export interface Choice extends AppClient {
  readonly signer: Signer;
  /** As it was typed. */
  readonly username: string;
  /** Whether the client may not be told who exists. */
  readonly hidden: boolean;
  /** ClientMetadata of RespondToAuthChallenge. */
  readonly clientMetadata: StringMap | undefined;
  /** The session that led here; undefined at the beginning. */
  readonly from: ChallengeSession | undefined;
  /** The device that this request names. */
  readonly deviceKey: string | undefined;
}

/** What bars even who proves more than a password; a code confirms who is not confirmed. */
export const entranceBar = (user: User) =>
  user.enabled && user.status === "UNCONFIRMED" ? undefined : signInBar(user);

/** @throws NotAuthorizedException, PasswordResetRequiredException where it may be told */
export const requireEntrance = async (ctx: Context, choice: Choice): Promise<void> => {
  const { user } = choice.signer;
  const bar = user === undefined || choice.hidden ? undefined : entranceBar(user);
  if (user === undefined || bar === undefined) return;
  await recordRefusedSignIn(ctx, { ...choice, ...choice.signer });
  throw bar;
};

/** What the user really has. Nobody's means are looked for like anybody's: the time shall not tell. */
export const ownFactors = async (ctx: Context, { pool, signer: { user, subject } }: Choice): Promise<FirstFactor[]> => {
  const means = {
    hasPassword: (await ctx.store.credentials.find(subject)) !== undefined,
    hasPasskey: await hasPasskey(ctx, pool, subject),
  };
  return user === undefined ? [] : userFirstFactors(pool, user, means);
};

/**
 * What whoever signs in is offered. A client that hides who exists offers everybody the same: a list of what somebody
 * has would say that they exist. Who chooses what they do not have is challenged all the same, and no answer fits.
 * @throws UserNotConfirmedException where a user who is not confirmed can prove nothing, and that may be told
 */
export const offeredFactors = async (ctx: Context, choice: Choice): Promise<FirstFactor[]> => {
  if (choice.hidden) return poolFirstFactors(choice.pool);
  const factors = await ownFactors(ctx, choice);
  if (factors.length === 0 && choice.signer.user?.status === "UNCONFIRMED") throw userNotConfirmed();
  return factors;
};

/** A session for the next step of the choice; nothing is written yet. */
export const newChoiceSession = (
  ctx: Context,
  choice: Choice,
  challenge: string,
  state: StringMap = {},
): NewSession => {
  const deviceKey = boundedDeviceKey(choice.deviceKey) ?? choice.from?.state["deviceKey"];
  const remembered = deviceKey === undefined ? state : { ...state, deviceKey };
  return newFirstFactorSession(ctx, { ...choice, flow: FLOW }, challenge, remembered);
};

/**
 * The device that takes part: the one that this request names, or the one that the sign-in began with, if it is the
 * user's. Observed: clients drop a key that is refused and send the same answer again, so an old one must not count.
 */
export const choiceDevice = async (ctx: Context, choice: Choice, user: User): Promise<string | undefined> =>
  choice.deviceKey ?? knownDevice(ctx, { pool: choice.pool, user, deviceKey: choice.from?.state["deviceKey"] });

/** Uses up the session that led here, if one did. @throws NotAuthorizedException when it was used before */
export const leave = async (tx: Tx, { from }: Choice, now: number): Promise<void> => {
  if (from !== undefined) await spendSession(tx, from, now);
};

/** Asks a challenge that needs nothing but a session. */
export const askForAnswer = async (
  ctx: Context,
  choice: Choice,
  challenge: Omit<AskedChallenge, "token">,
  state: StringMap = {},
): Promise<SignInStep> => {
  const { session, token } = newChoiceSession(ctx, choice, challenge.name, state);
  await ctx.transaction(async (tx) => {
    await leave(tx, choice, ctx.now);
    await tx.sessions.insert(session, token);
  });
  return { kind: "challenge", challenge: { ...challenge, token } };
};

/** A choice that an answer carries on, with its session. */
export interface OpenChoice extends Choice, FirstFactorAnswer {
  readonly from: ChallengeSession;
}

/** @throws InvalidParameterException, NotAuthorizedException, what bars the user where it may be told */
export const openChoice = async (ctx: Context, answer: FirstFactorAnswer, challenge?: string): Promise<OpenChoice> => {
  const { session, ...opened } = await openFirstFactor(ctx, answer, FLOW, challenge);
  const deviceKey = namedDevice(answer.responses);
  const choice = { ...opened, from: session, hidden: !tellsState(answer), deviceKey };
  await requireEntrance(ctx, choice);
  return choice;
};
