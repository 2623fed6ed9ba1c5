/** One attempt at one message: whether it may still go, who carries it, and what its end means for its row. */
import { credentialId } from "../model/user.ts";
import type { OutboxMessage, OutboxState, Store } from "../storage/store.ts";
import type { CallSender } from "./custom-sender.ts";
import type { Delivery, Sender } from "./sender.ts";

/** Attempts at one message before it is given up. */
export const DELIVERY_ATTEMPTS = 8;
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 10 * 60_000;
/** The longest that one attempt may take. */
const ATTEMPT_MS = 5_000;

/** What of a row an attempt needs. */
export type Carried = Pick<OutboxMessage, "id" | "medium" | "content" | "poolId" | "sub" | "code">;

export interface CarrierParts {
  readonly store: Store;
  readonly senders: { readonly EMAIL?: Sender | undefined; readonly SMS?: Sender | undefined };
  /** Hands a message to the function that sends it. */
  readonly callSender: CallSender;
  /** Development: a message without a sender has arrived when it lies in the inbox. */
  readonly inbox: boolean;
  readonly now: () => number;
}

/** Milliseconds until the attempt after `attempts` failed ones: doubling from ten seconds to ten minutes. */
export const backoffMs = (attempts: number): number =>
  Math.min(FIRST_BACKOFF_MS * 2 ** Math.max(0, attempts - 1), LONGEST_BACKOFF_MS);

/**
 * Whether the code or temporary password that a message carries is still the live one. One that is spent or replaced is
 * never sent: whoever reads it could not tell it from the one that works.
 */
const isCodeLive = async ({ reader }: Store, message: Carried, now: number): Promise<boolean> => {
  if (message.code === null) return true;
  const { purpose, id } = message.code;
  if (purpose === "temporary-password") {
    const credential = await reader.credentials.find(message);
    return credential !== undefined && credentialId(credential) === id && (credential.expiresAt ?? Infinity) > now;
  }
  const live = await reader.codes.find(message, purpose);
  return live !== undefined && live.id === id && live.expiresAt > now;
};

const carryOut = async (parts: CarrierParts, message: Carried): Promise<Delivery> => {
  if (!(await isCodeLive(parts.store, message, parts.now()))) {
    const what = message.code?.purpose === "temporary-password" ? "password" : "code";
    return { outcome: "refused", reason: `The ${what} it carries is spent, replaced or expired.` };
  }
  const { content } = message;
  if (content === null)
    return { outcome: "failed", reason: "Its text does not open with the master keys at hand.", final: true };
  if (content.customSender !== undefined) return parts.callSender(message, content);
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

/** Makes one attempt; never rejects: a sender that throws is a failed attempt, whatever it throws. */
export const carry = async (parts: CarrierParts, message: Carried): Promise<Delivery> => {
  try {
    return await carryOut(parts, message);
  } catch {
    return { outcome: "failed", reason: "The sender broke down.", final: false };
  }
};

/** What becomes of a row. */
export interface Settlement {
  readonly state: OutboxState;
  readonly reason: string | null;
  readonly nextAttemptAt: number;
}

/** What an attempt's end means for its row; `attempts` counts this one too. */
export const settlementOf = (delivery: Delivery, attempts: number, now: number): Settlement => {
  if (delivery.outcome === "sent") return { state: "sent", reason: null, nextAttemptAt: now };
  const { outcome, reason } = delivery;
  const isOver = outcome === "refused" || delivery.final || attempts >= DELIVERY_ATTEMPTS;
  return isOver
    ? { state: outcome, reason, nextAttemptAt: now }
    : { state: "pending", reason, nextAttemptAt: now + backoffMs(attempts) };
};
