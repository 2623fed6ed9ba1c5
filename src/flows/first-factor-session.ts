/** The sessions of sign-ins that have proven nothing yet, or not all of it: whose they are, and which flow they belong to. */
import type { ChallengeSession } from "../model/challenge-session.ts";
import { invalidSession, missingParameter, spentSession } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { StringMap } from "../triggers/events.ts";
import type { FirstFactorAnswer } from "./answer-first-factor.ts";
import type { AppClient } from "./app-client.ts";
import type { Signer } from "./prove-password.ts";
import { newSession, requireSession, type NewSession } from "./sessions.ts";
import { findSigner } from "./signer.ts";

/** The flows whose first steps have sessions. */
export type FirstFactorFlow = "CUSTOM_AUTH" | "USER_AUTH";

/** What a first step's session is made for. */
export interface FirstFactorPurpose extends AppClient {
  readonly flow: FirstFactorFlow;
  readonly signer: Signer;
  /** The name as it was typed, which stands for nobody's. */
  readonly username: string;
}

/** A session for `challenge`; nothing is written yet. */
export const newFirstFactorSession = (
  ctx: Context,
  { pool, client, flow, signer, username }: FirstFactorPurpose,
  challenge: string,
  state: StringMap = {},
): NewSession =>
  newSession(ctx, { pool, client, user: signer.subject, challenge, state: { ...state, flow, username } });

/** An answer to a first step whose session stands. */
export interface OpenFirstFactor extends FirstFactorAnswer {
  readonly session: ChallengeSession;
  readonly signer: Signer;
  /** As it was typed when the sign-in began. */
  readonly username: string;
}

/**
 * Opens the session of an answer: for its own client, flow, challenge and user alone.
 * @throws InvalidParameterException, NotAuthorizedException
 */
export const openFirstFactor = async (
  ctx: Context,
  answer: FirstFactorAnswer,
  flow: FirstFactorFlow,
  challenge: string = answer.name,
): Promise<OpenFirstFactor> => {
  const { pool, client, token } = answer;
  if (token === undefined) throw missingParameter("Session");
  const session = await requireSession(ctx, token, { poolId: pool.id, clientId: client.id, challenge });
  if (session.state["flow"] !== flow) throw invalidSession();
  const signer = await findSigner(ctx, answer, session.sub, answer.username);
  if (signer === undefined) throw invalidSession();
  return { ...answer, session, signer, username: session.state["username"] ?? answer.username };
};

/** Uses a session up. @throws NotAuthorizedException when it was used before */
export const spendSession = async (tx: Tx, session: ChallengeSession, now: number): Promise<void> => {
  if (!(await tx.sessions.spend(session, now))) throw spentSession();
};
