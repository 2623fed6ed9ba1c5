/**
 * The only fields that a log line or an audit event may have. Closed and typed, so that a username, an attribute, a
 * code or a token cannot be logged by accident: there is no field to put it in.
 */
export interface LogFields {
  readonly requestId?: string;
  readonly operation?: string;
  readonly poolId?: string;
  readonly clientId?: string;
  /** A user by the random key alone. */
  readonly sub?: string;
  readonly accessKeyId?: string;
  readonly trigger?: string;
  readonly functionName?: string;
  readonly medium?: "EMAIL" | "SMS";
  readonly messageId?: string;
  readonly exception?: string;
  /** Words of our own or of an operator's system, never a caller's text. */
  readonly reason?: string;
  readonly operatingSystemUser?: string;
  readonly status?: number;
  readonly durationMs?: number;
  readonly count?: number;
  readonly path?: string;
  readonly endpoint?: string;
  readonly stack?: string;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Writes one line. `event` is a fixed phrase, the rest is in the fields. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;
