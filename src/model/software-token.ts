/**
 * The secret that a user's authenticator app shares with the server.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 */
import type { Secret } from "../contracts/secret.ts";

/** A secret, registered or waiting for its first code. Times are milliseconds since the epoch. */
export interface SoftwareToken {
  readonly poolId: string;
  readonly sub: string;
  /** Where it stands: one of those below. A newer one takes the place of the older. */
  readonly slot: string;
  /** Random; what is bound to this secret names it. */
  readonly id: string;
  /** In base32; sealed in storage. */
  readonly secret: Secret;
  readonly friendlyName: string | null;
  readonly createdAt: number;
  /** The first moment at which it is worth nothing; null when it is registered. */
  readonly expiresAt: number | null;
}

/** The one that signs the user in. */
export const REGISTERED = "registered";

/** The one that the user began to set up with an access token. */
export const PENDING = "pending";

/**
 * The one that is being set up during a sign-in. Each session has its own: stops who knows the password alone from
 * slipping a secret under the code that the user is about to type.
 */
export const slotOfSession = (session: { readonly id: string }): string => `session ${session.id}`;

/** Assumed: how long a secret that was asked for with an access token waits for its first code. */
export const PENDING_LIFETIME_MS = 24 * 60 * 60 * 1000;
