import { closeSync, mkdirSync, mkdtempSync, openSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/**
 * The database's one true path, its folder made (mode 0700) if need be. Links are resolved, so that two names of one
 * file find the same lock.
 */
export const preparePath = (path: string): string => {
  const absolute = resolve(path);
  mkdirSync(dirname(absolute), { recursive: true, mode: OWNER_ONLY_FOLDER });
  try {
    return realpathSync(absolute);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
    return join(realpathSync(dirname(absolute)), basename(absolute));
  }
};

/**
 * Makes an empty file, mode 0600, unless there is one: other accounts on the machine must not read credentials. SQLite
 * gives its log and its index the same mode. An existing file is not even opened, because closing it again would drop
 * every POSIX lock that this process holds on it.
 */
export const createPrivateFile = (path: string): void => {
  try {
    closeSync(openSync(path, "wx", OWNER_ONLY_FILE));
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  }
};

/** A folder for a database that lives no longer than this process. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** Makes a folder that is removed with its content by `remove()`, at the latest when the process exits. */
export const temporaryFolder = (): TemporaryFolder => {
  const path = mkdtempSync(join(tmpdir(), "poolhouse-"));
  doomed.add(path);
  if (doomed.size === 1) process.on("exit", removeAll);
  return {
    path,
    remove: () => {
      doomed.delete(path);
      if (doomed.size === 0) process.off("exit", removeAll);
      removeFolder(path);
    },
  };
};

/** The process has one exit, hence one listener for all the folders. */
const doomed = new Set<string>();
const removeAll = (): void => doomed.forEach(removeFolder);
const removeFolder = (path: string): void => rmSync(path, { recursive: true, force: true });

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
