/** Removes what has outlived its time, in small batches, so that no request ever pays for it. */
import type { Log } from "../model/log-fields.ts";
import type { Store } from "../storage/store.ts";

const INTERVAL_MS = 60_000;
/** Rows of one transaction. */
const BATCH = 500;
/** Batches of one pass; the rest waits for the next. */
const BATCHES = 200;

export interface Sweeper extends AsyncDisposable {
  /** The first pass begins at once. */
  start(): void;
  /** One pass; answers how many rows it removed. */
  sweep(): Promise<number>;
}

export const createSweeper = ({ store, now, log }: { store: Store; now: () => number; log: Log }): Sweeper => {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;
  let closed = false;

  const isClosed = () => closed;
  const pass = async (): Promise<number> => {
    let removed = 0;
    for (let batch = 0; batch < BATCHES && !isClosed(); batch += 1) {
      const count = await store.transaction((tx) => tx.sweep(now(), BATCH));
      removed += count;
      if (count === 0) break;
    }
    return removed;
  };
  const sweep = async (): Promise<number> => {
    running ??= pass().finally(() => (running = undefined));
    return running;
  };
  const tick = () => {
    sweep().catch((error: unknown) =>
      log("error", "sweep failed", { reason: error instanceof Error ? error.name : "unknown" }),
    );
  };
  return {
    start: () => {
      if (timer !== undefined) return;
      timer = setInterval(tick, INTERVAL_MS).unref();
      tick();
    },
    sweep,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
};
