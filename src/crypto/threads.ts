/** Threads for work that would hold the event loop: started when they are first needed, and kept. */
import { Worker, type Transferable } from "node:worker_threads";

/** The heap of a thread, in MiB: work on numbers needs next to none. */
const HEAP_MIB = 16;

/** What the threads of one kind of work run. */
export interface ThreadWork {
  /** The thread's module, beside `from`, without its ending: TypeScript beside TypeScript, JavaScript in a built package. */
  readonly module: string;
  /** `import.meta.url` of the caller. */
  readonly from: string;
}

/** Hands a job to a thread that is idle, or to a new one; the caller bounds how many are under way. */
export type AskThread<Job, Result> = (job: Job, transfer?: readonly Transferable[]) => Promise<Result>;

/**
 * Threads that answer each message with one. A thread keeps the process alive only while it works, and one that dies
 * fails its job alone: the next job has a new one.
 */
export const createThreads = <Job, Result>(work: ThreadWork): AskThread<Job, Result> => {
  const idle: Thread<Job, Result>[] = [];
  return (job, transfer = []) => (idle.pop() ?? startThread(work, idle)).ask(job, transfer);
};

interface Thread<Job, Result> {
  /** Hands the thread one job while it has no other; it goes back to the idle ones with the answer. */
  ask(job: Job, transfer: readonly Transferable[]): Promise<Result>;
}

/** Whoever waits for the job of a thread. */
interface Asker<Result> {
  resolve(result: Result): void;
  reject(error: Error): void;
}

const startThread = <Job, Result>({ module, from }: ThreadWork, idle: Thread<Job, Result>[]): Thread<Job, Result> => {
  const worker = new Worker(new URL(`${module}.${from.endsWith(".ts") ? "ts" : "js"}`, from), {
    // No settings of the process: a thread that only computes need not see its secrets.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: HEAP_MIB / 4 },
  });
  let asker: Asker<Result> | undefined;
  const thread: Thread<Job, Result> = {
    ask: (job, transfer) =>
      new Promise((resolve, reject) => {
        asker = { resolve, reject };
        worker.ref();
        worker.postMessage(job, transfer);
      }),
  };
  worker.on("message", (result: Result) => {
    worker.unref();
    idle.push(thread);
    asker?.resolve(result);
    asker = undefined;
  });
  const onEnd = (): void => {
    const place = idle.indexOf(thread);
    if (place >= 0) idle.splice(place, 1);
    worker.unref();
    void worker.terminate();
    asker?.reject(new Error("a thread ended before its work was done"));
    asker = undefined;
  };
  worker.on("error", onEnd).on("exit", onEnd);
  return thread;
};
