import type { OwedNotification } from "../storage/store.ts";

/** A notifying trigger (PostConfirmation, PostAuthentication) that is to be called once the change is committed. */
export interface Notification {
  /** The row: its event is without clientMetadata, validationData and clear secrets, so a crash costs those alone. */
  readonly owed: Omit<OwedNotification, "attempts" | "createdAt">;
  /** The whole event, kept in memory for the call right after the commit. */
  readonly event: object;
}

/** Calls notifying triggers and settles their rows. */
export interface Notifier {
  /** Awaited by the caller: an error is told, the change stays. @throws UserLambdaValidationException, UnexpectedLambdaException */
  notify(notification: Notification): Promise<void>;
}
