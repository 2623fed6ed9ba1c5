/**
 * Carries what the outbox owes out of the process: the attempt that a caller waits for, and the sweeper that has all the
 * rest. A process that dies between commit and delivery loses nothing: the rows are found at the next start.
 */
import { logDestination } from "../model/log-delivery.ts";
import type { Log } from "../model/log-fields.ts";
import { notificationRecord, type LogRecord } from "../model/log-record.ts";
import type { Carrier, NewOutboxMessage, OwedNotification, Transaction } from "../storage/store.ts";
import { backoffMs, carry, DELIVERY_ATTEMPTS, settlementOf, type Carried, type CarrierParts } from "./carry.ts";
import type { HeldMetadata } from "./held-metadata.ts";
import type { LogExport } from "./log-export.ts";
import { createLoop } from "./loop.ts";
import type { AttemptOutcome, Courier } from "./message.ts";
import type { Delivery } from "./sender.ts";

/** Messages taken at a time. Of those that functions carry fewer, because one function has few processes. */
const BATCH: Readonly<Record<Carrier, number>> = { sender: 64, function: 16 };
/** Calls taken at a time: one, because each may outlast what is left of a shared lease. */
const CALLS = 1;
/** Settled messages after which old rows are looked for. */
export const PRUNE_EVERY = 256;
/** How long a row is left to the step that took it: a function may be tried three times for five seconds. */
const LEASE_MS = 30_000;

export interface CourierParts extends CarrierParts {
  readonly metadata: HeldMetadata;
  /** How many settled rows are kept. In production they are kept without their content. */
  readonly keep: number;
  readonly log: Log;
  /** Takes the records of pools that log what is not delivered. */
  readonly logs: Pick<LogExport, "tell">;
  /** Calls a notifying trigger that is owed from an earlier life; rejects when it is to be tried again. */
  readonly callOwed: (notification: OwedNotification) => Promise<void>;
}

export interface RunningCourier extends Courier, AsyncDisposable {
  /** Ends the leases of a dead process. Only for a start, and where no other process can hold one. */
  resume(): Promise<void>;
  /** Sends everything that is due; resolves when nothing is under way any more. */
  sweep(): Promise<void>;
}

/** An attempt that is over. */
interface Ended {
  readonly message: Carried;
  readonly delivery: Delivery;
  /** How many there have been, this one included. */
  readonly attempts: number;
}

/** A record, and where its pool wants it. */
interface PoolLogEntry {
  readonly destination: string;
  readonly record: LogRecord;
}

/** What the pool logs of an attempt that failed; undefined where it logs none. */
const failureLog = async (
  tx: Transaction,
  { message, delivery }: Ended,
  isOver: boolean,
  now: number,
): Promise<PoolLogEntry | undefined> => {
  if (delivery.outcome === "sent") return undefined;
  const { id: messageId, poolId, sub, medium } = message;
  const pool = await tx.pools.find(poolId);
  const destination = pool && logDestination(pool, "userNotification");
  if (destination === undefined) return undefined;
  const { reason } = delivery;
  const record = notificationRecord({ poolId, messageId, sub, medium, reason, isTriedAgain: !isOver }, now);
  return { destination, record };
};

/** Writes how attempts ended, in one transaction; tells the logs; drops old rows now and then. */
const createSettle = (parts: CourierParts): ((ended: readonly Ended[]) => Promise<void>) => {
  let sincePrune = PRUNE_EVERY;
  return async (ended) => {
    const now = parts.now();
    const prunes = sincePrune >= PRUNE_EVERY;
    sincePrune = prunes ? 0 : sincePrune + ended.length;
    const entries = await parts.store.transaction(async (tx) => {
      const failures: (PoolLogEntry | undefined)[] = [];
      for (const each of ended) {
        const { message, delivery, attempts } = each;
        const settlement = settlementOf(delivery, attempts, now);
        const isOver = settlement.state !== "pending";
        await tx.outbox.settle(message, { ...settlement, erase: !parts.inbox && isOver });
        if (isOver) parts.metadata.letGo(message.id);
        failures.push(await failureLog(tx, each, isOver, now));
      }
      if (prunes) await tx.outbox.prune(parts.keep);
      return failures.filter((entry) => entry !== undefined);
    });
    for (const { destination, record } of entries) parts.logs.tell(destination, record);
    for (const { message, delivery } of ended) {
      if (delivery.outcome === "sent") continue;
      const { id, medium, poolId, sub } = message;
      parts.log("warn", `message ${delivery.outcome}`, { messageId: id, medium, poolId, sub, reason: delivery.reason });
    }
  };
};

/** Calls one notification that is owed; answers whether there was one. */
const callNext = async ({ store, log, now, callOwed }: CourierParts): Promise<boolean> => {
  const at = now();
  const taken = await store.transaction((tx) => tx.outbox.takeOwed(at, at + LEASE_MS, CALLS));
  for (const notification of taken) {
    const { id, attempts, trigger, poolId, sub } = notification;
    try {
      await callOwed(notification);
      await store.transaction((tx) => tx.outbox.forget(id));
    } catch {
      const isGivenUp = attempts >= DELIVERY_ATTEMPTS;
      log("warn", isGivenUp ? "owed trigger given up" : "owed trigger failed", { trigger, poolId, sub });
      await store.transaction((tx) =>
        isGivenUp ? tx.outbox.forget(id) : tx.outbox.postpone(id, now() + backoffMs(attempts)),
      );
    }
  }
  return taken.length > 0;
};

export const createCourier = (parts: CourierParts): RunningCourier => {
  const { store, now, log } = parts;
  const settle = createSettle(parts);

  const sendBatch = async (carrier: Carrier): Promise<boolean> => {
    const at = now();
    const due = await store.transaction((tx) => tx.outbox.take(at, at + LEASE_MS, BATCH[carrier], carrier));
    if (due.length === 0) return false;
    const sent = due.map(async (message) => ({
      message,
      delivery: await carry(parts, message),
      attempts: message.attempts,
    }));
    await settle(await Promise.all(sent));
    return true;
  };

  // A loop for each, so that a function that does not answer holds up no mail.
  const loops = [() => sendBatch("sender"), () => sendBatch("function"), () => callNext(parts)].map((step) =>
    createLoop({ step, nextDueAt: () => store.reader.outbox.nextDueAt(), now, log }),
  );

  return {
    metadata: parts.metadata,
    attempt: async (message: NewOutboxMessage): Promise<AttemptOutcome> => {
      const carried = await carry(parts, message);
      // The caller is told: nobody tries again.
      const delivery: Delivery = carried.outcome === "failed" ? { ...carried, final: true } : carried;
      await settle([{ message, delivery, attempts: 1 }]);
      return delivery.outcome === "sent" ? { delivered: true } : { delivered: false, reason: delivery.reason };
    },
    wake: () => {
      for (const loop of loops) loop.wake();
    },
    resume: () => store.transaction((tx) => tx.outbox.endLeases(now())),
    sweep: async () => {
      await Promise.all(loops.map((loop) => loop.rest()));
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()));
    },
  };
};
