/**
 * Signing in with a passkey: the challenge that a browser takes to an authenticator, and the answer that comes back.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html#amazon-cognito-user-pools-authentication-flow-methods-passkey
 */
import { judgeAssertion, type PasskeyFault } from "../crypto/passkey-proof.ts";
import { readAssertionResponse } from "../crypto/passkey-response.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import type { Client } from "../model/client.ts";
import { newPasskeyChallenge, userHandleOf, type CountedPasskey, type Passkey } from "../model/passkey.ts";
import { requestOptions } from "../model/passkey-options.ts";
import type { Pool } from "../model/pool.ts";
import { allowsPasskeys, relyingPartyIdOf, userVerificationOf } from "../model/relying-party.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Subject } from "../storage/store.ts";

const MINUTE_MS = 60 * 1000;
const DEFAULT_SESSION_MINUTES = 3;
/** Bytes of the credential's id that a name without passkeys is shown with. */
const DECOY_ID_BYTES = 32;
/** What spent marks of these challenges are called. */
const SPENT_PURPOSE = "passkey-challenge";

/** The passkeys of the user that the pool takes now: those made for another domain stay, and do not work. */
const usablePasskeys = async (ctx: Context, pool: Pool, subject: Subject): Promise<readonly Passkey[]> => {
  const relyingPartyId = relyingPartyIdOf(pool);
  if (relyingPartyId === undefined) return [];
  return (await ctx.store.passkeys.ofUser(subject)).filter((passkey) => passkey.relyingPartyId === relyingPartyId);
};

/** Whether the user can sign in with a passkey, as the pool is now. */
export const hasPasskey = async (ctx: Context, pool: Pool, subject: Subject): Promise<boolean> =>
  allowsPasskeys(pool) && (await usablePasskeys(ctx, pool, subject)).length > 0;

/** What the client is told, and what the session of the challenge has to remember until the answer. */
export interface WebAuthnChallenge {
  readonly parameters: { readonly CREDENTIAL_REQUEST_OPTIONS: string };
  readonly state: { readonly passkeyChallenge: string };
}

/**
 * Makes the challenge WEB_AUTHN. `subject` may be the decoy of a name without a user: it is asked for a passkey that
 * nobody has, the same one each time, so that the options tell nobody who exists.
 * Undefined where the pool has no relying party (any more).
 */
export const webAuthnChallenge = async (
  ctx: Context,
  { pool, client, subject }: { readonly pool: Pool; readonly client: Client; readonly subject: Subject },
): Promise<WebAuthnChallenge | undefined> => {
  const relyingPartyId = relyingPartyIdOf(pool);
  if (relyingPartyId === undefined) return undefined;
  const ids = (await usablePasskeys(ctx, pool, subject)).map(({ credentialId }) => credentialId);
  const decoy = ctx.decoys.bytes("passkey", [subject.poolId, subject.sub], DECOY_ID_BYTES).toString("base64url");
  const passkeyChallenge = newPasskeyChallenge(ctx.random);
  const timeout = (client.settings.AuthSessionValidity ?? DEFAULT_SESSION_MINUTES) * MINUTE_MS;
  const shown = ids.length === 0 ? [decoy] : ids;
  const options = requestOptions(pool, relyingPartyId, passkeyChallenge, shown, timeout);
  return { parameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) }, state: { passkeyChallenge } };
};

/** An answer that the user's authenticator has given to this challenge. It counts once `spendWebAuthnAnswer` says so. */
export interface ProvenWebAuthnAnswer {
  readonly kind: "proven";
  readonly passkey: CountedPasskey;
  /** The signature counter that the authenticator shows. */
  readonly counter: number;
  /** The authenticator has made sure of the person too: with this a passkey is two factors. */
  readonly userVerified: boolean;
  readonly challenge: string;
  /** When the challenge would no longer work anyway. */
  readonly expiresAt: number;
}

export type WebAuthnAnswer =
  | ProvenWebAuthnAnswer
  | {
      readonly kind: "refused";
      /** For the log and for tests; the caller is told nothing of it. */
      readonly fault: PasskeyFault | "unknown-passkey";
    };

const refused = (fault: PasskeyFault | "unknown-passkey") => ({ kind: "refused", fault }) as const;

/**
 * Judges the answer to WEB_AUTHN: `credentialJson` is CREDENTIAL as it was sent, `session` remembers the challenge.
 * Nothing is written: the write of the sign-in spends what is proven.
 */
export const verifyWebAuthnAnswer = async (
  ctx: Context,
  { pool, user }: { readonly pool: Pool; readonly user: User },
  session: Pick<ChallengeSession, "state" | "expiresAt">,
  credentialJson: string,
): Promise<WebAuthnAnswer> => {
  const challenge = session.state["passkeyChallenge"];
  if (challenge === undefined || ctx.now >= session.expiresAt) return refused("challenge");
  const response = readAssertionResponse(credentialJson);
  if (response === undefined) return refused("malformed");
  const relyingPartyId = relyingPartyIdOf(pool);
  const passkey = await ctx.store.passkeys.find(user, response.credentialId);
  if (passkey === undefined || !allowsPasskeys(pool)) return refused("unknown-passkey");
  if (relyingPartyId === undefined || passkey.relyingPartyId !== relyingPartyId) return refused("relying-party");
  const verdict = await judgeAssertion(
    response,
    { challenge, relyingPartyId, userVerification: userVerificationOf(pool), userHandle: userHandleOf(user) },
    passkey,
  );
  if (verdict.kind === "proven") return { ...verdict, passkey, challenge, expiresAt: session.expiresAt };
  if (verdict.fault === "counter") {
    // Somebody may hold a copy of the authenticator's key.
    ctx.log("warn", "signature counter of a passkey went back", { poolId: user.poolId, sub: user.sub });
  }
  return refused(verdict.fault);
};

/**
 * Spends a proven answer within the write of the sign-in: the challenge works once, and the counter goes forward, each
 * by one statement. False when the challenge was spent before, another answer has shown this counter meanwhile, or the
 * passkey is gone: then it proves nothing.
 */
export const spendWebAuthnAnswer = async (
  tx: Tx,
  { passkey, counter, challenge, expiresAt }: ProvenWebAuthnAnswer,
): Promise<boolean> =>
  (await tx.spentMarks.spend(passkey.poolId, SPENT_PURPOSE, challenge, expiresAt)) &&
  tx.passkeys.count(passkey, counter);
