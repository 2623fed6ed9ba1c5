/**
 * Carries what the outbox owes out of the process: the attempt that a caller waits for, and the sweeper that has all the
 * rest. A process that dies between commit and delivery loses nothing: the rows are found at the next start.
 */
import type { Log } from "../model/log-fields.ts";
import type { NewOutboxMessage, OutboxMessage, OutboxState, OwedNotification, Store } from "../storage/store.ts";
import type { AttemptOutcome, Courier } from "./message.ts";
import type { Delivery, Sender } from "./sender.ts";

/** Messages taken at a time. */
const BATCH = 64;
/** Settled messages after which old rows are looked for. */
const PRUNE_EVERY = 256;
/** Passes before the sweeper lets others have a turn. */
const PASSES = 1_000;
/** Attempts at one message before it is given up. */
export const DELIVERY_ATTEMPTS = 8;
const FIRST_BACKOFF_MS = 5_000;
const LONGEST_BACKOFF_MS = 10 * 60_000;
/** The longest that one attempt may take. */
const ATTEMPT_MS = 5_000;
/** How long a row is left to the pass that took it. */
const LEASE_MS = 30_000;
/** The sweeper looks at least this often, for rows whose lease a dead process held. */
const LONGEST_SLEEP_MS = 30_000;

export interface CourierParts {
  readonly store: Store;
  readonly senders: { readonly EMAIL?: Sender | undefined; readonly SMS?: Sender | undefined };
  /** Development: a message without a sender has arrived when it lies in the inbox. */
  readonly inbox: boolean;
  /** How many settled rows are kept. In production they are kept without their content. */
  readonly keep: number;
  now(): number;
  readonly log: Log;
  /** Calls a notifying trigger that is owed from an earlier life. */
  callOwed(notification: OwedNotification): Promise<void>;
}

type Outcome = Delivery | { readonly outcome: "refused"; readonly reason: string };

/** Milliseconds until the attempt after `attempts` failed ones: doubling from five seconds to ten minutes. */
export const backoffMs = (attempts: number): number =>
  Math.min(FIRST_BACKOFF_MS * 2 ** Math.max(0, attempts - 1), LONGEST_BACKOFF_MS);

/** Whether the code that a message carries is still the live one. A spent or replaced code is never sent. */
const isCodeLive = async (store: Store, message: Pick<OutboxMessage, "poolId" | "sub" | "code">, now: number) => {
  if (message.code === null) return true;
  const live = await store.reader.codes.find(message, message.code.purpose);
  return live !== undefined && live.id === message.code.id && live.expiresAt > now;
};

const settlementOf = (outcome: Outcome, attempts: number, now: number) => {
  const end = (state: OutboxState, reason: string | null) => ({ state, reason, nextAttemptAt: now });
  switch (outcome.outcome) {
    case "sent":
      return end("sent", null);
    case "refused":
      return end("refused", outcome.reason);
    case "failed":
      return outcome.final || attempts >= DELIVERY_ATTEMPTS
        ? end("failed", outcome.reason)
        : { state: "pending" as const, reason: outcome.reason, nextAttemptAt: now + backoffMs(attempts) };
  }
};

export interface RunningCourier extends Courier, AsyncDisposable {
  /** Sends everything that is due; resolves when nothing is under way any more. */
  sweep(): Promise<void>;
}

export const createCourier = (parts: CourierParts): RunningCourier => {
  const { store, log } = parts;
  let running: Promise<void> | undefined;
  let sincePrune = PRUNE_EVERY;
  let again = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const carry = async (
    message: Pick<OutboxMessage, "id" | "medium" | "content" | "poolId" | "sub" | "code">,
  ): Promise<Outcome> => {
    if (!(await isCodeLive(store, message, parts.now()))) {
      return { outcome: "refused", reason: "The code it carries is spent, replaced or expired." };
    }
    const { content } = message;
    if (content === null) return { outcome: "failed", reason: "Its text is gone.", final: true };
    const sender = parts.senders[message.medium];
    if (sender === undefined) {
      if (parts.inbox) return { outcome: "sent" };
      const name = message.medium === "EMAIL" ? "POOLHOUSE_SMTP_URL" : "POOLHOUSE_SMS_URL";
      return { outcome: "failed", reason: `No sender is configured: set ${name}.`, final: true };
    }
    return sender.send(
      {
        id: message.id,
        medium: message.medium,
        to: content.to,
        body: content.body.reveal(),
        ...(content.subject === null ? {} : { subject: content.subject }),
        ...(content.from === null ? {} : { from: content.from }),
        ...(content.replyTo === null ? {} : { replyTo: content.replyTo }),
      },
      AbortSignal.timeout(ATTEMPT_MS),
    );
  };

  /** A sender that throws is a failed attempt, whatever it throws. */
  const carrySafely = async (message: Parameters<typeof carry>[0]): Promise<Outcome> => {
    try {
      return await carry(message);
    } catch {
      return { outcome: "failed", reason: "The sender broke down.", final: false };
    }
  };

  const report = (message: Pick<OutboxMessage, "id" | "medium" | "poolId" | "sub">, outcome: Outcome) => {
    if (outcome.outcome === "sent") return;
    const { id, medium, poolId, sub } = message;
    log("warn", `message ${outcome.outcome}`, { messageId: id, medium, poolId, sub, reason: outcome.reason });
  };

  const sendBatch = async (): Promise<boolean> => {
    const now = parts.now();
    const due = await store.transaction((tx) => tx.outbox.take(now, now + LEASE_MS, BATCH));
    if (due.length === 0) return false;
    const outcomes = await Promise.all(due.map((message) => carrySafely(message)));
    const settledAt = parts.now();
    await store.transaction(async (tx) => {
      for (const [index, message] of due.entries()) {
        const settlement = settlementOf(outcomes[index]!, message.attempts, settledAt);
        await tx.outbox.settle(message, { ...settlement, erase: !parts.inbox && settlement.state !== "pending" });
      }
      if (sincePrune >= PRUNE_EVERY) await tx.outbox.prune(parts.keep);
    });
    sincePrune = sincePrune >= PRUNE_EVERY ? 0 : sincePrune + due.length;
    for (const [index, message] of due.entries()) report(message, outcomes[index]!);
    return true;
  };

  const callBatch = async (): Promise<boolean> => {
    const now = parts.now();
    const owed = await store.transaction((tx) => tx.outbox.takeOwed(now, now + LEASE_MS, BATCH));
    for (const notification of owed) {
      try {
        await parts.callOwed(notification);
        await store.transaction((tx) => tx.outbox.forget(notification.id));
      } catch {
        const givenUp = notification.attempts >= DELIVERY_ATTEMPTS;
        log("warn", givenUp ? "trigger given up" : "trigger failed", {
          trigger: notification.trigger,
          poolId: notification.poolId,
          sub: notification.sub,
        });
        await store.transaction((tx) =>
          givenUp
            ? tx.outbox.forget(notification.id)
            : tx.outbox.postpone(notification.id, parts.now() + backoffMs(notification.attempts)),
        );
      }
    }
    return owed.length > 0;
  };

  const pass = async (): Promise<void> => {
    for (let index = 0; index < PASSES && !closed; index += 1) {
      again = false;
      const busy = [await sendBatch(), await callBatch()];
      if (!busy.includes(true) && !again) return;
    }
  };

  const sleep = async (): Promise<void> => {
    if (closed) return;
    const dueAt = await store.reader.outbox.nextDueAt();
    const waitMs =
      dueAt === undefined ? LONGEST_SLEEP_MS : Math.min(Math.max(dueAt - parts.now(), 1), LONGEST_SLEEP_MS);
    clearTimeout(timer);
    timer = setTimeout(wake, waitMs).unref();
  };

  const run = async (): Promise<void> => {
    try {
      await pass();
      await sleep();
    } catch (error) {
      log("error", "sweeper failed", { reason: error instanceof Error ? error.name : "unknown" });
      if (!closed) timer = setTimeout(wake, FIRST_BACKOFF_MS).unref();
    } finally {
      // A message may have become owed after the last look.
      running = again && !closed ? run() : undefined;
    }
  };

  function wake(): void {
    again = true;
    if (!closed) running ??= run();
  }

  const attempt = async (message: NewOutboxMessage): Promise<AttemptOutcome> => {
    const outcome = await carrySafely(message);
    const settlement = settlementOf(
      outcome.outcome === "failed" ? { ...outcome, final: true } : outcome,
      1,
      parts.now(),
    );
    await store.transaction((tx) => tx.outbox.settle(message, { ...settlement, erase: !parts.inbox }));
    report(message, outcome);
    return outcome.outcome === "sent" ? { delivered: true } : { delivered: false, reason: outcome.reason };
  };

  return {
    attempt,
    wake,
    sweep: async () => {
      wake();
      while (running !== undefined) await running;
    },
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
};
