/**
 * Takes the records of pools on their way: where each goes is looked up beside the requests, once for all that a pool has
 * just told, and what a pool logs nowhere is let go.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { LogSource } from "../model/log-delivery.ts";
import type { Log } from "../model/log-fields.ts";
import type { LogRecord } from "../model/log-record.ts";
import { WAITING_MAX, type LogExport } from "./log-export.ts";

/** A record, and which of its pool's logs it belongs to. */
export interface PoolLogEntry {
  readonly poolId: string;
  readonly source: LogSource;
  readonly record: LogRecord;
}

export interface PoolLogsParts {
  readonly carrier: LogExport;
  /** The destination by ARN; undefined where the pool logs none of it. */
  readonly destinationOf: (poolId: string, source: LogSource) => Promise<string | undefined>;
  readonly log: Log;
}

export interface PoolLogs extends AsyncDisposable {
  /** Never waits and never throws. */
  tell(entry: PoolLogEntry): void;
  /** Resolves when everything told so far has been delivered or dropped. */
  rest(): Promise<void>;
}

export const createPoolLogs = ({ carrier, destinationOf, log }: PoolLogsParts): PoolLogs => {
  const entries: PoolLogEntry[] = [];
  const state: { running?: Promise<void> | undefined; overflow: number } = { overflow: 0 };

  const drop = (count: number, reason: string): void => {
    if (count > 0) log("warn", "log records dropped", { count, reason });
  };

  const route = async ([first, ...others]: readonly [PoolLogEntry, ...PoolLogEntry[]]): Promise<void> => {
    try {
      const destination = await destinationOf(first.poolId, first.source);
      if (destination === undefined) return;
      for (const { record } of [first, ...others]) carrier.tell(destination, record);
    } catch {
      drop(1 + others.length, "Their pool could not be read.");
    }
  };

  const run = async (): Promise<void> => {
    // What is told in one go is looked up at once, and when its answers have gone: their time tells nothing of it.
    await nextTurn();
    while (entries.length > 0) {
      const taken = Object.values(Object.groupBy(entries.splice(0), ({ poolId, source }) => `${poolId} ${source}`));
      for (const [first, ...others] of taken.map((group = []) => group)) {
        if (first !== undefined) await route([first, ...others]);
      }
      drop(state.overflow, "Too many were waiting.");
      state.overflow = 0;
    }
    state.running = undefined;
  };

  const settled = async (): Promise<void> => {
    while (state.running !== undefined) await state.running;
  };

  return {
    tell: (entry) => {
      if (entries.length >= WAITING_MAX) {
        state.overflow += 1;
        return;
      }
      entries.push(entry);
      state.running ??= run();
    },
    rest: async () => {
      await settled();
      await carrier.rest();
    },
    [Symbol.asyncDispose]: async () => {
      await settled();
      await carrier[Symbol.asyncDispose]();
    },
  };
};
