import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { MIGRATIONS } from "./migrations/index.ts";
import type { Migration } from "./migrations/migration.ts";
import { EngineClosed } from "./sql/engine.ts";
import type { Engine } from "./sql/engine.ts";
import { CHECKPOINT_BOUNDS, Checkpoints } from "./sqlite/checkpoints.ts";
import type { CheckpointBounds } from "./sqlite/checkpoints.ts";
import type { LogEngineEvent } from "./sqlite/events.ts";
import { createPrivateFile, preparePath, temporaryFolder } from "./sqlite/files.ts";
import { GroupCommit } from "./sqlite/group-commit.ts";
import { lockDatabase } from "./sqlite/lock.ts";
import { migrate } from "./sqlite/migrate.ts";
import { guardedConnection, statementsOf } from "./sqlite/statements.ts";

export interface SqliteOptions {
  /** The database's file, made with its folder if need be. `:memory:` is a temporary one, removed at close and at exit. */
  readonly path: string;
  /** What the tables are brought up to; the program's own unless a test says otherwise. */
  readonly migrations?: readonly Migration[];
  readonly log?: LogEngineEvent;
  readonly checkpoints?: CheckpointBounds;
  /** The greatest size of the file, in pages of 4,096 bytes; SQLite's own limit unless given. */
  readonly pageLimit?: number;
}

/** How long a connection waits for the checkpoint thread's short locks. */
const LOCK_PATIENCE_MS = 5_000;

/**
 * Opens an embedded database: one writing connection, one read-only connection, and a thread that keeps the log short.
 * An acknowledged transaction survives a power cut (except in a temporary database).
 *
 * @throws {DatabaseHeldError} another process has it open.
 * @throws {MigrationError} it was written by another version of the program that this one cannot follow.
 */
export const openSqlite = async (options: SqliteOptions): Promise<Engine> => {
  await using opened = new AsyncDisposableStack();
  const temporary = options.path === ":memory:";
  const path = preparePath(temporary ? join(temporaryPath(opened), "poolhouse.db") : options.path);
  const log = options.log ?? (() => undefined);
  const durability = temporary ? "off" : "full";

  const lock = lockDatabase(path);
  opened.defer(() => lock.release());
  createPrivateFile(path);

  const writer = new DatabaseSync(path, { timeout: LOCK_PATIENCE_MS });
  opened.defer(() => closeWriter(writer, log));
  writer.exec(`pragma journal_mode = wal; ${pragmas(durability)}`);
  if (options.pageLimit !== undefined) writer.exec(`pragma max_page_count = ${options.pageLimit}`);
  for (const migration of migrate(writer, options.migrations ?? MIGRATIONS))
    log({ event: "database-migrated", migration });

  const reader = new DatabaseSync(path, { readOnly: true, timeout: LOCK_PATIENCE_MS });
  opened.defer(() => reader.close());
  reader.exec(pragmas(durability));

  const checkpoints = new Checkpoints(path, pragmas(durability), options.checkpoints ?? CHECKPOINT_BOUNDS, log);
  opened.defer(async () => checkpoints.close());
  const groups = new GroupCommit(writer, statementsOf(writer), {
    before: () => checkpoints.roomForMore(),
    after: (bodies) => checkpoints.committed(bodies),
  });
  opened.defer(async () => groups.close());

  return engineOf(groups, reader, opened.move());
};

const temporaryPath = (opened: AsyncDisposableStack): string => {
  const folder = temporaryFolder();
  opened.defer(() => folder.remove());
  return folder.path;
};

/**
 * What every connection to the file sets. `fullfsync` makes macOS flush the disk's own cache, without which a power cut
 * loses what was acknowledged. `secure_delete` overwrites what is deleted where that costs no extra writing.
 * @see https://www.sqlite.org/pragma.html
 */
const pragmas = (synchronous: "full" | "off"): string =>
  `pragma synchronous = ${synchronous}; pragma fullfsync = on; pragma checkpoint_fullfsync = on;
   pragma wal_autocheckpoint = 0; pragma cache_size = -16384; pragma temp_store = memory;
   pragma secure_delete = fast; pragma trusted_schema = off`;

/** Moves the whole log into the file; if that fails the log stays beside it and the next start reads it. */
const closeWriter = (writer: DatabaseSync, log: LogEngineEvent): void => {
  try {
    writer.exec("pragma wal_checkpoint(truncate)");
  } catch (error) {
    log({ event: "database-checkpoint-failed", reason: error instanceof Error ? error.message : String(error) });
  } finally {
    writer.close();
  }
};

const engineOf = (groups: GroupCommit, reader: DatabaseSync, opened: AsyncDisposableStack): Engine => {
  let closing: Promise<void> | undefined;
  const read = guardedConnection(statementsOf(reader), {
    enter: () => {
      if (closing) throw new EngineClosed();
    },
    failed: () => undefined,
  });
  const close = async (): Promise<void> => (closing ??= opened.disposeAsync());
  return {
    isExclusive: true,
    read,
    transaction: async (body) => groups.transaction(body),
    close,
    [Symbol.asyncDispose]: close,
  };
};
