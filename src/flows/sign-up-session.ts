/**
 * From a sign-up straight into a sign-in: whoever brings back the code that was sent has given the proof that a code as
 * the first factor asks for.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
import type { Secret } from "../contracts/secret.ts";
import { allowedFlows } from "../model/auth-flows.ts";
import type { ContactAttribute } from "../model/code.ts";
import { poolFirstFactors, userFirstFactors, type SentFirstFactor } from "../model/first-factors.ts";
import { invalidSession } from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { AppClient } from "./app-client.ts";
import { newAuthEvent } from "./auth-events.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { spendSession } from "./first-factor-session.ts";
import { meetSigner, type SignInAttempt } from "./prove-password.ts";
import { newSession, requireSession, type NewSession } from "./sessions.ts";
import { requireSignInState, stillAsJudged } from "./sign-in-guards.ts";
import type { SignInStep } from "./sign-in-step.ts";
import { findSigner } from "./signer.ts";

/** What the sessions are opened as: one waits for the code, one for the sign-in. */
const SIGN_UP = "sign-up";
const SIGN_IN = "sign-in after sign-up";

const factors: Readonly<Record<ContactAttribute, SentFirstFactor>> = { email: "EMAIL_OTP", phone_number: "SMS_OTP" };

const isContact = (text: string | undefined): text is ContactAttribute => text === "email" || text === "phone_number";

/** A sign-up at the point where it is confirmed, or is going to be. */
export interface Confirmation extends AppClient {
  readonly user: User;
  /** Where the code goes, or went; null where an administrator passed it on. */
  readonly contact: ContactAttribute | null;
}

/** Assumed: sessions are given only where they can be used. */
const leadsOn = ({ pool, client, contact }: Confirmation): boolean =>
  contact !== null &&
  allowedFlows(pool, client).has("ALLOW_USER_AUTH") &&
  poolFirstFactors(pool).includes(factors[contact]);

const sessionFor = (ctx: Context, confirmation: Confirmation, challenge: string): NewSession | undefined =>
  leadsOn(confirmation)
    ? newSession(ctx, { ...confirmation, challenge, state: { contact: confirmation.contact ?? "" } })
    : undefined;

/** The session of SignUp, which ConfirmSignUp takes; undefined where it leads nowhere. */
export const signUpSession = (ctx: Context, confirmation: Confirmation): NewSession | undefined =>
  sessionFor(ctx, confirmation, SIGN_UP);

/**
 * The session of ConfirmSignUp, which InitiateAuth takes; written here. `given` is that of SignUp, if it was sent.
 * Assumed: without one the code is proof enough; with one that is late, used or another's the user is confirmed all the
 * same, and signs in like everybody.
 */
export const confirmedSession = async (
  ctx: Context,
  tx: Tx,
  confirmation: Confirmation,
  given: Secret | undefined,
): Promise<NewSession | undefined> => {
  const next = sessionFor(ctx, confirmation, SIGN_IN);
  if (next === undefined) return undefined;
  if (given !== undefined) {
    const { pool, client, user } = confirmation;
    const session = await tx.sessions.find(pool.id, given);
    const isOwn = session?.sub === user.sub && session.clientId === client.id && session.challenge === SIGN_UP;
    if (!isOwn || ctx.now >= session.expiresAt || !(await tx.sessions.spend(session, ctx.now))) return undefined;
  }
  await tx.sessions.insert(next.session, next.token);
  return next;
};

/**
 * Signs in whoever has just confirmed a sign-up: tokens at once, and once.
 * @throws NotAuthorizedException, what PreAuthentication refuses, what bars the user
 */
export const signInAfterSignUp = async (ctx: Context, attempt: SignInAttempt, token: Secret): Promise<SignInStep> => {
  const { pool, client, username } = attempt;
  const session = await requireSession(ctx, token, { poolId: pool.id, clientId: client.id, challenge: SIGN_IN });
  const found = await findSigner(ctx, attempt, session.sub, username);
  if (found?.user === undefined) throw invalidSession();
  const { user } = await meetSigner(ctx, attempt, found.user);
  if (user === undefined) throw invalidSession();
  requireSignInState(user);
  const { contact } = session.state;
  // The pool or the user may demand a second factor by now.
  const allowed = userFirstFactors(pool, user, { hasPassword: false, hasPasskey: false });
  if (!isContact(contact) || !allowed.includes(factors[contact])) throw invalidSession();
  const event = newAuthEvent(ctx, { pool, client, user }, "SignIn");
  const source = "TokenGeneration_Authentication";
  const signIn = { pool, client, user, source, clientMetadata: undefined, event } as const;
  const tokens = await completeSignIn(ctx, signIn, async (tx) => {
    const current = await stillAsJudged(tx, user);
    await spendSession(tx, session, ctx.now);
    return current;
  });
  return { kind: "tokens", tokens };
};
