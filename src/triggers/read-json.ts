/** Readers of the JSON that functions return. Null and absent mean the default; a wrong type is never coerced. */
import { ApiException } from "../contracts/exceptions.ts";

/** The refusal of an answer. Observed: Cognito's words. */
export const unrecognizable = (): ApiException =>
  new ApiException("InvalidLambdaResponseException", "Unrecognizable lambda output");

/** Whether a value counts as not given. */
export const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

/** An object, and nothing else. */
export const readObject = (value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unrecognizable();
  return Object.fromEntries(Object.entries(value));
};

/** A boolean; false by default. */
export const readFlag = (value: unknown): boolean => {
  if (isAbsent(value)) return false;
  if (typeof value !== "boolean") throw unrecognizable();
  return value;
};

/** Text; undefined by default. */
export const readString = (value: unknown): string | undefined => {
  if (isAbsent(value)) return undefined;
  if (typeof value !== "string") throw unrecognizable();
  return value;
};

const requireString = (value: unknown): string => {
  if (typeof value !== "string") throw unrecognizable();
  return value;
};

/** A list; empty by default. */
export const readList = (value: unknown): readonly unknown[] => {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) throw unrecognizable();
  return value;
};

/** A list of text; empty by default. */
export const readStrings = (value: unknown): readonly string[] => readList(value).map(requireString);

/** An object whose values are all text; empty by default. */
export const readStringMap = (value: unknown): Readonly<Record<string, string>> =>
  isAbsent(value)
    ? {}
    : Object.fromEntries(Object.entries(readObject(value)).map(([key, text]) => [key, requireString(text)]));
