/** The part of the storage port that holds addresses which wait to be proven before they replace the old ones. */
import type { ContactAttribute } from "../model/code.ts";
import type { Subject } from "./rows.ts";

export interface PendingContact {
  readonly poolId: string;
  readonly sub: string;
  readonly contact: ContactAttribute;
  /** What the attribute becomes. Nobody is shown it before. */
  readonly value: string;
  /** The code that went to it: no other proves it. */
  readonly codeId: string;
  /** When that code ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface PendingContactReader {
  /** Expired ones too until they are swept. */
  find(subject: Subject, contact: ContactAttribute): Promise<PendingContact | undefined>;
}

export interface PendingContactWriter extends PendingContactReader {
  /** The one that waits, whatever did before. */
  replace(pending: PendingContact): Promise<void>;
  delete(subject: Subject, contact: ContactAttribute): Promise<void>;
}
