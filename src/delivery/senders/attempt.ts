/**
 * What every sender's attempt has in common: a deadline, cancellation, and an outcome instead of an exception.
 */
import type { Delivery } from "../sender.ts";

/** The longest that one attempt may take, from the first byte to the receiver's answer. */
export const SEND_TIMEOUT_MS = 5_000;

/** Trying again may help. */
export const postponed = (reason: string): Delivery => ({ outcome: "failed", reason, final: false });

/** Trying again cannot help. */
export const impossible = (reason: string): Delivery => ({ outcome: "failed", reason, final: true });

/** This server's own rules forbid it. */
export const refused = (reason: string): Delivery => ({ outcome: "refused", reason });

interface Attempt {
  /** Whom we are waiting for, as in "the mail server". */
  readonly receiver: string;
  /** Any of them ends the attempt. */
  readonly signals: readonly AbortSignal[];
  readonly work: (signal: AbortSignal) => Promise<Delivery>;
  /** Puts a failure of `work` into words without address, code or credentials. */
  readonly explain: (error: unknown) => Delivery;
  readonly timeoutMs?: number;
}

/**
 * Runs one attempt. It ends after `timeoutMs` (`SEND_TIMEOUT_MS` unless said) or with the first signal even if the work does not listen, so that
 * a receiver that trickles its answer cannot hold up the outbox.
 */
export const attempt = async ({
  receiver,
  signals,
  work,
  explain,
  timeoutMs = SEND_TIMEOUT_MS,
}: Attempt): Promise<Delivery> => {
  const ending = new AbortController();
  const ended = Promise.withResolvers<Delivery>();
  const end = (reason: string): void => {
    ended.resolve(postponed(reason));
    ending.abort();
  };
  const cancel = (): void => end(`The attempt was given up before the ${receiver} answered.`);
  const timer = setTimeout(() => end(`The ${receiver} did not answer within ${timeoutMs / 1_000} seconds.`), timeoutMs);
  for (const signal of signals) signal.addEventListener("abort", cancel, { once: true });
  try {
    if (signals.some((signal) => signal.aborted)) cancel();
    return await Promise.race([ended.promise, ending.signal.aborted ? ended.promise : work(ending.signal)]);
  } catch (error) {
    return explain(error);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener("abort", cancel);
  }
};
