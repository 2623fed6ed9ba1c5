/**
 * Signing in with a password, whatever the entrance: one path, one counter, one order of checks.
 * A client that hides who exists, and no administrator asking, is told nothing about a user before the password is
 * proven; everybody else is told the user's state first.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
 */
import type { ApiException } from "../contracts/exceptions.ts";
import type { Secret } from "../contracts/secret.ts";
import { decoyCredential } from "../crypto/credential.ts";
import { isLocked } from "../model/lockout.ts";
import {
  incorrectPassword,
  passwordAttemptsExceeded,
  temporaryPasswordExpired,
  userNotFound,
} from "../model/refusals.ts";
import { passwordSchemeOf } from "../model/pool.ts";
import type { Credential, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Subject } from "../storage/store.ts";
import { preAuthenticationEvent, type StringMap } from "../triggers/events.ts";
import { hidesUsers, type AppClient } from "./app-client.ts";
import { askChallenge, challengeAfterPassword, type Challenge } from "./challenges.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { decoyOf } from "./decoys.ts";
import type { IssuedTokens } from "./issue-tokens.ts";
import { migrateSigningInUser } from "./migrate-user.ts";
import {
  clearFailures,
  countFailedTry,
  requireSignInState,
  requireUnlocked,
  signInBar,
  stillAsJudged,
} from "./sign-in-guards.ts";
import { sceneOf, triggerAttributes } from "./trigger-scene.ts";

/** A sign-in as it was asked for. */
export interface PasswordSignIn extends AppClient {
  readonly username: string;
  readonly password: Secret;
  /** Administrators are always told the user's state. */
  readonly byAdministrator: boolean;
  /** ClientMetadata of the request: functions get it as validationData. */
  readonly validationData: StringMap | undefined;
}

/** What a step of a sign-in leads to. */
export type SignInStep =
  | { readonly kind: "tokens"; readonly tokens: IssuedTokens }
  | { readonly kind: "challenge"; readonly challenge: Challenge };

const askPreAuthentication = async (ctx: Context, signIn: PasswordSignIn, user: User | undefined): Promise<boolean> => {
  const { pool, client, validationData, username } = signIn;
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

/** What is checked where there is no password: never right, and it takes as long. */
const standIn = (ctx: Context, signIn: PasswordSignIn, subject: Subject): Credential => ({
  ...decoyCredential(passwordSchemeOf(signIn.pool), {
    bytes: (length) => ctx.decoys.bytes(`credential-${length}`, [subject.poolId, subject.sub], length),
  }),
  poolId: subject.poolId,
  sub: subject.sub,
  temporary: false,
  expiresAt: null,
  createdAt: 0,
  version: 0,
});

/** Counts the failed try. @throws NotAuthorizedException always */
const refuse = async (ctx: Context, subject: Subject): Promise<never> => {
  const isCounted = await ctx.transaction((tx) => countFailedTry(tx, subject, ctx.now));
  throw isCounted ? incorrectPassword() : passwordAttemptsExceeded();
};

/** What bars a user whose password is proven; undefined when nothing does. */
const barOf = (ctx: Context, user: User, { temporary, expiresAt }: Credential): ApiException | undefined => {
  const isExpired = temporary && expiresAt !== null && ctx.now >= expiresAt;
  return signInBar(user) ?? (isExpired ? temporaryPasswordExpired() : undefined);
};

/** The user, found again after a function was asked, which may have changed it. */
const readAgain = async (ctx: Context, user: User | undefined): Promise<User | undefined> =>
  user && (await ctx.store.users.bySub(user.poolId, user.sub));

interface Proof {
  readonly user: User;
  readonly credential: Credential;
}

/**
 * The user whose password it is. @throws NotAuthorizedException and, to whom it may be told, the user's state
 */
const provePassword = async (ctx: Context, signIn: PasswordSignIn): Promise<Proof> => {
  const { pool, client, username, password } = signIn;
  const tellsState = signIn.byAdministrator || !hidesUsers(client);
  const found = (await ctx.store.users.find(pool, username)) ?? (await migrateSigningInUser(ctx, signIn));
  if (found === undefined && tellsState) throw userNotFound();
  const isAsked = await askPreAuthentication(ctx, signIn, found);
  const user = isAsked ? await readAgain(ctx, found) : found;
  if (user !== undefined && tellsState) requireSignInState(user);

  const subject = user ?? decoyOf(ctx, pool, username);
  if (isLocked(await ctx.store.failures.find(subject), ctx.now)) throw passwordAttemptsExceeded();
  const stored = await ctx.store.credentials.find(subject);
  const credential = stored ?? standIn(ctx, signIn, subject);
  const isProven = await ctx.passwords.verify(pool, user?.username ?? subject.sub, credential, password);
  if (!isProven || user === undefined || stored === undefined) return refuse(ctx, subject);

  const bar = barOf(ctx, user, stored);
  if (bar !== undefined) {
    // The right one of many guesses at once is told nothing that the lock would hide.
    await ctx.transaction((tx) => requireUnlocked(tx, user, ctx.now));
    throw bar;
  }
  return { user, credential: stored };
};

/** Signs a user in with a password, up to the first challenge or the tokens. */
export const signInWithPassword = async (ctx: Context, signIn: PasswordSignIn): Promise<SignInStep> => {
  const { pool, client } = signIn;
  const { user, credential } = await provePassword(ctx, signIn);
  const judge = async (tx: Tx): Promise<User> => {
    const current = await stillAsJudged(tx, user);
    await tx.credentials.guard(credential);
    await requireUnlocked(tx, user, ctx.now);
    return current;
  };
  const source = "TokenGeneration_Authentication";
  const proven = { pool, client, user, source, clientMetadata: undefined } as const;
  const challenge = await challengeAfterPassword(ctx, proven);
  if (challenge !== undefined) {
    await ctx.transaction(async (tx) => {
      await judge(tx);
      await askChallenge(tx, challenge, credential);
    });
    return { kind: "challenge", challenge };
  }
  const tokens = await completeSignIn(ctx, proven, async (tx) => {
    const current = await judge(tx);
    await clearFailures(tx, user, ctx.now);
    return current;
  });
  return { kind: "tokens", tokens };
};
