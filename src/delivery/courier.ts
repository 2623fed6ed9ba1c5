/**
 * Carries what the outbox owes out of the process: the attempt that a caller waits for, and the sweeper that has all the
 * rest. A process that dies between commit and delivery loses nothing: the rows are found at the next start.
 */
import type { Log } from "../model/log-fields.ts";
import { notificationRecord } from "../model/log-record.ts";
import type { Carrier, NewOutboxMessage, OwedNotification } from "../storage/store.ts";
import { backoffMs, carry, DELIVERY_ATTEMPTS, settlementOf, type Carried, type CarrierParts } from "./carry.ts";
import type { HeldMetadata } from "./held-metadata.ts";
import { createLoop } from "./loop.ts";
import type { AttemptOutcome, Courier } from "./message.ts";
import type { PoolLogs } from "./pool-logs.ts";
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
  readonly logs: Pick<PoolLogs, "tell">;
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

/** Writes how attempts ended, in one transaction; tells the logs; drops old rows now and then. */
const createSettle = (parts: CourierParts): ((ended: readonly Ended[]) => Promise<void>) => {
  let sincePrune = PRUNE_EVERY;
  return async (ended) => {
    const now = parts.now();
    const prunes = sincePrune >= PRUNE_EVERY;
    sincePrune = prunes ? 0 : sincePrune + ended.length;
    const settled = ended.map((each) => ({ ...each, settlement: settlementOf(each.delivery, each.attempts, now) }));
    await parts.store.transaction(async (tx) => {
      for (const { message, settlement } of settled) {
        const isOver = settlement.state !== "pending";
        await tx.outbox.settle(message, { ...settlement, erase: !parts.inbox && isOver });
        if (isOver) parts.metadata.letGo(message.id);
      }
      if (prunes) await tx.outbox.prune(parts.keep);
    });
    for (const { message, delivery, settlement } of settled) {
      if (delivery.outcome === "sent") continue;
      const { id: messageId, medium, poolId, sub } = message;
      const { outcome, reason } = delivery;
      parts.log("warn", `message ${outcome}`, { messageId, medium, poolId, sub, reason });
      const isTriedAgain = settlement.state === "pending";
      const record = notificationRecord({ poolId, messageId, sub, medium, reason, isTriedAgain }, now);
      parts.logs.tell({ poolId, source: "userNotification", record });
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
