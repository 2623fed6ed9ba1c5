/** Threads for work that would hold the event loop: started when they are first needed, and kept. */
import { Worker, type Transferable } from "node:worker_threads";

/** What the threads of one kind of work run. */
export interface ThreadWork {
  /** The thread's module, beside `from`, without its ending: TypeScript beside TypeScript, JavaScript in a built package. */
  readonly module: string;
  /** `import.meta.url` of the caller. */
  readonly from: string;
  /** The heap of a thread, in MiB. */
  readonly heapMib: number;
}

/** Hands a job to a thread that is idle, or to a new one; the caller bounds how many are under way. */
export type AskThread<Job, Result> = (job: Job, transfer?: readonly Transferable[]) => Promise<Result>;

/**
 * Threads that answer each message with one. A thread keeps the process alive only while it works, and one that dies
 * fails its job alone: the next job has a new one.
 */
export const createThreads = <Job, Result>(work: ThreadWork): AskThread<Job, Result> => {
  const idle: Worker[] = [];
  return async (job, transfer = []) => {
    const thread = idle.pop() ?? startThread(work, idle);
    const result = await ask<Result>(thread, job, transfer);
    idle.push(thread);
    return result;
  };
};

const startThread = ({ module, from, heapMib }: ThreadWork, idle: Worker[]): Worker => {
  const thread = new Worker(new URL(`${module}.${from.endsWith(".ts") ? "ts" : "js"}`, from), {
    // No settings of the process: a thread that only computes need not see its secrets.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMib, maxYoungGenerationSizeMb: heapMib / 4 },
  });
  thread.on("error", () => {
    // Told to the job by `ask`; an idle thread has none.
  });
  thread.on("exit", () => {
    const place = idle.indexOf(thread);
    if (place >= 0) idle.splice(place, 1);
  });
  return thread;
};

const ask = <Result>(thread: Worker, job: unknown, transfer: readonly Transferable[]): Promise<Result> =>
  new Promise((resolve, reject) => {
    const onMessage = (result: Result): void => {
      settle();
      resolve(result);
    };
    const onEnd = (): void => {
      settle();
      void thread.terminate();
      reject(new Error("a thread ended before its work was done"));
    };
    const settle = (): void => {
      thread.off("message", onMessage).off("error", onEnd).off("exit", onEnd);
      thread.unref();
    };
    thread.on("message", onMessage).on("error", onEnd).on("exit", onEnd);
    thread.ref();
    thread.postMessage(job, transfer);
  });
