/**
 * When a key pair signs, and how long what it signed is believed. A pair is published before it signs, so that whoever
 * keeps the published keys for a while knows it when the first token of its comes, and stays published until the last
 * token of its is over.
 */

/** How long an answer with a pool's keys may be kept, in milliseconds. */
export const PUBLISHED_KEYS_KEPT_MS = 3_600_000;

/** The longest that an ID or access token lives, in milliseconds. @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export const TOKEN_LIFETIME_MAX_MS = 86_400_000;

/** Milliseconds since the epoch. */
export interface TakeOver {
  readonly signsFrom: number;
  /** The end of the pairs before. */
  readonly endsAt: number;
}

/** A pair takes over once everybody knows it; the pairs before are believed for a day more. */
export const announcedTakeOver = (now: number): TakeOver => {
  const signsFrom = now + PUBLISHED_KEYS_KEPT_MS;
  return { signsFrom, endsAt: signsFrom + TOKEN_LIFETIME_MAX_MS };
};

/** For keys that others may know: nothing that they signed is believed any more, and everybody signs in again. */
export const immediateTakeOver = (now: number): TakeOver => ({ signsFrom: now, endsAt: now });

/** Whether a pair that was announced waits for its time. */
export const isAnnounced = ({ signsFrom }: { readonly signsFrom: number }, now: number): boolean => signsFrom > now;

/** Of pairs of one use, in the order in which they sign: the one that signs now. */
export const signingAt = <Key extends { readonly signsFrom: number }>(
  inOrder: readonly Key[],
  now: number,
): Key | undefined => inOrder.findLast((key) => !isAnnounced(key, now));

/** The pool's keys were replaced and the new ones wait for their time. */
export class RotationUnderWay extends Error {
  override readonly name = "RotationUnderWay";

  constructor(poolId: string) {
    super(`new signing keys of user pool ${poolId} are announced already and have not begun to sign`);
  }
}
