/**
 * The sessions of challenges: made for every step, and opened in one place, so that no step can forget what its session
 * is bound to.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
import { Secret } from "../contracts/secret.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import { expiredSession, invalidSession, spentSession } from "../model/refusals.ts";
import type { Credential, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import type { StringMap } from "../triggers/events.ts";
import type { AppClient } from "./app-client.ts";
import { requireSignInState } from "./sign-in-guards.ts";

/** Of chance in a session's token. */
const CHANCE_BYTES = 96;
const MINUTE_MS = 60 * 1000;
const DEFAULT_SESSION_MINUTES = 3;

/** How long a session of the client waits for its answer. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html */
export const sessionLifetimeMs = ({ client }: AppClient): number =>
  (client.settings.AuthSessionValidity ?? DEFAULT_SESSION_MINUTES) * MINUTE_MS;

/** What a session is made for. */
export interface SessionPurpose extends AppClient {
  readonly user: Pick<User, "sub">;
  readonly challenge: string;
  readonly state: StringMap;
}

/** A session and the token that the client holds; nothing is written yet. */
export interface NewSession {
  readonly session: ChallengeSession;
  readonly token: Secret;
}

/** The pool's id stands in the token, because AssociateSoftwareToken and VerifySoftwareToken are told nothing else. */
export const newSession = (ctx: Context, purpose: SessionPurpose): NewSession => {
  const { pool, client, user, challenge, state } = purpose;
  const name = Buffer.from(pool.id, "utf8");
  return {
    token: new Secret(
      Buffer.concat([Buffer.from([name.length]), name, ctx.random.bytes(CHANCE_BYTES)]).toString("base64url"),
    ),
    session: {
      poolId: pool.id,
      id: uuidFrom(ctx.random),
      clientId: client.id,
      sub: user.sub,
      challenge,
      state,
      createdAt: ctx.now,
      expiresAt: ctx.now + sessionLifetimeMs(purpose),
      spentAt: null,
    },
  };
};

/** The pool that a token names: a claim, which the search for its hash in that pool proves. */
export const poolIdOfSession = (token: Secret): string | undefined => {
  const bytes = Buffer.from(token.reveal(), "base64url");
  const length = bytes[0] ?? 0;
  return length > 0 && bytes.length === 1 + length + CHANCE_BYTES ? bytes.toString("utf8", 1, 1 + length) : undefined;
};

/** What a session is opened as: the challenge that it must wait for, and the client, where the caller names one. */
export interface SessionUse {
  readonly poolId: string;
  readonly challenge: string;
  readonly clientId?: string;
}

/** A session that was found, while it waits for this answer. @throws NotAuthorizedException */
export const requireWaiting = (
  ctx: Context,
  session: ChallengeSession | undefined,
  { challenge, clientId }: Omit<SessionUse, "poolId">,
): ChallengeSession => {
  if (session?.challenge !== challenge) throw invalidSession();
  if (clientId !== undefined && session.clientId !== clientId) throw invalidSession();
  if (session.spentAt !== null) throw spentSession();
  if (ctx.now >= session.expiresAt) throw expiredSession();
  return session;
};

/**
 * The session behind a token, while it waits for its answer. Stops a session from serving another client or another
 * challenge than its own. @throws NotAuthorizedException
 */
export const requireSession = async (
  ctx: Context,
  token: Secret,
  { poolId, ...use }: SessionUse,
): Promise<ChallengeSession> => requireWaiting(ctx, await ctx.store.sessions.find(poolId, token), use);

/** A session's user, and the credential that they had when it began; undefined where there was none to prove. */
export interface SessionHolder {
  readonly user: User;
  readonly credential: Credential | undefined;
}

/** How a session remembers the credential. */
export const credentialMark = (credential: Pick<Credential, "version"> | undefined): string =>
  credential === undefined ? "none" : String(credential.version);

/**
 * The user of a session, as the row is now: who was disabled, reset or deleted since, or has another password now, gets
 * no further. @throws NotAuthorizedException, UserNotConfirmedException, PasswordResetRequiredException
 */
export const requireSessionHolder = async (ctx: Context, session: ChallengeSession): Promise<SessionHolder> => {
  const user = await ctx.store.users.bySub(session.poolId, session.sub);
  if (user === undefined) throw invalidSession();
  requireSignInState(user);
  const credential = await ctx.store.credentials.find(user);
  if (credentialMark(credential) !== session.state["credential"]) throw invalidSession();
  return { user, credential };
};
