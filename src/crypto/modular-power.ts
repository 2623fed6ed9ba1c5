/**
 * Modular powers of 3072 bits, off the event loop and in constant time in the exponent, for SRP.
 *
 * Measured on two cores with an exponent of 256 bits: these threads take 0.53 ms of CPU a power and do 3,700 a second,
 * of which the event loop feels 0.013 ms. `crypto.diffieHellman` with a callback takes 1.3 ms and does 1,300 a second,
 * and half of that is on the event loop all the same, because importing the private key computes its public key there.
 * BigInt takes 3.5 ms, in a time that depends on the exponent.
 */
import { availableParallelism } from "node:os";
import { createLane } from "./lane.ts";
import type { PowerJob, PowerResult } from "./modular-power-thread.ts";
import { createThreads } from "./threads.ts";

/** Threads at most; one for each core, up to this. */
const THREADS_MAX = 8;

/** Powers that may wait for a thread: a tenth of a second of work on two cores. */
const WAITING_MAX = 256;

/** Raises `base` to `exponent` modulo N; big-endian numbers, the result 384 bytes. @throws OverloadError */
export type ModularPower = (base: Uint8Array, exponent: Uint8Array) => Promise<Buffer>;

/** Powers on threads of their own. */
export const createModularPower = (
  bounds = { threads: Math.min(availableParallelism(), THREADS_MAX), waiting: WAITING_MAX },
): ModularPower => {
  const lane = createLane({ width: bounds.threads, waiting: bounds.waiting });
  const ask = createThreads<PowerJob, PowerResult>({
    module: "./modular-power-thread",
    from: import.meta.url,
  });

  return (base, exponent) =>
    lane.run(async () => {
      // Copied, because posting a Buffer posts the whole memory it is a view of.
      const job = { base: new Uint8Array(base), exponent: new Uint8Array(exponent) };
      const result = await ask(job, [job.base.buffer, job.exponent.buffer]);
      if ("failure" in result) throw new RangeError(`no modular power: ${result.failure}`);
      return Buffer.from(result.power.buffer);
    });
};

/**
 * The powers of the process, which every server in it shares, as they share the thread pool of libuv: the cores are
 * there once. It holds nothing but threads.
 */
export const modularPower: ModularPower = createModularPower();
