import { DatabaseSync } from "node:sqlite";

import { DatabaseHeldError } from "../sql/engine.ts";
import { resultCode } from "./failures.ts";
import { createPrivateFile } from "./files.ts";

/** How long two that start at the same moment wait for each other's few statements. */
const CONTENTION_MS = 250;
const BUSY = 5;

export interface DatabaseLock {
  release(): void;
}

/**
 * Makes this process the only one that uses the database, until it releases the lock or dies. `<path>.lock` is a tiny
 * SQLite file in which the holder keeps a transaction open: the operating system drops that lock at the holder's death
 * (also by SIGKILL), so a lock is never stale and nobody guesses from a process id. The file stays, for removing it
 * would let two starters lock two different files of the same name. It shows the holder's pid in `user_version`,
 * which can be read while it is locked.
 *
 * @throws {DatabaseHeldError} somebody else holds it; the text says who and what to do.
 */
export const lockDatabase = (path: string): DatabaseLock => {
  const lockPath = `${path}.lock`;
  createPrivateFile(lockPath);
  const file = new DatabaseSync(lockPath, { timeout: CONTENTION_MS });
  try {
    // One page, written in place: there is nothing to recover, and no journal that a crash could leave behind.
    file.exec("pragma journal_mode = memory; pragma synchronous = off");
    file.exec(`begin immediate; pragma user_version = ${process.pid}; commit`);
    // Between the two another starter may have come in; then this statement is refused, so exactly one holds it.
    file.exec("begin immediate");
  } catch (error) {
    const holder = holderOf(file);
    file.close();
    if (resultCode(error) !== BUSY) throw error;
    throw new DatabaseHeldError(heldText(path, holder), { cause: error });
  }
  return { release: () => file.close() };
};

const holderOf = (file: DatabaseSync): number | undefined => {
  try {
    const row = file.prepare("pragma user_version").get();
    return typeof row?.["user_version"] === "number" && row["user_version"] > 0 ? row["user_version"] : undefined;
  } catch {
    return undefined; // being written at this moment: the refusal stands, its text names nobody
  }
};

const heldText = (path: string, holder: number | undefined): string => {
  if (holder === process.pid) return `this process (pid ${holder}) has ${path} open already`;
  const who = holder === undefined ? "another poolhouse process" : `another poolhouse process (pid ${holder})`;
  return `${who} holds ${path}; stop it or use its admin socket`;
};
