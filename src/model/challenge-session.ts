/**
 * A step of a sign-in that waits for its answer. The client holds an opaque token, storage its keyed hash.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export interface ChallengeSession {
  readonly poolId: string;
  /** Random; the row's key. */
  readonly id: string;
  readonly clientId: string;
  readonly sub: string;
  /** The challenge that it asks, in the API's words. */
  readonly challenge: string;
  /** What the step needs to remember: nothing secret in the clear. */
  readonly state: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly spentAt: number | null;
}
