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
/** Destinations that are served at once: this many may fail before they hold up the others. */
export const CARRIERS_MAX = 8;
/** Attempts at one batch. */
export const LOG_ATTEMPTS = 6;
const FIRST_BACKOFF_MS = 1_000;
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

/**
 * Records that wait, oldest first, in turns between destinations: a busy one holds up no other. A destination has one
 * batch in hand at most, so its records keep their order.
 */
const createWaiting = () => {
  const records = new Map<string, LogRecord[]>();
  const inHand = new Set<string>();
  let count = 0;
  return {
    isFull: () => count >= WAITING_MAX,
    count: () => count,
    /** Whether it is the first that waits for a destination that nobody serves. */
    add: (destination: string, record: LogRecord): boolean => {
      count += 1;
      const others = records.get(destination);
      if (others !== undefined) {
        others.push(record);
        return false;
      }
      records.set(destination, [record]);
      return !inHand.has(destination);
    },
    take: (): Omit<LogBatch, "id"> | undefined => {
      const next = records.entries().find(([destination]) => !inHand.has(destination));
      if (next === undefined) return undefined;
      const [destination, left] = next;
      const taken = left.splice(0, BATCH_MAX);
      records.delete(destination);
      if (left.length > 0) records.set(destination, left);
      count -= taken.length;
      inHand.add(destination);
      return { destination, records: taken.map((record) => JSON.stringify(record)) };
    },
    /** The batch in hand has been delivered or dropped. */
    done: (destination: string): void => {
      inHand.delete(destination);
    },
  };
};

export const createLogExport = ({ sink, log, uuid, pause }: LogExportParts): LogExport => {
  const waiting = createWaiting();
  const closing = new AbortController();
  const ending = new AbortController();
  const carriers = new Set<Promise<void>>();
  let serving = 0;
  let overflow = 0;

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
      await pause(FIRST_BACKOFF_MS * 2 ** (attempt - 1), closing.signal);
    }
  };

  const carry = async (): Promise<void> => {
    // What is told in one go is one batch, and begins when its answers have gone: their time tells nothing of it.
    await nextTurn();
    for (let batch = waiting.take(); batch !== undefined; batch = waiting.take()) {
      await deliver({ id: uuid(), ...batch });
      waiting.done(batch.destination);
      drop(overflow, "Too many were waiting.");
      overflow = 0;
      if (ending.signal.aborted) break;
    }
    // In the same turn as nothing was found: what is told after it begins anew.
    serving -= 1;
  };

  const addCarrier = (): void => {
    if (serving >= CARRIERS_MAX) return;
    serving += 1;
    const carrier = carry().finally(() => carriers.delete(carrier));
    carriers.add(carrier);
  };

  const rest = async (): Promise<void> => {
    while (carriers.size > 0) await Promise.all(carriers);
  };

  return {
    tell: (destination, record) => {
      if (waiting.isFull() || closing.signal.aborted) {
        overflow += 1;
        return;
      }
      if (waiting.add(destination, record)) addCarrier();
    },
    rest,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      const timer = setTimeout(() => ending.abort(), CLOSE_MS);
      await rest();
      clearTimeout(timer);
      drop(waiting.count() + overflow, "The server was closed.");
      await sink.close();
    },
  };
};
