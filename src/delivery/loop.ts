/** Does a piece of work again and again: whenever it is woken, when something falls due, and every so often. */
import type { Log } from "../model/log-fields.ts";

/** Steps before others have a turn. */
const STEPS = 1_000;
/** The loop looks at least this often, for rows whose lease a dead process held. */
const LONGEST_SLEEP_MS = 30_000;
/** What falls due while another has it in hand is not looked at more often than this. New work wakes the loop itself. */
const SHORTEST_SLEEP_MS = 1_000;
const SLEEP_AFTER_FAILURE_MS = 5_000;

export interface LoopParts {
  /** One step; answers whether there may be more to do at once. */
  readonly step: () => Promise<boolean>;
  /** When the next work falls due, in milliseconds since the epoch; undefined when nothing does. */
  readonly nextDueAt: () => Promise<number | undefined>;
  readonly now: () => number;
  readonly log: Log;
  /** What the log calls a step that has failed. */
  readonly failure?: string;
}

export interface Loop extends AsyncDisposable {
  /** There may be something to do. */
  wake(): void;
  /** Wakes the loop; resolves when it sleeps again. */
  rest(): Promise<void>;
}

export const createLoop = ({ step, nextDueAt, now, log, failure = "sweeper failed" }: LoopParts): Loop => {
  const state: { running?: Promise<void> | undefined; timer?: NodeJS.Timeout; again: boolean; closed: boolean } = {
    again: false,
    closed: false,
  };

  const work = async (): Promise<void> => {
    for (let count = 0; count < STEPS && !state.closed; count += 1) {
      state.again = false;
      const busy = await step();
      if (!busy && !state.again) return;
    }
  };

  const sleep = (ms: number): void => {
    clearTimeout(state.timer);
    if (!state.closed) state.timer = setTimeout(wake, ms).unref();
  };

  const run = async (): Promise<void> => {
    try {
      await work();
      const dueAt = await nextDueAt();
      const waitMs = dueAt === undefined ? LONGEST_SLEEP_MS : dueAt - now();
      sleep(Math.min(Math.max(waitMs, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS));
    } catch (error) {
      log("error", failure, { exception: error instanceof Error ? error.name : "unknown" });
      state.again = false;
      sleep(SLEEP_AFTER_FAILURE_MS);
    } finally {
      // Something may have come after the last look.
      state.running = state.again && !state.closed ? run() : undefined;
    }
  };

  function wake(): void {
    state.again = true;
    if (!state.closed) state.running ??= run();
  }

  return {
    wake,
    rest: async () => {
      wake();
      while (state.running !== undefined) await state.running;
    },
    [Symbol.asyncDispose]: async () => {
      state.closed = true;
      clearTimeout(state.timer);
      await state.running;
    },
  };
};
