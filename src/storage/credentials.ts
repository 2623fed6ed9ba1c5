/** The part of the storage port that holds what passwords are kept as. */
import type { Credential, KeptPassword, PasswordForm } from "../model/user.ts";
import type { Subject } from "./rows.ts";

export interface CredentialReader {
  find(subject: Subject): Promise<Credential | undefined>;
  /** The passwords that a user had before, the newest first, at most `limit` of those that were kept. */
  past(subject: Subject, limit: number): Promise<readonly KeptPassword[]>;
}

export interface CredentialWriter extends CredentialReader {
  /**
   * The credential of a user or decoy, whatever was there. Of the passwords before it, the one that was there among
   * them, no more than the newest `keepPast` are left; none unless said. Answers with its new version.
   */
  replace(credential: Credential, keepPast?: number): Promise<Credential>;
  /** @throws Conflict when it is no longer the one that was judged */
  guard(credential: Credential): Promise<void>;
  /**
   * Keeps the judged password in another form; its version stays, so that nothing ends that a sign-in leaves alone.
   * Nothing happens when it was replaced since, or is kept in another form already.
   */
  reform(judged: Credential, form: PasswordForm): Promise<void>;
}
