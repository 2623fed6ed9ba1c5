/** The part of the storage port that holds imports of users: the jobs, their files, and the users they bring. */
import type { IdentifierKind } from "../model/identifier.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { Pool } from "../model/pool.ts";
import type { Credential, User } from "../model/user.ts";
import type { ImportProgress, UserImportJob } from "../model/user-import-job.ts";

/** Names a job. */
export type ImportKey = Pick<UserImportJob, "poolId" | "id">;

/** A user who is brought by a file, and what the user signs in with, if the file says. */
export interface ImportedUser {
  readonly user: User;
  readonly credential: Credential | undefined;
}

export interface UserImportReader {
  /** @throws ResourceNotFoundException */
  get(poolId: string, jobId: string): Promise<UserImportJob>;
  find(poolId: string, jobId: string): Promise<UserImportJob | undefined>;
  /** Newest first. */
  list(poolId: string, page: PageRequest): Promise<Page<UserImportJob>>;
  /** The one job that is active, of whichever pool. */
  active(): Promise<ImportKey | undefined>;
  /** The `n`-th piece of a file, from 0; undefined when there is none. */
  chunk(poolId: string, uploadId: string, n: number): Promise<Uint8Array | undefined>;
}

export interface UserImportWriter extends UserImportReader {
  /** @throws AlreadyExists */
  insert(job: UserImportJob): Promise<UserImportJob>;
  /** Writes all but the progress. @throws Conflict */
  save(job: UserImportJob): Promise<UserImportJob>;
  /** Moves the progress on from the job's, while it is in progress; moves no version. @throws Conflict */
  advance(job: UserImportJob, progress: ImportProgress): Promise<void>;
  /** Makes the job the active one; false when another is. */
  takeTurn(job: ImportKey): Promise<boolean>;
  /** The job is no longer the active one. */
  endTurn(job: ImportKey): Promise<void>;
  /** Begins a file, which is swept at `sweepAt` unless it is kept. */
  openUpload(poolId: string, uploadId: string, sweepAt: number): Promise<void>;
  addChunk(poolId: string, uploadId: string, n: number, content: Uint8Array): Promise<void>;
  /** Keeps a file until `sweepAt`; null: until it is said otherwise. @throws Conflict when it is being swept at `now` */
  keepUpload(poolId: string, uploadId: string, now: number, sweepAt: number | null): Promise<void>;
  /**
   * Writes many new users of a pool with their names and passwords. Answers for each whether it was written: undefined,
   * or the kind of the name that somebody has already; then nothing of this user is written.
   */
  insertUsers(pool: Pool, users: readonly ImportedUser[]): Promise<readonly (IdentifierKind | undefined)[]>;
}
