/**
 * The proof of a password, whatever form it takes and wherever it is asked: one order of checks, one counter.
 * A client that hides who exists, and no administrator asking, is told nothing about a user before the password is
 * proven; everybody else is told the user's state first.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
import type { ApiException } from "../contracts/exceptions.ts";
import { decoyCredential, type OwnScheme } from "../crypto/credential.ts";
import { isLocked } from "../model/lockout.ts";
import {
  incorrectPassword,
  passwordAttemptsExceeded,
  temporaryPasswordExpired,
  userNotFound,
} from "../model/refusals.ts";
import type { Credential, PasswordForm, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Subject } from "../storage/store.ts";
import { preAuthenticationEvent, type StringMap } from "../triggers/events.ts";
import { hidesUsers, type AppClient } from "./app-client.ts";
import { passwordSignIn, recordRefusal, recordRefusedSignIn, wrongPassword } from "./auth-events.ts";
import { decoyOf } from "./decoys.ts";
import { countFailedTry, requireSignInState, requireUnlocked, signInBar } from "./sign-in-guards.ts";
import { sceneOf, triggerAttributes } from "./trigger-scene.ts";

/** A sign-in as it was asked for, before anything is proven. */
export interface SignInAttempt extends AppClient {
  /** As it was typed. */
  readonly username: string;
  /** Administrators are always told the user's state. */
  readonly byAdministrator: boolean;
  /** ClientMetadata of the request: functions get it as validationData. */
  readonly validationData: StringMap | undefined;
  /** The device that was named; nothing is proven of it. */
  readonly deviceKey?: string | undefined;
}

/** Whoever signs in: the user, or nobody, and whose rows count what happens. */
export interface Signer {
  readonly user: User | undefined;
  readonly subject: Subject;
}

/** A user and the credential whose password is proven. */
export interface Proof {
  readonly user: User;
  readonly credential: Credential;
  /** What the password, which was typed, is kept as from now on; undefined where it stays as it is. */
  readonly ownForm?: PasswordForm | undefined;
}

/** Whether the caller may be told that a user exists, and in what state, before anything is proven. */
export const tellsState = ({ client, byAdministrator }: Pick<SignInAttempt, "client" | "byAdministrator">): boolean =>
  byAdministrator || !hidesUsers(client);

const askPreAuthentication = async (ctx: Context, attempt: SignInAttempt, user: User | undefined): Promise<boolean> => {
  const { pool, client, validationData, username } = attempt;
  const arn = pool.settings.LambdaConfig?.PreAuthentication;
  if (arn === undefined) return false;
  const event = preAuthenticationEvent(sceneOf(ctx, pool, user?.username ?? username, client), {
    userAttributes: user ? triggerAttributes(user) : {},
    validationData,
    userNotFound: user === undefined,
  });
  await ctx.triggers.ask("PreAuthentication", arn, event);
  return true;
};

/**
 * What bars the user, told before anything is proven.
 * @throws NotAuthorizedException, UserNotConfirmedException, PasswordResetRequiredException
 */
export const requireTellableState = async (ctx: Context, attempt: AppClient, user: User): Promise<void> => {
  if (signInBar(user) === undefined) return;
  await recordRefusedSignIn(ctx, { ...attempt, user, subject: user });
  requireSignInState(user);
};

/**
 * Asks the pool's function whether `found` may sign in at all; it may change the user, who is read again after it.
 * @throws UserNotFoundException where that may be told, what PreAuthentication refuses
 */
export const meetSigner = async (ctx: Context, attempt: SignInAttempt, found: User | undefined): Promise<Signer> => {
  if (found === undefined && tellsState(attempt)) throw userNotFound();
  const decoy = decoyOf(ctx, attempt.pool, attempt.username);
  const isAsked = await askPreAuthentication(ctx, attempt, found).catch(async (error: unknown) => {
    await recordRefusedSignIn(ctx, { ...attempt, user: found, subject: decoy });
    throw error;
  });
  const user = isAsked && found !== undefined ? await ctx.store.users.bySub(found.poolId, found.sub) : found;
  return { user, subject: user ?? decoy };
};

/** What is checked where there is no password of the scheme: never right, and it takes as long. */
export const standIn = (ctx: Context, { poolId, sub }: Subject, scheme: OwnScheme): Credential => ({
  ...decoyCredential(scheme, {
    bytes: (length) => ctx.decoys.bytes(`credential-${length}`, [poolId, sub], length),
  }),
  poolId,
  sub,
  temporary: false,
  expiresAt: null,
  createdAt: 0,
  version: 0,
});

/** What bars a user whose password is proven; undefined when nothing does. */
const barOf = (ctx: Context, user: User, { temporary, expiresAt }: Credential): ApiException | undefined => {
  const isExpired = temporary && expiresAt !== null && ctx.now >= expiresAt;
  return signInBar(user) ?? (isExpired ? temporaryPasswordExpired() : undefined);
};

/** Counts the failed try, and records it; nobody's takes the same path, and nothing is kept of it. @throws NotAuthorizedException always */
const refuse = async (ctx: Context, signer: AppClient & Signer, also: (tx: Tx) => Promise<void>): Promise<never> => {
  const event = wrongPassword(ctx, signer);
  const isCounted = await ctx.transaction(async (tx) => {
    await also(tx);
    if (!(await countFailedTry(tx, signer.subject, ctx.now))) return false;
    await tx.authEvents.record(event);
    return true;
  });
  throw isCounted ? incorrectPassword() : passwordAttemptsExceeded();
};

const nothing = async (): Promise<void> => undefined;

/**
 * Judges a try with a password. `prove` is given the stored credential and does as much work where there is none.
 * `onFailure` is written with the count of a failed try.
 * @throws NotAuthorizedException, and to whom has proven the password what bars the user
 */
export const requireProof = async (
  ctx: Context,
  signer: AppClient & Signer,
  prove: (stored: Credential | undefined) => Promise<boolean>,
  onFailure: (tx: Tx) => Promise<void> = nothing,
): Promise<Proof> => {
  const { user, subject } = signer;
  if (isLocked(await ctx.store.failures.find(subject), ctx.now)) throw passwordAttemptsExceeded();
  const stored = await ctx.store.credentials.find(subject);
  const isProven = await prove(stored);
  if (!isProven || user === undefined || stored === undefined) return refuse(ctx, signer, onFailure);
  const bar = barOf(ctx, user, stored);
  if (bar === undefined) return { user, credential: stored };
  // The right one of many guesses at once is told nothing that the lock would hide.
  await ctx.transaction((tx) => requireUnlocked(tx, user, ctx.now));
  await recordRefusal(ctx, passwordSignIn(ctx, { ...signer, user }));
  throw bar;
};
