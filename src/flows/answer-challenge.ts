/**
 * The answer to a challenge, whoever sends it: the session is opened once for all of them, so that no challenge can
 * forget what it is bound to.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import { expiredSession, invalidParameter, invalidSession, missingParameter, spentSession } from "../model/refusals.ts";
import type { Credential, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { StringMap } from "../triggers/events.ts";
import { answerNewPassword } from "./answer-new-password.ts";
import { answerFactorChoice, answerSentCode } from "./answer-second-factor.ts";
import { requireSecretHash, type AppClient } from "./app-client.ts";
import type { SignInStep } from "./authenticate.ts";
import type { ChallengeName } from "./challenges.ts";
import { requireUsername, type Parameters } from "./parameters.ts";
import { requireSignInState } from "./sign-in-guards.ts";

/** An answer as it was sent. */
export interface ChallengeAnswer extends AppClient {
  readonly name: string;
  readonly token: Secret | undefined;
  readonly responses: Parameters;
  readonly clientMetadata: StringMap | undefined;
  /** Administrators may write attributes that the client may not. */
  readonly byAdministrator: boolean;
}

/** An answer to a session that stands: whose it is, and the credential that was proven when it began. */
export interface OpenAnswer extends ChallengeAnswer {
  readonly session: ChallengeSession;
  readonly user: User;
  readonly credential: Credential;
}

const answers: Readonly<Record<ChallengeName, (ctx: Context, answer: OpenAnswer) => Promise<SignInStep>>> = {
  NEW_PASSWORD_REQUIRED: answerNewPassword,
  SELECT_MFA_TYPE: answerFactorChoice,
  SMS_MFA: (ctx, answer) => answerSentCode(ctx, answer, "SMS_MFA"),
  EMAIL_OTP: (ctx, answer) => answerSentCode(ctx, answer, "EMAIL_OTP"),
};

const isAnswerable = (name: string): name is ChallengeName => Object.hasOwn(answers, name);

/** Stops a session from serving another client, another user or another challenge than its own. */
const requireSession = async (ctx: Context, answer: ChallengeAnswer, token: Secret): Promise<ChallengeSession> => {
  const session = await ctx.store.sessions.find(answer.pool.id, token);
  if (session?.clientId !== answer.client.id || session.challenge !== answer.name) throw invalidSession();
  if (session.spentAt !== null) throw spentSession();
  if (ctx.now >= session.expiresAt) throw expiredSession();
  return session;
};

/**
 * The user of the session, as the row is now: who was disabled, reset or deleted since, or has another password now,
 * gets no further.
 */
const openAnswer = async (ctx: Context, answer: ChallengeAnswer, username: string): Promise<OpenAnswer> => {
  if (answer.token === undefined) throw missingParameter("Session");
  const session = await requireSession(ctx, answer, answer.token);
  const user = await ctx.store.users.bySub(session.poolId, session.sub);
  // Any name of the user's, as clients send the one that was typed or the one they were told.
  const named = await ctx.store.users.find(answer.pool, username);
  if (user === undefined || named?.sub !== user.sub) throw invalidSession();
  requireSignInState(user);
  const credential = await ctx.store.credentials.find(user);
  if (credential === undefined || String(credential.version) !== session.state["credential"]) throw invalidSession();
  return { ...answer, session, user, credential };
};

/** Answers a challenge, up to the next one or the tokens. @throws the refusals of the session and of the challenge */
export const answerChallenge = async (ctx: Context, answer: ChallengeAnswer): Promise<SignInStep> => {
  const username = requireUsername(answer.responses);
  requireSecretHash(answer.client, [username], answer.responses["SECRET_HASH"]);
  const { name } = answer;
  if (!isAnswerable(name)) throw invalidParameter(`The challenge ${name} is not supported yet.`);
  return answers[name](ctx, await openAnswer(ctx, answer, username));
};
