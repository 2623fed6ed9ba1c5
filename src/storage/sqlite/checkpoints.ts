import { statSync } from "node:fs";
import { Worker } from "node:worker_threads";

import { StorageFailure } from "../sql/engine.ts";
import type { LogEngineEvent } from "./events.ts";

/** `passive` disturbs nobody; `truncate` needs the writer to pause, and empties the log. */
export type CheckpointRequest = "passive" | "truncate" | "close";
/** `complete`: everything in the log had been moved. */
export type CheckpointAnswer = { readonly complete: boolean } | { readonly failure: string };

/** When the log is moved into the database. Sizes are those of the log's file, in bytes. */
export interface CheckpointBounds {
  /** A passive checkpoint follows this many transactions … */
  readonly passiveTransactions: number;
  /** … or this much growth. */
  readonly passiveBytes: number;
  /** Beyond this the writer pauses while the log is emptied. */
  readonly truncateBytes: number;
  /** Beyond this, if it cannot be emptied, nothing more is written. */
  readonly refuseBytes: number;
}

export const CHECKPOINT_BOUNDS: CheckpointBounds = {
  passiveTransactions: 512,
  passiveBytes: 4 * 1024 * 1024,
  truncateBytes: 16 * 1024 * 1024,
  refuseBytes: 1024 * 1024 * 1024,
};

/** Somebody else's long read keeps a log from being emptied; the writer is not held up longer than this for it. */
const TRUNCATE_PATIENCE_MS = 250;

/**
 * Keeps the write-ahead log short. The thread is started when the log first needs it and does not keep the process
 * alive; if it dies it is started again at the next need.
 */
export class Checkpoints {
  readonly #path: string;
  readonly #pragmas: string;
  readonly #bounds: CheckpointBounds;
  readonly #log: LogEngineEvent;
  #thread: Worker | undefined;
  #underway: Promise<boolean> | undefined;
  #transactions = 0;
  #sizeAtLast = 0;
  /** The size at which the next truncation is tried; it moves up when one fails, so that failures do not pause every group. */
  #truncateAt: number;

  constructor(path: string, pragmas: string, bounds: CheckpointBounds, log: LogEngineEvent) {
    this.#path = path;
    this.#pragmas = pragmas;
    this.#bounds = bounds;
    this.#log = log;
    this.#truncateAt = bounds.truncateBytes;
  }

  /** Told after each commit. */
  committed(transactions: number): void {
    this.#transactions += transactions;
    if (this.#underway) return;
    const size = this.#logSize();
    const grown = size - this.#sizeAtLast;
    if (this.#transactions < this.#bounds.passiveTransactions && grown < this.#bounds.passiveBytes) return;
    this.#transactions = 0;
    this.#sizeAtLast = size;
    void this.#ask("passive");
  }

  /** What a group must wait for before it begins: nothing, or the log's being emptied. */
  roomForMore(): Promise<void> | undefined {
    return this.#logSize() > this.#truncateAt ? this.#truncate() : undefined;
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#underway;
    const thread = this.#thread;
    if (!thread) return;
    this.#thread = undefined;
    thread.ref();
    await new Promise<void>((resolve) => {
      thread.once("exit", () => resolve());
      tell(thread, "close");
    });
  }

  async #truncate(): Promise<void> {
    await this.#underway; // most of the work, done while others may write
    const size = this.#logSize();
    if (size <= this.#truncateAt) return;
    if (await this.#ask("truncate")) {
      this.#sizeAtLast = 0;
      this.#transactions = 0;
      this.#truncateAt = this.#bounds.truncateBytes;
      return;
    }
    this.#log({ event: "database-log-long", bytes: size });
    if (size > this.#bounds.refuseBytes) {
      throw new StorageFailure("the database's log has reached its bound and cannot be emptied");
    }
    this.#truncateAt = Math.min(size + this.#bounds.truncateBytes / 4, this.#bounds.refuseBytes);
  }

  /** Answers whether the checkpoint was complete. Never rejects: what went wrong is logged, and tried again later. */
  async #ask(request: Exclude<CheckpointRequest, "close">): Promise<boolean> {
    this.#underway = this.#answerTo(request)
      .catch(unanswered)
      .then((given) => {
        this.#underway = undefined;
        if (!("failure" in given)) return given.complete;
        this.#log({ event: "database-checkpoint-failed", reason: given.failure });
        return false;
      });
    return this.#underway;
  }

  async #answerTo(request: CheckpointRequest): Promise<CheckpointAnswer> {
    return new Promise((resolve) => {
      const thread = (this.#thread ??= this.#start());
      const settle = (given: CheckpointAnswer): void => {
        thread.off("message", settle).off("error", failed).off("exit", ended);
        thread.unref();
        resolve(given);
      };
      const failed = (error: Error): void => settle({ failure: error.message });
      const ended = (): void => settle({ failure: "the checkpoint thread ended" });
      thread.ref();
      thread.on("message", settle).on("error", failed).on("exit", ended);
      tell(thread, request);
    });
  }

  #start(): Worker {
    const here = import.meta.url;
    // The thread's file is `.ts` in the source tree and `.js` in a built package, like this one.
    const file = new URL(`./checkpoint-thread${here.slice(here.lastIndexOf("."))}`, here);
    const argv = [this.#path, this.#pragmas, TRUNCATE_PATIENCE_MS];
    const thread = new Worker(file, { argv, execArgv: [], env: {}, name: "checkpoints" });
    const forget = (): void => {
      if (this.#thread === thread) this.#thread = undefined;
    };
    return thread.on("error", forget).on("exit", forget);
  }

  /** Zero while there is no log, and when its size cannot be told: whatever hinders that will hinder the writer too. */
  #logSize(): number {
    try {
      return statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    } catch {
      return 0;
    }
  }
}

const tell = (thread: Worker, request: CheckpointRequest): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  thread.postMessage(request);
};

const unanswered = (error: unknown): CheckpointAnswer => ({ failure: String(error) });
