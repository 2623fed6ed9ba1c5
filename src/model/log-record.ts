/**
 * What a pool's logs hold, in the form in which Amazon exports them.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html
 */
import type { AuthEvent } from "./auth-event.ts";

/** One line of a log. Nothing in it is secret: no code, password or token. */
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

/** Assumed, but for the first. */
const DECISIONS = { NoRisk: "PASS", AccountTakeover: "ACCOUNT_TAKEOVER", Block: "BLOCK" } as const;

/** As in `Wed Jul 17 17:25:55 UTC 2024`. */
const dateText = (ms: number): string => {
  const [weekday = "", day = "", month = "", year = "", time = ""] = new Date(ms).toUTCString().split(/,? /u);
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
};

/**
 * The record of what a user did, told at `at`. What is not known is empty text, and what is yes or no is text as well.
 * Assumed: how an answered challenge is written.
 */
export const userActivityRecord = (event: AuthEvent, requestId: string, at: number): LogRecord => {
  const { poolId, context, risk } = event;
  return {
    eventTimestamp: String(at),
    eventSource: "USER_ACTIVITY",
    logLevel: "INFO",
    message: {
      version: "1",
      eventId: event.id,
      eventType: event.type,
      userSub: event.sub,
      userName: event.username,
      userPoolId: poolId,
      clientId: event.clientId,
      creationDate: dateText(event.createdAt),
      eventResponse: event.response,
      riskLevel: risk.RiskLevel ?? "",
      riskDecision: DECISIONS[risk.RiskDecision ?? "NoRisk"],
      challenges: event.challenges.map(
        ({ ChallengeName, ChallengeResponse }) => `${ChallengeName}:${ChallengeResponse}`,
      ),
      deviceName: context.DeviceName ?? "",
      ipAddress: context.IpAddress ?? "",
      requestId,
      idpName: "",
      compromisedCredentialDetected: String(risk.CompromisedCredentialsDetected === true),
      city: context.City ?? "",
      country: context.Country ?? "",
      eventFeedbackValue: "",
      eventFeedbackDate: "",
      eventFeedbackProvider: "",
      hasContextData: String(Object.keys(context).length > 0),
    },
    logSourceId: { userPoolId: poolId },
  };
};
