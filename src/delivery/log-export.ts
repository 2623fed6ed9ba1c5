/**
 * Carries the logs of pools to their destinations, beside the requests: nobody waits for it, and what cannot be kept or
 * delivered is dropped and counted. Best effort, as Amazon's: the database keeps nothing of it.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Log } from "../model/log-fields.ts";
import type { LogRecord } from "../model/log-record.ts";
import type { LogBatch, LogSink } from "./log-sink.ts";

/** Records that wait at once; what comes then is dropped. */
export const WAITING_MAX = 10_000;
/** Records handed over at a time. */
export const BATCH_MAX = 200;
/** Attempts at one batch. */
export const LOG_ATTEMPTS = 6;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** How long an end of the process waits for what is left. */
const CLOSE_MS = 5_000;

export interface LogExportParts {
  readonly sink: LogSink;
  readonly log: Log;
  readonly uuid: () => string;
  /** Waits; ends early, without throwing, when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface LogExport extends AsyncDisposable {
  /** Takes a record on its way to a destination. Never waits and never throws. */
  tell(destination: string, record: LogRecord): void;
  /** Resolves when everything told so far has been delivered or dropped. */
  rest(): Promise<void>;
}

/** Records that wait, oldest first, in turns between destinations: a busy one holds up no other. */
const createWaiting = () => {
  const records = new Map<string, LogRecord[]>();
  let count = 0;
  return {
    isFull: () => count >= WAITING_MAX,
    count: () => count,
    add: (destination: string, record: LogRecord): void => {
      const others = records.get(destination);
      if (others === undefined) records.set(destination, [record]);
      else others.push(record);
      count += 1;
    },
    take: (): Omit<LogBatch, "id"> | undefined => {
      const [next] = records;
      if (next === undefined) return undefined;
      const [destination, left] = next;
      const taken = left.splice(0, BATCH_MAX);
      records.delete(destination);
      if (left.length > 0) records.set(destination, left);
      count -= taken.length;
      return { destination, records: taken.map((record) => JSON.stringify(record)) };
    },
  };
};

export const createLogExport = ({ sink, log, uuid, pause }: LogExportParts): LogExport => {
  const waiting = createWaiting();
  const closing = new AbortController();
  const ending = new AbortController();
  const state: { running?: Promise<void> | undefined; overflow: number } = { overflow: 0 };

  const drop = (count: number, reason: string): void => {
    if (count > 0) log("warn", "log records dropped", { count, reason });
  };

  const deliver = async (batch: LogBatch): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      const delivery = await sink.write(batch, ending.signal);
      if (delivery.outcome === "sent") return;
      const isFinal = delivery.outcome === "refused" || delivery.final;
      if (isFinal || attempt >= LOG_ATTEMPTS || closing.signal.aborted) {
        drop(batch.records.length, delivery.reason);
        return;
      }
      await pause(Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), LONGEST_BACKOFF_MS), closing.signal);
    }
  };

  const run = async (): Promise<void> => {
    // What is told in one go is one batch, and begins when its answers have gone: their time tells nothing of it.
    await nextTurn();
    for (let batch = waiting.take(); batch !== undefined; batch = waiting.take()) {
      await deliver({ id: uuid(), ...batch });
      drop(state.overflow, "Too many were waiting.");
      state.overflow = 0;
      if (ending.signal.aborted) break;
    }
    state.running = undefined;
  };

  return {
    tell: (destination, record) => {
      if (waiting.isFull() || closing.signal.aborted) {
        state.overflow += 1;
        return;
      }
      waiting.add(destination, record);
      state.running ??= run();
    },
    rest: async () => {
      while (state.running !== undefined) await state.running;
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      const timer = setTimeout(() => ending.abort(), CLOSE_MS);
      await state.running;
      clearTimeout(timer);
      drop(waiting.count() + state.overflow, "The server was closed.");
      await sink.close();
    },
  };
};
