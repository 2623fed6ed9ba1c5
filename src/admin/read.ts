/** Reads what came as JSON. The other side is this program, so what does not fit is another version of it, or nobody. */
import { AdminRefusal } from "./commands.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

const malformed = (what: string) =>
  new AdminRefusal(`${what} is missing or malformed: the command line and the server are of different versions.`);

export const asRecord = (value: unknown): JsonRecord => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed("An object");
  return Object.fromEntries(Object.entries(value));
};

/** @throws AdminRefusal */
export const parseRecord = (text: string): JsonRecord => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed("JSON");
  }
  return asRecord(value);
};

/** A text of 1 to `max` characters. */
export const requireText = (record: JsonRecord, name: string, max: number): string => {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  if (typeof value !== "string" || value === "") throw malformed(name);
  if (value.length > max) throw new AdminRefusal(`${name} has at most ${max} characters.`);
  return value;
};

/** A whole number of at least 0, or null. */
export const requireCount = (record: JsonRecord, name: string): number | null => {
  const value = record[name];
  if (value === null) return null;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw malformed(name);
  return value;
};

/** A record of texts, each of at most `max` characters. */
export const requireTexts = (record: JsonRecord, name: string, max: number): Record<string, string> => {
  const texts = asRecord(record[name]);
  return Object.fromEntries(Object.keys(texts).map((key) => [key, requireText(texts, key, max)]));
};
