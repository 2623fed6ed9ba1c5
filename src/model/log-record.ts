/**
 * What a pool's logs hold, in the form in which Amazon exports them.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html
 */

/** One line of a log. Nothing in it is secret: no code, password, token or address. */
export interface LogRecord {
  /** Milliseconds since the epoch, as text. */
  readonly eventTimestamp: string;
  readonly eventSource: "USER_NOTIFICATION" | "USER_ACTIVITY";
  readonly logLevel: "ERROR" | "INFO";
  readonly message: Readonly<Record<string, unknown>>;
  readonly logSourceId: { readonly userPoolId: string };
}

/** A message that was not delivered. */
export interface FailedMessage {
  readonly poolId: string;
  readonly messageId: string;
  readonly sub: string;
  readonly medium: "EMAIL" | "SMS";
  /** For an operator's eyes, without text, code or address. */
  readonly reason: string;
  readonly isTriedAgain: boolean;
}

/** The record of a message that was not delivered at `at`, in milliseconds since the epoch. Assumed: the words. */
export const notificationRecord = (failed: FailedMessage, at: number): LogRecord => {
  const { poolId, messageId, sub, medium, reason, isTriedAgain } = failed;
  const what = medium === "EMAIL" ? "E-mail message" : "SMS message";
  const next = isTriedAgain ? "It will be tried again." : "It will not be tried again.";
  return {
    eventTimestamp: String(at),
    eventSource: "USER_NOTIFICATION",
    logLevel: "ERROR",
    message: { details: `${what} ${messageId} to user ${sub} was not delivered: ${reason} ${next}` },
    logSourceId: { userPoolId: poolId },
  };
};
