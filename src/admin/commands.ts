/**
 * What administrators do beside the API: access keys, resealing, reset codes that are passed on in person. One
 * interface, two ways to it: a running server's socket, or the database itself where no server runs.
 */
import type { Secret } from "../contracts/secret.ts";
import type { ResealBatch, ResealCursor } from "../storage/reseal.ts";

/** The command cannot be carried out; the message says what to do. */
export class AdminRefusal extends Error {
  override readonly name = "AdminRefusal";
}

/** Whoever runs the command line: the machine's word for the account. */
export interface Operator {
  readonly operatingSystemUser: string;
}

export interface NewAccessKey extends Operator {
  readonly name: string;
  /** IAM's JSON. */
  readonly policy: string;
  /** Null for a lasting key; else the key is a temporary one, with a session token. */
  readonly lifetimeMs: number | null;
}

/** An access key as it is shown once. */
export interface IssuedAccessKey {
  readonly id: string;
  readonly name: string;
  readonly secret: Secret;
  readonly sessionToken: Secret | null;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
}

/** An access key without what it signs with. */
export interface ListedAccessKey {
  readonly id: string;
  readonly name: string;
  readonly policy: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export interface AccessKeyName extends Operator {
  readonly id: string;
}

/**
 * A command that an access key has signed, with Signature Version 4 as for the API, so that the key proves itself and
 * its secret stays in the process that holds it.
 */
export interface SignedCommand {
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A pool whose tokens are to be signed with new keys. */
export interface SigningKeyRotation extends Operator {
  readonly userPoolId: string;
  /** For keys that others may know: nothing that the old ones signed is believed any more. */
  readonly immediately: boolean;
}

/** A code to be passed on in person. */
export interface PrintedCode {
  readonly code: Secret;
  readonly expiresAt: number;
  readonly requestId: string;
}

/** What is to be known of a server before something is signed for it. */
export interface ServerDescription {
  readonly mode: "development" | "production";
  readonly region: string;
  readonly accountId: string;
}

export interface AdminCommands {
  describe(): Promise<ServerDescription>;
  /** @throws AdminRefusal */
  createKey(key: NewAccessKey): Promise<IssuedAccessKey>;
  /** Oldest first. */
  listKeys(): Promise<readonly ListedAccessKey[]>;
  /** Ends the key at once and for good. @throws AdminRefusal */
  revokeKey(key: AccessKeyName): Promise<ListedAccessKey>;
  /** A new secret; the old one signs nothing from now on. @throws AdminRefusal */
  rotateKey(key: AccessKeyName): Promise<IssuedAccessKey>;
  /** New signing keys for a pool. @throws AdminRefusal, ResourceNotFoundException */
  rotateSigningKeys(rotation: SigningKeyRotation): Promise<{ readonly signsFrom: number }>;
  /** One bounded batch of resealing; null begins. */
  reseal(from: ResealCursor | null): Promise<ResealBatch>;
  /** @throws AdminRefusal, the refusals of signatures, policies and resets */
  printResetCode(command: SignedCommand): Promise<PrintedCode>;
  /** AdminResetUserPassword, as it would come over HTTP. */
  resetPassword(command: SignedCommand): Promise<void>;
}
