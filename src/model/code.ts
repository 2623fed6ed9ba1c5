/**
 * One-time codes: what they are for, how long they live, how often they may be tried.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html ("Code validity")
 */
import type { Secret } from "../contracts/secret.ts";

/** What a code proves. A user has one live code per purpose, so a newer one kills the older. */
export type CodePurpose = "reset" | "sign-up" | "sign-in" | "first-factor" | "verify-email" | "verify-phone_number";

/** An address a code was sent to. */
export type ContactAttribute = "email" | "phone_number";

/** All of them. */
export const CONTACTS: readonly ContactAttribute[] = ["email", "phone_number"];

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

/** What presenting a code led to; `missing` is none, spent, replaced or expired, `exhausted` too many wrong tries. */
export type CodeOutcome =
  | { readonly kind: "right"; readonly contact: ContactAttribute | null }
  | { readonly kind: "wrong" }
  | { readonly kind: "missing" }
  | { readonly kind: "exhausted" };

/** Wrong tries that one code stands. Stops guessing: at most 5 in 1,000,000 for each code. */
export const CODE_TRIES = 5;

/** The same for a code that signs in by itself, which has eight digits. Observed: six wrong tries leave it alive. */
export const FIRST_FACTOR_CODE_TRIES = 10;
const FIRST_FACTOR_CODE_DIGITS = 8;

/** Wrong tries that a code for `purpose` stands. */
export const codeTries = (purpose: CodePurpose): number =>
  purpose === "first-factor" ? FIRST_FACTOR_CODE_TRIES : CODE_TRIES;

/** The digits of a code for `purpose`; undefined: as many as most codes have. */
export const codeDigits = (purpose: CodePurpose): number | undefined =>
  purpose === "first-factor" ? FIRST_FACTOR_CODE_DIGITS : undefined;

export const RESET_CODE_LIFETIME_MS = 60 * 60 * 1000;
export const SIGN_UP_CODE_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** The shortest session of a challenge; a client's AuthSessionValidity may make it longer. */
export const SIGN_IN_CODE_LIFETIME_MS = 3 * 60 * 1000;

const lifetimesMs: Readonly<Record<CodePurpose, number>> = {
  reset: RESET_CODE_LIFETIME_MS,
  "sign-up": SIGN_UP_CODE_LIFETIME_MS,
  "sign-in": SIGN_IN_CODE_LIFETIME_MS,
  "first-factor": SIGN_IN_CODE_LIFETIME_MS,
  "verify-email": SIGN_UP_CODE_LIFETIME_MS,
  "verify-phone_number": SIGN_UP_CODE_LIFETIME_MS,
};

/** How long a code for `purpose` works, in milliseconds. */
export const codeLifetimeMs = (purpose: CodePurpose): number => lifetimesMs[purpose];
