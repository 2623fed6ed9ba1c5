/** The part of the storage port that holds passkeys. */
import type { CountedPasskey, Passkey, PasskeyRegistration } from "../model/passkey.ts";
import type { Subject } from "./rows.ts";

export interface PasskeyReader {
  /** All passkeys of a user, oldest first; at most 20. */
  ofUser(subject: Subject): Promise<readonly Passkey[]>;
  /** One of a user's passkeys, with its counter. */
  find(subject: Subject, credentialId: string): Promise<CountedPasskey | undefined>;
  /** The registration that waits for its authenticator, an expired one too until it is swept. */
  registration(subject: Subject): Promise<PasskeyRegistration | undefined>;
}

export interface PasskeyWriter extends PasskeyReader {
  /** @throws AlreadyExists when any user of the pool has a passkey of this id */
  insert(passkey: CountedPasskey): Promise<void>;
  /**
   * Moves the signature counter on, in one statement; false when it is not further than the newest that was seen, or
   * the passkey is gone.
   */
  count(passkey: Pick<Passkey, "poolId" | "sub" | "credentialId">, counter: number): Promise<boolean>;
  /** False when the user has no such passkey. */
  delete(subject: Subject, credentialId: string): Promise<boolean>;
  /** Kills the registration that was there. */
  begin(registration: PasskeyRegistration): Promise<void>;
  /** Spends the registration, in one statement; false when it was spent before, replaced, or is expired at `now`. */
  spend(registration: PasskeyRegistration, now: number): Promise<boolean>;
}
