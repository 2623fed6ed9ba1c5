/**
 * An import of users from a file, from its making to its end.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { PasswordHashingAlgorithmType, UserImportJobStatusType, UserImportJobType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Pool } from "./pool.ts";
import { notFound } from "./refusals.ts";

export type UserImportStatus = Value<typeof UserImportJobStatusType>;
export type PasswordHashingAlgorithm = Value<typeof PasswordHashingAlgorithmType>;

/** Random letters of a job's id, after `import-`. Observed. */
export const JOB_ID_LENGTH = 10;
/** How long the address for the upload works. */
export const UPLOAD_URL_LIFETIME_MS = 15 * 60 * 1000;
/** How long a job waits to be started. Amazon says 24 to 48 hours; this is the sooner. */
export const UNSTARTED_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** A file that was uploaded for a job. */
export interface ImportUpload {
  readonly id: string;
  readonly bytes: number;
  /** Lines, the header's and empty ones too. */
  readonly lines: number;
}

/** How far a job has come; one write moves all of it, together with the users. */
export interface ImportProgress {
  /** Bytes of the file that are dealt with. */
  readonly position: number;
  /** Lines that are dealt with; 1 once the header is. */
  readonly line: number;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  /** Bytes of the report before `reportTail`. */
  readonly reported: number;
  /** The newest part of the report: what a crash may have kept from being written. */
  readonly reportTail: string;
}

/** A job. Times are milliseconds since the epoch. */
export interface UserImportJob {
  readonly poolId: string;
  readonly id: string;
  readonly name: string;
  readonly roleArn: string;
  readonly hashing: PasswordHashingAlgorithm | null;
  /** As it was written; `statusAt` says what it is now. */
  readonly status: UserImportStatus;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly completionMessage: string | null;
  readonly upload: ImportUpload | null;
  readonly progress: ImportProgress;
  readonly version: number;
}

/** Before the first byte. */
export const NO_PROGRESS: ImportProgress = {
  position: 0,
  line: 0,
  imported: 0,
  skipped: 0,
  failed: 0,
  reported: 0,
  reportTail: "",
};

const SUCCEEDED_MESSAGE = "Import Job Completed Successfully.";
const EXPIRED_MESSAGE = "The user import job has expired.";
const STOPPED_MESSAGE = "The Import Job was stopped by the developer.";
const TOO_MANY_MESSAGE = "Too many users have failed or been skipped during the import.";

export const userImportJobNotFound = (jobId: string) => notFound(`User import job ${jobId} does not exist.`);
/** Assumed: the words. */
export const userImportInProgress = () =>
  new ApiException("UserImportInProgressException", "Users are being imported into the user pool.");

const preconditionNotMet = (message: string) => new ApiException("PreconditionNotMetException", message);
/** Assumed: the words. */
export const anotherImportRuns = () =>
  preconditionNotMet("Another user import job is in progress. Only one may be active at a time.");

/** When a job that is not started expires. */
export const expiryOf = ({ createdAt }: UserImportJob): number => createdAt + UNSTARTED_LIFETIME_MS;

/** The status at `now`: a job that nobody started expires by the clock alone. */
export const statusAt = (job: UserImportJob, now: number): UserImportStatus =>
  job.status === "Created" && now >= expiryOf(job) ? "Expired" : job.status;

/** Whether the file for the job may still be sent. */
export const awaitsUpload = (job: UserImportJob, now: number): boolean => statusAt(job, now) === "Created";

/**
 * The job as it is after its start, waiting for its turn.
 * @throws PreconditionNotMetException
 */
export const startedJob = (pool: Pool, job: UserImportJob, now: number): UserImportJob => {
  const status = statusAt(job, now);
  // Assumed: the words, but for those of a missing file, which were observed.
  if (status !== "Created") throw preconditionNotMet(`${job.id} cannot be started. Its status is ${status}.`);
  if ((pool.settings.AutoVerifiedAttributes ?? []).length === 0) {
    throw preconditionNotMet("The user pool has no auto-verified attribute.");
  }
  if (job.upload === null) throw preconditionNotMet(`No csv file was uploaded for ${job.id}`);
  return { ...job, status: "Pending", startedAt: now };
};

/** The job after somebody asked for its end; it stops after the rows that are in hand. @throws PreconditionNotMetException */
export const stoppedJob = (job: UserImportJob, now: number): UserImportJob => {
  const status = statusAt(job, now);
  if (status !== "Pending" && status !== "InProgress") {
    throw preconditionNotMet(`${job.id} cannot be stopped. Its status is ${status}.`); // Assumed: the words.
  }
  return { ...job, status: "Stopping" };
};

const ended = (
  job: UserImportJob,
  status: "Succeeded" | "Failed" | "Stopped",
  completionMessage: string,
  now: number,
): UserImportJob => ({ ...job, status, completionMessage, completedAt: now });

/** The job once it has stopped. */
export const haltedJob = (job: UserImportJob, now: number): UserImportJob =>
  ended(job, "Stopped", STOPPED_MESSAGE, now);

/** The job that cannot go on; `message` is for its owner, and holds nothing of the file. */
export const failedJob = (job: UserImportJob, message: string, now: number): UserImportJob =>
  ended(job, "Failed", message, now);

/**
 * The job after its last row. Assumed: it has failed where more rows were refused or skipped than imported; judged at the
 * end, so that the rows after many that are there already are not lost.
 */
export const completedJob = (job: UserImportJob, now: number): UserImportJob => {
  const { imported, skipped, failed } = job.progress;
  return skipped + failed > imported
    ? ended(job, "Failed", TOO_MANY_MESSAGE, now)
    : ended(job, "Succeeded", SUCCEEDED_MESSAGE, now);
};

/** As the API shows it at `now`; `url` is where its file is sent. Observed: the address is shown ever after. */
export const userImportJobView = (job: UserImportJob, now: number, url: string): Value<typeof UserImportJobType> => {
  const status = statusAt(job, now);
  const isExpired = status === "Expired";
  return {
    JobName: job.name,
    JobId: job.id,
    UserPoolId: job.poolId,
    PreSignedUrl: url,
    CreationDate: job.createdAt,
    StartDate: job.startedAt ?? undefined,
    CompletionDate: isExpired ? expiryOf(job) : (job.completedAt ?? undefined),
    Status: status,
    CloudWatchLogsRoleArn: job.roleArn,
    ImportedUsers: job.progress.imported,
    SkippedUsers: job.progress.skipped,
    FailedUsers: job.progress.failed,
    CompletionMessage: isExpired ? EXPIRED_MESSAGE : (job.completionMessage ?? undefined),
    PasswordHashingAlgorithm: job.hashing ?? undefined,
  };
};
