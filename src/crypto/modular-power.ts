/**
 * Modular powers of 3072 bits, off the event loop and in constant time in the exponent, for SRP.
 *
 * Measured on two cores with an exponent of 256 bits: these threads take 0.53 ms of CPU a power and do 3,700 a second,
 * of which the event loop feels 0.013 ms. `crypto.diffieHellman` with a callback takes 1.3 ms and does 1,300 a second,
 * and half of that is on the event loop all the same, because importing the private key computes its public key there.
 * BigInt takes 3.5 ms, in a time that depends on the exponent.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { createLane } from "./lane.ts";
import type { PowerJob, PowerResult } from "./modular-power-thread.ts";

/** Threads at most; one for each core, up to this. */
const THREADS_MAX = 8;

/** Powers that may wait for a thread: a tenth of a second of work on two cores. */
const WAITING_MAX = 256;

/** The heap of a thread, in MiB: its work needs next to none. */
const HEAP_MIB = 16;

/** Raises `base` to `exponent` modulo N; big-endian numbers, the result 384 bytes. @throws OverloadError */
export type ModularPower = (base: Uint8Array, exponent: Uint8Array) => Promise<Buffer>;

/**
 * Powers on threads that start when they are first needed and stay. A thread keeps the process alive only while it
 * works, and one that dies fails its job alone: the next job has a new one.
 */
export const createModularPower = (
  bounds = { threads: Math.min(availableParallelism(), THREADS_MAX), waiting: WAITING_MAX },
): ModularPower => {
  const lane = createLane({ width: bounds.threads, waiting: bounds.waiting });
  const idle: Worker[] = [];

  return (base, exponent) =>
    lane.run(async () => {
      const thread = idle.pop() ?? startThread(idle);
      // Copied, because posting a Buffer posts the whole memory it is a view of.
      const result = await ask(thread, { base: new Uint8Array(base), exponent: new Uint8Array(exponent) });
      idle.push(thread);
      if ("failure" in result) throw new RangeError(`no modular power: ${result.failure}`);
      return Buffer.from(result.power.buffer);
    });
};

/**
 * The powers of the process, which every server in it shares, as they share the thread pool of libuv: the cores are
 * there once. It holds nothing but threads.
 */
export const modularPower: ModularPower = createModularPower();

/** The thread's file, TypeScript beside TypeScript and JavaScript in a built package. */
const threadFile = (): URL =>
  new URL(`./modular-power-thread.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);

const startThread = (idle: Worker[]): Worker => {
  const thread = new Worker(threadFile(), {
    // No settings of the process: a thread that only multiplies need not see its secrets.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: HEAP_MIB / 4 },
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

const ask = (thread: Worker, job: PowerJob): Promise<PowerResult> =>
  new Promise((resolve, reject) => {
    const onMessage = (result: PowerResult): void => {
      settle();
      resolve(result);
    };
    const onEnd = (): void => {
      settle();
      void thread.terminate();
      reject(new Error("a thread for modular powers ended"));
    };
    const settle = (): void => {
      thread.off("message", onMessage).off("error", onEnd).off("exit", onEnd);
      thread.unref();
    };
    thread.on("message", onMessage).on("error", onEnd).on("exit", onEnd);
    thread.ref();
    thread.postMessage(job, [job.base.buffer, job.exponent.buffer]);
  });
