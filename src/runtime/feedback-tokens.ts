/**
 * What lets a user say, without signing in, whether an event was theirs. A token travels in a message to the user, is
 * bound to its event, and lies nowhere in storage.
 */
import { Secret } from "../contracts/secret.ts";
import type { KeyedHash } from "../crypto/keyed-hash.ts";
import type { Subject } from "../storage/store.ts";

/** How long a token works. Assumed. */
export const FEEDBACK_TOKEN_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** What a token is bound to. */
export interface FeedbackSubject extends Subject {
  readonly eventId: string;
}

export interface FeedbackTokens {
  make(subject: FeedbackSubject, now: number): Secret;
  /** Whether it was made for just this, and still works. */
  isGood(subject: FeedbackSubject, token: Secret, now: number): boolean;
}

const PURPOSE = "feedback-token";

const partsOf = ({ poolId, sub, eventId }: FeedbackSubject) => [poolId, sub, eventId];

/** Tokens under the master keys: the moment of their end, and its keyed hash with all that they are bound to. */
export const createFeedbackTokens = (keyedHash: KeyedHash): FeedbackTokens => ({
  make: (subject, now) => {
    const end = String(now + FEEDBACK_TOKEN_LIFETIME_MS);
    const hash = keyedHash.hash(PURPOSE, partsOf(subject), end);
    return new Secret(`${end}.${Buffer.from(hash).toString("base64url")}`);
  },
  isGood: (subject, token, now) => {
    const [, end, hash] = /^(\d{1,16})\.([\w-]{1,100})$/u.exec(token.reveal()) ?? [];
    if (end === undefined || hash === undefined || now >= Number(end)) return false;
    return keyedHash.matches(PURPOSE, partsOf(subject), end, Buffer.from(hash, "base64url"));
  },
});
