/**
 * The write of an operation and the telling after it: one short transaction, and what it put into the outbox is handed
 * to the courier only when it has been committed.
 */
import type { Courier, Message } from "../delivery/message.ts";
import type { AuthEvent } from "../model/auth-event.ts";
import { fitsBudget, spendBudget, type BudgetPurpose } from "../model/budget.ts";
import { attemptLimitExceeded, deliveryFailed } from "../model/refusals.ts";
import {
  carrierOf,
  type NewOutboxMessage,
  type OwedNotification,
  type Store,
  type Subject,
  type Transaction,
} from "../storage/store.ts";
import type { Notification, Notifier } from "./notification.ts";

/** What an operation writes with: the storage port, with budgets and the outbox in the operation's words. */
export interface Tx extends Omit<Transaction, "authEvents" | "budgets" | "outbox" | "sweep"> {
  readonly budgets: {
    /** Whether one more use fits, as it stands in this transaction. */
    fits(purpose: BudgetPurpose, subject: Subject): Promise<boolean>;
    /** Uses the budget once. @throws LimitExceededException when it is spent: then nothing is written */
    spend(purpose: BudgetPurpose, subject: Subject): Promise<void>;
  };
  readonly authEvents: Omit<Transaction["authEvents"], "replace"> & {
    /** Writes the event as it stands now; it is told after the commit. Nobody's is neither kept nor told. */
    record(event: AuthEvent | undefined): Promise<void>;
  };
  readonly outbox: {
    /**
     * Owes the message. Where the contract declares CodeDeliveryFailureException its first attempt is awaited, unless
     * `quiet`. What a function sends is never awaited, and its failure is never told.
     */
    send(message: Message | undefined, options?: { readonly quiet?: boolean }): Promise<void>;
    /** Owes a call of a notifying trigger; it is made right after the commit. */
    notify(notification: Notification | undefined): Promise<void>;
  };
}

/**
 * How long a row is left to its awaited attempt or call before the sweeper may take it. Longer than either: an attempt
 * ends after five seconds, a function is tried three times for as long. Counted from the write and not from the
 * request, which may have asked for long before it.
 */
const AWAITED_LEASE_MS = 30_000;

export interface TransactionParts {
  readonly store: Store;
  readonly courier: Courier;
  readonly notifier: Notifier;
  tellAuthEvent(event: AuthEvent): void;
  /** The moment of the request. */
  readonly now: number;
  /** The moment of the write. */
  clock(): number;
  /** Whether the contract lets a failed delivery be told. */
  readonly tellsDeliveryFailure: boolean;
}

interface Told {
  readonly awaited: NewOutboxMessage[];
  readonly notifications: Notification[];
  /** Messages whose metadata is kept in memory. */
  readonly held: string[];
  readonly authEvents: AuthEvent[];
  owed: boolean;
}

const nothing = (): Told => ({ awaited: [], notifications: [], held: [], authEvents: [], owed: false });

const writing = (tx: Transaction, { now, ...parts }: TransactionParts, told: Told): Tx => ({
  ...tx,
  budgets: {
    fits: async (purpose, subject) => fitsBudget(purpose, await tx.budgets.marks(subject, purpose), now),
    spend: async (purpose, subject) => {
      const marks = await tx.budgets.marks(subject, purpose);
      if (!fitsBudget(purpose, marks, now)) throw attemptLimitExceeded();
      await tx.budgets.replace(subject, purpose, spendBudget(purpose, marks, now));
    },
  },
  authEvents: {
    ...tx.authEvents,
    record: async (event) => {
      if (event !== undefined && (await tx.authEvents.replace(event))) told.authEvents.push(event);
    },
  },
  outbox: {
    send: async (message, { quiet = false } = {}) => {
      if (message === undefined) return;
      const { clientMetadata, ...owed } = message;
      const awaited = parts.tellsDeliveryFailure && !quiet && carrierOf(message.content) === "sender";
      const row: NewOutboxMessage = { ...owed, leasedUntil: awaited ? parts.clock() + AWAITED_LEASE_MS : 0 };
      await tx.outbox.insert(row);
      if (clientMetadata !== undefined) {
        // Before the commit: right after it the row may be taken already.
        parts.courier.metadata.hold(row.id, clientMetadata);
        told.held.push(row.id);
      }
      if (awaited) told.awaited.push(row);
      else told.owed = true;
    },
    notify: async (notification) => {
      if (notification === undefined) return;
      const row: OwedNotification = { ...notification.owed, attempts: 0, createdAt: now };
      await tx.outbox.owe(row, parts.clock() + AWAITED_LEASE_MS);
      told.notifications.push(notification);
    },
  },
});

/**
 * Tells what a committed change owes. Messages go out while functions are called: neither waits for the other, and the
 * failure of one costs no other.
 * @throws CodeDeliveryFailureException, what a notified trigger refuses
 */
const tell = async ({ courier, notifier, tellAuthEvent }: TransactionParts, told: Told): Promise<void> => {
  for (const event of told.authEvents) tellAuthEvent(event);
  if (told.owed) courier.wake();
  const called = told.notifications.map((notification) => notifier.notify(notification));
  const carried = told.awaited.map((message) => courier.attempt(message));
  await Promise.allSettled([...called, ...carried]);
  await Promise.all(called);
  for (const outcome of await Promise.all(carried)) {
    if (!outcome.delivered) throw deliveryFailed(outcome.reason);
  }
};

/** Runs `body` as one transaction, then tells. @throws CodeDeliveryFailureException, what a notified trigger refuses */
export const runTransaction = async <T>(parts: TransactionParts, body: (tx: Tx) => Promise<T>): Promise<T> => {
  let told = nothing();
  const write = (): Promise<T> =>
    parts.store.transaction((tx) => {
      told = nothing();
      return body(writing(tx, parts, told));
    });
  const result = await write().catch((error: unknown) => {
    for (const id of told.held) parts.courier.metadata.letGo(id);
    throw error;
  });
  await tell(parts, told);
  return result;
};

/** Something was asked inside a transaction, where only its own rows may be touched: a fault of ours. */
export class AskedWhileWriting extends Error {
  override readonly name = "AskedWhileWriting";

  constructor(what: string) {
    super(`${what} was asked inside a transaction: ask first, then write, then tell.`);
  }
}
