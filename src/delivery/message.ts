/**
 * The message port: what the flows hand to the outbox, and who carries it out of the process.
 */
import type { Secret } from "../contracts/secret.ts";
import type { Client } from "../model/client.ts";
import type { NewCode } from "../model/code.ts";
import type { MessageKind } from "../model/message-templates.ts";
import type { Pool } from "../model/pool.ts";
import type { Destination } from "../model/recovery.ts";
import type { Credential, User } from "../model/user.ts";
import type { NewOutboxMessage } from "../storage/store.ts";
import type { StringMap } from "../triggers/events.ts";
import type { HeldMetadata } from "./held-metadata.ts";

export type { MessageKind };

/** What a message is about. */
export interface MessageAbout {
  readonly pool: Pool;
  readonly user: User;
  /** The client of the call; null when an administrator made it. */
  readonly client: Client | null;
  readonly destination: Destination;
  /** The code to carry, or the temporary password of an invitation. */
  readonly carries:
    | { readonly code: NewCode }
    | { readonly temporaryPassword: Secret; readonly credential: Pick<Credential, "salt"> };
  /** Goes to the trigger and nowhere else. */
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

/** A message, composed: the row that will be owed once its transaction commits. */
export interface Message extends Omit<NewOutboxMessage, "leasedUntil"> {
  /** For the function that carries the message. It is never stored: a process that dies before the call loses it. */
  readonly clientMetadata?: StringMap | undefined;
}

export interface Messages {
  /**
   * Asks CustomMessage and fills the template, or leaves both to the pool's custom sender. Undefined when nothing is to be sent: an invitation whose text has no place
   * for the password.
   * @throws UserLambdaValidationException, UnexpectedLambdaException, InvalidLambdaResponseException
   */
  compose(kind: MessageKind, about: MessageAbout): Promise<Message | undefined>;
}

/** How an awaited attempt ended; `reason` is for the caller's eyes. */
export type AttemptOutcome = { readonly delivered: true } | { readonly delivered: false; readonly reason: string };

/** Carries owed messages and notifications out of the process. */
export interface Courier {
  /** Makes the one attempt at a message that the caller waits for, and settles its row. */
  attempt(message: NewOutboxMessage): Promise<AttemptOutcome>;
  /** Keeps a message's metadata in memory until its function has been called, or the write has failed. */
  readonly metadata: HeldMetadata;
  /** Something is owed: the sweeper looks at once. */
  wake(): void;
}
