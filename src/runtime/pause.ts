import { setTimeout as sleep } from "node:timers/promises";

/** Waits, and keeps no process alive for it; ends early, without throwing, when the signal aborts. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await sleep(ms, undefined, { signal, ref: false });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
