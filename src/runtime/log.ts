import type { Log, LogFields, LogLevel } from "../model/log-fields.ts";

const COLOURS: Readonly<Record<LogLevel, string>> = {
  debug: "\u001b[2m",
  info: "",
  warn: "\u001b[33m",
  error: "\u001b[31m",
};
const RESET = "\u001b[0m";
const ORDER: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Line breaks and other controls in a value could forge a second line or drive a terminal: escaped, as JSON escapes them. */
const printable = (value: string): string =>
  value.replace(
    // oxlint-disable-next-line no-control-regex -- controls are what it looks for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const pretty = (level: LogLevel, event: string, fields: LogFields): string => {
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${printable(String(value))}`);
  return `${COLOURS[level]}${[event, ...rest].join(" ")}${COLOURS[level] === "" ? "" : RESET}`;
};

export interface LogOptions {
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly least: LogLevel;
  /** One JSON object a line for machines, or coloured words for a person at a terminal. */
  readonly form: "json" | "pretty";
}

/** A log that writes one line an event; only `LogFields` can be in it. */
export const createLog =
  ({ write, now, least, form }: LogOptions): Log =>
  (level, event, fields = {}) => {
    if (ORDER.indexOf(level) < ORDER.indexOf(least)) return;
    const line =
      form === "pretty"
        ? pretty(level, event, fields)
        : printable(JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...fields }));
    write(`${line}\n`);
  };
