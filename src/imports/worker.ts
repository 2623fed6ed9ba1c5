/**
 * Runs the job whose turn it is, batch by batch, and goes on where a dead process stopped. Between two batches everybody
 * else has a turn.
 */
import { UnsealingError } from "../crypto/seal.ts";
import { createLoop } from "../delivery/loop.ts";
import { readHeader, requireImportableLines, UnreadableImport } from "../model/import-file.ts";
import type { Pool } from "../model/pool.ts";
import { completedJob, failedJob, haltedJob, type UserImportJob } from "../model/user-import-job.ts";
import { Conflict, type Store } from "../storage/store.ts";
import type { ImportKey } from "../storage/user-imports.ts";
import { importBatch } from "./import-batch.ts";
import type { JudgeParts } from "./judge-line.ts";
import { ChunkMissing, createLineReader, type LineReader } from "./line-reader.ts";
import { BATCH_BYTES, LINES, pacedLines } from "./pace.ts";
import type { ImportReports } from "./reports.ts";

/** The loop pauses now and then: after more steps than all but the longest files have. */
const BATCHES_OF_A_STEP = 8;

const UNREADABLE = "The CSV file could not be read."; // Assumed: the words.

export interface WorkerParts extends JudgeParts {
  readonly store: Store;
  readonly reports: ImportReports;
  readonly now: () => number;
  /** A job has ended, and what it needed may go. */
  readonly onEnd: () => Promise<unknown>;
}

export interface ImportWorker extends AsyncDisposable {
  /** From now on jobs are run; what was in hand when a process died goes on. */
  start(): void;
  /** There may be a job. Nothing happens before the start. */
  wake(): void;
  /** Runs what there is to run, also before the start; resolves when nothing is. */
  rest(): Promise<void>;
}

/** A file that is being read. */
interface Reading {
  readonly uploadId: string;
  readonly columns: readonly string[];
  readonly lines: LineReader;
  /** Where `lines` goes on. */
  position: number;
}

/** Why the file of a job cannot be read, for its owner; undefined for what may pass. */
const unreadable = (error: unknown): string | undefined => {
  if (error instanceof UnreadableImport) return error.message;
  return error instanceof ChunkMissing || error instanceof UnsealingError ? UNREADABLE : undefined;
};

/** Opens the file of a job where the job stands. @throws UnreadableImport */
const openReading = async ({ store, reports }: WorkerParts, pool: Pool, job: UserImportJob): Promise<Reading> => {
  const { upload, progress } = job;
  if (upload === null) throw new UnreadableImport(UNREADABLE);
  const chunk = (n: number) => store.reader.userImports.chunk(job.poolId, upload.id, n);
  const source = { size: upload.bytes, chunk };
  const beginning = createLineReader(source);
  const [header] = await beginning.take(1);
  if (header === undefined || !("text" in header)) throw new UnreadableImport("The CSV file has no header.");
  const columns = readHeader(pool, header.text);
  requireImportableLines(upload.lines);
  // The newest part may not have been written when the process died.
  await reports.write(job.id, progress.reported, progress.reportTail);
  const isFresh = progress.position === 0;
  return {
    uploadId: upload.id,
    columns,
    lines: isFresh ? beginning : createLineReader(source, progress.position),
    position: progress.position,
  };
};

/**
 * The process may have died before it wrote the newest part, and nobody reads on in a job that was stopped. A job ends
 * also where it cannot be written: nothing else would let go of its pool.
 */
const reportLast = async ({ reports, log }: WorkerParts, { id, poolId, progress }: UserImportJob): Promise<void> => {
  if (progress.reportTail === "") return;
  try {
    await reports.write(id, progress.reported, progress.reportTail);
  } catch (error) {
    log("error", "import report not written", { poolId, exception: error instanceof Error ? error.name : "unknown" });
  }
};

/** Steps of a job; between two batches it looks whether the server closes. */
const createStep = (parts: WorkerParts, isClosing: () => boolean): (() => Promise<boolean>) => {
  const { store, reports, now, log, onEnd } = parts;
  let reading: Reading | undefined;
  let limit: number = LINES.max;

  const finish = async (job: UserImportJob): Promise<void> => {
    reading = undefined;
    await reportLast(parts, job);
    await store.transaction(async (tx) => {
      const at = now();
      await tx.userImports.save({ ...job, upload: null });
      await tx.userImports.endTurn(job);
      if (job.upload !== null) await tx.userImports.keepUpload(job.poolId, job.upload.id, at, at);
    });
    const { imported, skipped, failed } = job.progress;
    const reason = `${job.status}: ${imported} imported, ${skipped} skipped, ${failed} failed`;
    log("info", "user import ended", { poolId: job.poolId, reason });
    await onEnd();
  };

  const goOn = async (pool: Pool, job: UserImportJob): Promise<void> => {
    if (reading?.uploadId !== job.upload?.id || reading?.position !== job.progress.position) reading = undefined;
    const open = (reading ??= await openReading(parts, pool, job));
    const lines = await open.lines.take(limit, BATCH_BYTES);
    if (lines.length === 0) return finish(completedJob(job, now()));
    const began = now();
    const progress = await importBatch(parts, { pool, job, columns: open.columns, now: began }, lines);
    limit = pacedLines(limit, now() - began);
    open.position = progress.position;
    await reports.write(job.id, progress.reported, progress.reportTail);
  };

  const run = async (pool: Pool, job: UserImportJob): Promise<void> => {
    if (job.status === "InProgress") return goOn(pool, job);
    if (job.status === "Stopping") return finish(haltedJob(job, now()));
    await store.transaction(async (tx) => {
      if (job.status === "Pending") await tx.userImports.save({ ...job, status: "InProgress" });
      else await tx.userImports.endTurn(job);
    });
  };

  /** What the file itself makes impossible ends the job; anything else is tried again. */
  const runOrFail = async (pool: Pool, job: UserImportJob): Promise<void> => {
    try {
      await run(pool, job);
    } catch (error) {
      reading = undefined;
      const message = unreadable(error);
      if (message === undefined) throw error;
      await finish(failedJob(job, message, now()));
    }
  };

  const next = async (key: ImportKey): Promise<void> => {
    const { reader } = store;
    const [pool, job] = await Promise.all([reader.pools.find(key.poolId), reader.userImports.find(key.poolId, key.id)]);
    try {
      if (pool !== undefined && job !== undefined) await runOrFail(pool, job);
      // The pool was deleted, and the job with it.
      else await store.transaction((tx) => tx.userImports.endTurn(key));
    } catch (error) {
      // The job or its pool were changed meanwhile: the next step looks at them anew.
      if (!(error instanceof Conflict)) throw error;
    }
  };

  return async () => {
    for (let batch = 0; batch < BATCHES_OF_A_STEP && !isClosing(); batch += 1) {
      const key = await store.reader.userImports.active();
      if (key === undefined) return false;
      await next(key);
    }
    return true;
  };
};

export const createImportWorker = (parts: WorkerParts): ImportWorker => {
  let isStarted = false;
  let isClosing = false;
  const loop = createLoop({
    step: createStep(parts, () => isClosing),
    nextDueAt: async () => undefined,
    now: parts.now,
    log: parts.log,
    failure: "user import failed, and is tried again",
  });
  return {
    start: () => {
      isStarted = true;
      loop.wake();
    },
    wake: () => {
      if (isStarted) loop.wake();
    },
    rest: () => loop.rest(),
    [Symbol.asyncDispose]: () => {
      isClosing = true;
      return loop[Symbol.asyncDispose]();
    },
  };
};
