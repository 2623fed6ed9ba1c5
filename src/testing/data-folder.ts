/** Folders of databases in tests, and what a power cut would leave of one. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface DataFolder extends Disposable {
  readonly path: string;
  /** The database in it. */
  readonly database: string;
}

/** A folder that goes with the test. */
export const createDataFolder = (): DataFolder => {
  const path = mkdtempSync(join(tmpdir(), "poolhouse-test-"));
  return {
    path,
    database: join(path, "poolhouse.db"),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
};

/** Copies a database that is open, as it lies on the disk at this moment: what a process that dies now leaves behind. */
export const copyAsCrashed = (from: DataFolder, to: DataFolder): void => {
  for (const suffix of ["", "-wal"]) {
    if (existsSync(from.database + suffix)) copyFileSync(from.database + suffix, to.database + suffix);
  }
};
