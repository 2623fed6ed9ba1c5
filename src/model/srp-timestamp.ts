/**
 * TIMESTAMP of an SRP proof: `EEE MMM d HH:mm:ss 'UTC' yyyy` in English, such as `Sat Nov 21 09:00:00 UTC 2026`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
import { invalidParameter } from "./refusals.ts";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const PATTERN = new RegExp(
  `^(?:${WEEKDAYS.join("|")}) (${MONTHS.join("|")}) (\\d{1,2}) (\\d{1,2}):(\\d{1,2}):(\\d{1,2}) UTC (\\d{4})$`,
);

/** How far a client's clock may be off, either way. Assumed. */
export const SRP_CLOCK_SKEW_MS = 5 * 60 * 1000;

/** A moment as clients write it: day and hour without and with a zero in front. */
export const srpTimestamp = (at: number): string => {
  const date = new Date(at);
  const [hours, minutes, seconds] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map((part) =>
    String(part).padStart(2, "0"),
  );
  const day = `${WEEKDAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`;
  return `${day} ${hours}:${minutes}:${seconds} UTC ${date.getUTCFullYear()}`;
};

/** The moment of a timestamp, in milliseconds since the epoch. @throws InvalidParameterException for another form */
export const requireSrpTimestamp = (text: string): number => {
  const parts = PATTERN.exec(text);
  // Observed: the words.
  if (parts === null) throw invalidParameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");
  const [day, hours, minutes, seconds, year] = parts.slice(2).map(Number);
  return Date.UTC(year!, MONTHS.indexOf(parts[1]!), day, hours, minutes, seconds);
};

/**
 * Whether a proof with this timestamp may be looked at now. Stops an old proof from being kept for later.
 * Observed: a day with a zero in front, or another weekday than that day's, proves nothing.
 * @throws InvalidParameterException for another form
 */
export const isTimely = (text: string, now: number): boolean => {
  const at = requireSrpTimestamp(text);
  return srpTimestamp(at) === text && Math.abs(now - at) <= SRP_CLOCK_SKEW_MS;
};
