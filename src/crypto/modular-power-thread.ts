/**
 * The thread of `modular-power.ts`: raises a base to an exponent modulo the prime of RFC 3526 group 15, one job at a
 * time, in the order of its messages.
 */
import { createDiffieHellmanGroup, DiffieHellman } from "node:crypto";
import { parentPort } from "node:worker_threads";

/** What is asked of the thread: big-endian numbers, the base from 2 to N − 2. */
export interface PowerJob {
  readonly base: Uint8Array<ArrayBuffer>;
  readonly exponent: Uint8Array<ArrayBuffer>;
}

/** What it answers: 384 bytes, or why there are none. */
export type PowerResult = { readonly power: Uint8Array<ArrayBuffer> } | { readonly failure: string };

// Groups do not offer setPrivateKey, but they are the same native object as DiffieHellman, which does. Creating the
// latter from the prime would spend 1.5 s on proving that it is one.
const group = createDiffieHellmanGroup("modp15");
const setPrivateKey = (exponent: Uint8Array): void => {
  // oxlint-disable-next-line typescript/unbound-method -- called on the group in the same expression
  Reflect.apply(DiffieHellman.prototype.setPrivateKey, group, [exponent]);
};

/** One power, in this thread. */
export const powerOf = (job: PowerJob): PowerResult => {
  try {
    setPrivateKey(job.exponent);
    // Copied: a Buffer may be a view of memory that holds other values, and all of it would be sent.
    return { power: new Uint8Array(group.computeSecret(job.base)) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : "unknown" };
  }
};

parentPort?.on("message", (job: PowerJob) => {
  const result = powerOf(job);
  parentPort?.postMessage(result, "power" in result ? [result.power.buffer] : []);
});
