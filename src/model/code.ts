/**
 * One-time codes: what they are for, how long they live, how often they may be tried.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html ("Code validity")
 */
import type { Secret } from "../contracts/secret.ts";

/** What a code proves. A user has one live code per purpose, so a newer one kills the older. */
export type CodePurpose = "reset" | "sign-up" | "sign-in" | "verify-email" | "verify-phone_number";

/** An address a code was sent to. */
export type ContactAttribute = "email" | "phone_number";

/** A code as it is made: clear, once. Storage keeps only its keyed hash. */
export interface NewCode {
  /** Random; names this code in the outbox, so that a message whose code was replaced is never sent. */
  readonly id: string;
  readonly purpose: CodePurpose;
  readonly value: Secret;
  /** Where it goes; null when an administrator passes it on in person, which verifies nothing. */
  readonly contact: ContactAttribute | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The first moment at which it no longer works. */
  readonly expiresAt: number;
}

/** What presenting a code led to; `missing` is none, spent, replaced or expired, `exhausted` five wrong tries. */
export type CodeOutcome =
  | { readonly kind: "right"; readonly contact: ContactAttribute | null }
  | { readonly kind: "wrong" }
  | { readonly kind: "missing" }
  | { readonly kind: "exhausted" };

/** Wrong tries that one code stands. Stops guessing: at most 5 in 1,000,000 for each code. */
export const CODE_TRIES = 5;

export const RESET_CODE_LIFETIME_MS = 60 * 60 * 1000;
export const SIGN_UP_CODE_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** The shortest session of a challenge; a client's AuthSessionValidity may make it longer. */
export const SIGN_IN_CODE_LIFETIME_MS = 3 * 60 * 1000;

const lifetimesMs: Readonly<Record<CodePurpose, number>> = {
  reset: RESET_CODE_LIFETIME_MS,
  "sign-up": SIGN_UP_CODE_LIFETIME_MS,
  "sign-in": SIGN_IN_CODE_LIFETIME_MS,
  "verify-email": SIGN_UP_CODE_LIFETIME_MS,
  "verify-phone_number": SIGN_UP_CODE_LIFETIME_MS,
};

/** How long a code for `purpose` works, in milliseconds. */
export const codeLifetimeMs = (purpose: CodePurpose): number => lifetimesMs[purpose];
