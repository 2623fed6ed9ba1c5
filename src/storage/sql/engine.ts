import type { Query } from "./sql.ts";

/**
 * Speaks SQL to a database. Integers come back as numbers (a value beyond `Number.MAX_SAFE_INTEGER` throws), blobs as
 * `Uint8Array`, rows as plain objects with one member per column.
 *
 * @throws {UniqueViolation} a row with the same key is there already.
 * @throws {StorageFailure} the disk is full, cannot be read or written, or memory has run out.
 */
export interface Connection {
  /** Every row that the statement yields; the statement itself carries the `limit`. */
  all<Row>(query: Query): Promise<Row[]>;
  /** The first row, if there is one. Also for `… returning` with a key in the predicate. */
  first<Row>(query: Query): Promise<Row | undefined>;
  /** Carries the statement out and tells how many rows it changed. */
  run(query: Query): Promise<number>;
}

/** A database: the seam between the one SQL implementation of the store and what differs from database to database. */
export interface Engine extends AsyncDisposable {
  /** Whether one process alone has the database open: then whatever is leased at a start, a dead process leased. */
  readonly isExclusive: boolean;

  /** Reads only, and sees committed rows alone. Each statement sees the state at its own moment. */
  readonly read: Connection;

  /**
   * Runs `body` in a transaction and settles once its changes are safe on disk, or are certainly undone. The body awaits
   * its connection's statements and nothing else. It ends the transaction by returning (kept) or throwing (undone).
   * A statement that fails dooms its transaction, even if the body catches the error (as on PostgreSQL): use
   * `on conflict` where a conflict is expected and the body goes on.
   *
   * @throws {TransactionWaitError} the body waited for something other than its own statements.
   * @throws {NestedTransactionError} called from within a body.
   * @throws {EngineOverloaded} too many transactions are waiting; nothing was done.
   * @throws {EngineClosed} after `close()`; nothing was done.
   * @throws {StorageFailure} the commit failed; nothing was kept.
   */
  transaction<T>(body: (connection: Connection) => Promise<T>): Promise<T>;

  /** Lets the waiting transactions finish, then gives everything back. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/** A row with the same primary or unique key is there already. */
export class UniqueViolation extends Error {
  override readonly name = "UniqueViolation";
  /** The table whose key it is. */
  readonly table: string;
  /** The key's columns, in its order. Never the values. */
  readonly columns: readonly string[];

  constructor(table: string, columns: readonly string[], options?: ErrorOptions) {
    super(`${table} already has a row with the same ${columns.join(", ")}`, options);
    this.table = table;
    this.columns = columns;
  }
}

/** The database could not do its work: disk full, input/output error, out of memory, damaged file. Nothing was kept. */
export class StorageFailure extends Error {
  override readonly name = "StorageFailure";
}

/** More transactions are waiting than the engine admits. Nothing was done; the caller may try again later. */
export class EngineOverloaded extends Error {
  override readonly name = "EngineOverloaded";

  constructor(limit: number) {
    super(`${limit} transactions are waiting already`);
  }
}

/** The engine has been closed. Nothing was done. */
export class EngineClosed extends Error {
  override readonly name = "EngineClosed";

  constructor() {
    super("the database has been closed");
  }
}

/** A bug in a transaction's body: it waited for a timer, a file, the network or anything else but its own statements. */
export class TransactionWaitError extends Error {
  override readonly name = "TransactionWaitError";

  constructor() {
    super("a transaction's body may await its own statements only; do slow work before the transaction or after it");
  }
}

/** A bug in a transaction's body: it opened another transaction, for which it would wait forever. */
export class NestedTransactionError extends Error {
  override readonly name = "NestedTransactionError";

  constructor() {
    super("a transaction cannot be opened from within another one's body");
  }
}

/** A bug: a statement was run on a transaction's connection after that transaction had ended or failed. */
export class TransactionOverError extends Error {
  override readonly name = "TransactionOverError";

  constructor(options?: ErrorOptions) {
    super("this transaction has ended; its connection runs no more statements", options);
  }
}

/** Another process holds the database. */
export class DatabaseHeldError extends Error {
  override readonly name = "DatabaseHeldError";
}
