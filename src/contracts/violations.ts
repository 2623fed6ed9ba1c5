/** Violated constraints, collected over a whole input and told in one message in Amazon's words. */
import { ApiException } from "./exceptions.ts";

/** Characters of a value that are repeated to its sender. Assumed: Amazon repeats it whole. */
export const ECHOED_CHARACTERS = 1_024;
/** Violations told in one message; more are counted. Assumed: Amazon tells them all. */
export const VIOLATIONS_TOLD = 50;

export interface Violations {
  count: number;
  readonly items: string[];
}

export const createViolations = (): Violations => ({ count: 0, items: [] });

/**
 * Notes a violation.
 * @param echo what to repeat of the value; undefined where it is sensitive, absent, or has no text
 */
export const violate = (violations: Violations, echo: string | undefined, path: string, rule: string): void => {
  violations.count += 1;
  if (violations.items.length >= VIOLATIONS_TOLD) return;
  const value = echo === undefined ? "Value" : `Value '${echo}'`;
  violations.items.push(`${value} at '${path}' failed to satisfy constraint: ${rule}`);
};

/** A scalar as it is repeated to its sender; nothing for any other value. */
export const echoed = (value: unknown): string => {
  const text =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
  return text.length > ECHOED_CHARACTERS ? `${text.slice(0, ECHOED_CHARACTERS).toWellFormed()}...` : text;
};

/** The parts of a list or map as they are repeated, as many as fit. */
export const echoedParts = (parts: Iterable<string>): string => {
  let text = "";
  for (const part of parts) {
    text += text === "" ? part : `, ${part}`;
    if (text.length > ECHOED_CHARACTERS) break;
  }
  return echoed(text);
};

/** The answer to an input that violates constraints. */
export const refusalOf = ({ count, items }: Violations): ApiException =>
  new ApiException(
    "InvalidParameterException",
    `${count} validation ${count === 1 ? "error" : "errors"} detected: ${items.join("; ")}`,
  );
