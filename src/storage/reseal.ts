/** Resealing: moving every sealed value under the current master key, so that an older one can be destroyed. */

/** Where a resealing goes on; opaque to everybody but storage. */
export interface ResealCursor {
  /** The protected column that it has come to. */
  readonly column: string;
  /** The key of the last row that was dealt with; empty at the beginning of the column. */
  readonly key: readonly string[];
}

/** What one bounded batch has done. */
export interface ResealBatch {
  /** Values sealed anew. */
  readonly resealed: number;
  /** Values that no master key at hand opens, or that were changed outside the server. They are left as they are. */
  readonly unreadable: number;
  /**
   * The moment until which the batch met something recognised by a keyed hash of an older master key: codes, sessions
   * and refresh tokens, whose values nobody knows, so that they cannot be hashed anew. Null when there is nothing.
   */
  readonly hashedUntil: number | null;
  /** Where to go on; null at the end. */
  readonly next: ResealCursor | null;
}
