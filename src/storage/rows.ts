/** What lies in storage beside the rows of the model, and how a write can fail. Times are milliseconds since the epoch. */
import type { Secret } from "../contracts/secret.ts";
import type { CodePurpose, ContactAttribute } from "../model/code.ts";
import type { Identifier, IdentifierKind } from "../model/identifier.ts";
import type { LogFields } from "../model/log-fields.ts";

/** A row was changed since it was judged; the operation is run again from its first line. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}

/** A value names another user already; `kinds` says as what. */
export class IdentifierTaken extends Error {
  override readonly name = "IdentifierTaken";
  readonly identifier: Identifier;
  readonly holder: IdentifierHolder;

  constructor(identifier: Identifier, holder: IdentifierHolder) {
    super("identifier taken");
    this.identifier = identifier;
    this.holder = holder;
  }
}

/** Who holds a name, and as what: the same value may be a user's username and address. */
export interface IdentifierHolder {
  readonly sub: string;
  readonly kinds: readonly IdentifierKind[];
}

/** A row is there already under this key. */
export class AlreadyExists extends Error {
  override readonly name = "AlreadyExists";
}

/** Whose: a user, or the decoy that stands for a name without one. */
export interface Subject {
  readonly poolId: string;
  readonly sub: string;
}

/** A code without its value. */
export interface StoredCode {
  readonly id: string;
  readonly purpose: CodePurpose;
  readonly contact: ContactAttribute | null;
  readonly expiresAt: number;
  readonly tries: number;
}

/** Failed sign-ins of one user, whatever the entrance. */
export interface Failures {
  readonly count: number;
  /** Milliseconds since the epoch; the moment of the newest. */
  readonly lastAt: number;
}

/** A key pair of a pool; `privateKey` is PKCS #8 PEM. */
export interface StoredSigningKey {
  readonly poolId: string;
  readonly use: "id" | "access";
  readonly kid: string;
  readonly privateKey: Secret;
  readonly createdAt: number;
  /** The moment from which it signs; it is published before. */
  readonly signsFrom: number;
  /** The moment from which nothing it signed is believed; null while no other has taken over. */
  readonly endsAt: number | null;
}

export type OutboxState = "pending" | "sent" | "failed" | "refused";

/** Who carries a message out of the process: the sender of its medium, or a function of its pool. */
export type Carrier = "sender" | "function";

/** The code that a message carries, or the temporary password: its `id` is then the credential's `credentialId`. */
export interface Carries {
  readonly purpose: CodePurpose | "temporary-password";
  readonly id: string;
}

/** A message that is owed, or was. */
export interface OutboxMessage {
  /** Increases in commit order. */
  readonly position: number;
  /** Random; becomes the Message-ID or webhook id, the same at every attempt. */
  readonly id: string;
  readonly poolId: string;
  readonly sub: string;
  readonly medium: "EMAIL" | "SMS";
  /** What it carries; when that is no longer the live one, the message is refused instead of sent. */
  readonly code: Carries | null;
  /** Null once it is erased, and where it cannot be opened: sealed with a key that is not at hand, or tampered with. */
  readonly content: OutboxContent | null;
  readonly state: OutboxState;
  /** Why it failed or was refused: words for the operator, without address or code. */
  readonly reason: string | null;
  /** How often it was taken; the attempt that is awaited at first is not counted. */
  readonly attempts: number;
  readonly createdAt: number;
}

/** What is sealed in the row. */
export interface OutboxContent {
  readonly to: string;
  readonly subject: string | null;
  readonly body: Secret;
  /** The clear code or temporary password that the body carries, for the development inbox. */
  readonly codeValue: Secret | null;
  readonly from: string | null;
  readonly replyTo: string | null;
  /** Present when a function of the pool carries the message. */
  readonly customSender?: CustomSender | undefined;
}

/** A function that sends messages itself, and what it is told beside the code. ClientMetadata is never stored. */
export interface CustomSender {
  readonly arn: string;
  /** The pool's KMSKeyID, under which the code is encrypted. */
  readonly keyArn: string;
  /** What the event has in common with others. */
  readonly envelope: object;
  readonly userAttributes: Readonly<Record<string, string>>;
}

export const carrierOf = ({ customSender }: OutboxContent): Carrier =>
  customSender === undefined ? "sender" : "function";

export interface NewOutboxMessage {
  readonly id: string;
  readonly poolId: string;
  readonly sub: string;
  readonly medium: "EMAIL" | "SMS";
  readonly code: Carries | null;
  readonly content: OutboxContent;
  readonly createdAt: number;
  /** The sweeper leaves it alone until then; the sender that awaits it has it meanwhile. */
  readonly leasedUntil: number;
}

/** A notifying trigger that is owed; `event` is without metadata and secrets. */
export interface OwedNotification {
  readonly id: string;
  readonly poolId: string;
  readonly sub: string;
  readonly trigger: string;
  readonly arn: string;
  readonly event: object;
  readonly attempts: number;
  readonly createdAt: number;
}

/** Something an operator may have to answer for. */
export interface AuditEvent {
  readonly id: string;
  readonly at: number;
  readonly poolId: string;
  readonly sub: string | null;
  readonly name: string;
  readonly fields: LogFields;
}
