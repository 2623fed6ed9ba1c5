/**
 * Setting up a second factor, with an access token or during a sign-in that waits for one.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import { invalidSession, missingParameter } from "../model/refusals.ts";
import { secondFactor } from "../model/second-factor.ts";
import { PENDING, PENDING_LIFETIME_MS, REGISTERED, slotOfSession } from "../model/software-token.ts";
import { changed, type User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { authenticateUser, inDeclaredExceptions } from "../runtime/user-caller.ts";
import type { AppClient } from "./app-client.ts";
import { saveUser, updateNames } from "./identifiers.ts";
import {
  newSession,
  poolIdOfSession,
  requireSession,
  requireSessionHolder,
  type NewSession,
  type SessionHolder,
} from "./sessions.ts";
import { guardCredential, stillAsJudged } from "./sign-in-guards.ts";

/** The challenge whose session may set a factor up. */
const CHALLENGE = "MFA_SETUP";

/** Somebody in the middle of a sign-in that waits for a factor to be set up. */
export interface SetUpSession extends AppClient, SessionHolder {
  readonly session: ChallengeSession;
}

/** Who sets an authenticator app up; `during` is the sign-in that waits for it, undefined for who is signed in. */
export interface Applicant extends AppClient {
  readonly user: User;
  readonly during: SetUpSession | undefined;
}

/** What proves an applicant: one of them. */
export interface ApplicantProof {
  readonly AccessToken?: Secret | undefined;
  readonly Session?: Secret | undefined;
}

const openSetUpSession = async (ctx: Context, token: Secret): Promise<SetUpSession> => {
  const poolId = poolIdOfSession(token);
  const pool = poolId === undefined ? undefined : await ctx.store.pools.find(poolId);
  if (pool === undefined) throw invalidSession();
  const session = await requireSession(ctx, token, { poolId: pool.id, challenge: CHALLENGE });
  const client = await ctx.store.clients.get(pool.id, session.clientId);
  return { pool, client, session, ...(await requireSessionHolder(ctx, session)) };
};

const openApplicant = async (ctx: Context, proof: ApplicantProof): Promise<Applicant> => {
  if (proof.AccessToken !== undefined) {
    const { pool, client, user } = await authenticateUser(ctx, proof);
    return { pool, client, user, during: undefined };
  }
  // Assumed: the words. Assumed too: with both, the access token counts.
  if (proof.Session === undefined) throw missingParameter("Session");
  const during = await openSetUpSession(ctx, proof.Session);
  return { pool: during.pool, client: during.client, user: during.user, during };
};

/** The user behind an access token or a session that waits for a factor. */
export const requireApplicant = (
  ctx: Context,
  contract: { readonly errors: readonly string[] },
  proof: ApplicantProof,
): Promise<Applicant> => inDeclaredExceptions(contract, () => openApplicant(ctx, proof));

/** Where the applicant's secret waits for its first code, and until when. */
export const slotFor = (now: number, during: NewSession | undefined) =>
  during === undefined
    ? { slot: PENDING, expiresAt: now + PENDING_LIFETIME_MS }
    : { slot: slotOfSession(during.session), expiresAt: during.session.expiresAt };

/** The slot in which the applicant's secret is found. */
export const slotOf = ({ during }: Applicant): string =>
  during === undefined ? PENDING : slotOfSession(during.session);

/**
 * The user, guarded, while the sign-in still waits for a factor to be set up. Stops who knows the password alone from
 * adding a factor of their own beside the one that the user has set up meanwhile.
 * @throws NotAuthorizedException, Conflict
 */
export const stillInNeed = async (tx: Tx, { pool, user, credential }: SetUpSession): Promise<User> => {
  const current = await stillAsJudged(tx, user);
  await guardCredential(tx, user, credential);
  const hasApp = (await tx.softwareTokens.find(current, REGISTERED)) !== undefined;
  if (secondFactor(pool, current, hasApp).kind !== "set-up") throw invalidSession();
  return current;
};

/** The user of an applicant, guarded. @throws NotAuthorizedException, Conflict */
export const stillApplies = async (tx: Tx, { user, during }: Applicant): Promise<User> => {
  if (during !== undefined) return stillInNeed(tx, during);
  await tx.users.guard(user);
  return user;
};

/** The session of the next step, which remembers what the one before did and `remembered`. */
export const followingSession = (
  ctx: Context,
  { during, ...applicant }: Applicant,
  remembered: Readonly<Record<string, string>> = {},
): NewSession | undefined =>
  during && newSession(ctx, { ...applicant, challenge: CHALLENGE, state: { ...during.session.state, ...remembered } });

/** What a session remembers whose code goes to an address that is to become the factor. */
export const EMAIL_SET_UP = { setUp: "EMAIL_OTP" } as const;

/** Whether the session's code sets its address up as the factor. */
export const setsAddressUp = ({ state }: ChallengeSession): boolean => state["setUp"] === EMAIL_SET_UP.setUp;

/** The user, with the address that the code has proven and the factor switched on. @throws AliasExistsException */
export const addressSetUp = (tx: Tx, { pool, session }: SetUpSession, user: User, now: number): Promise<User> => {
  const attributes = { ...user.attributes, email: session.state["destination"]!, email_verified: "true" };
  const mfaFactors = [...new Set([...user.mfaFactors, "EMAIL_OTP" as const])];
  return saveUser(tx, pool, user, changed(user, now, { attributes, mfaFactors }), updateNames);
};
