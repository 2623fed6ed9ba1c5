/** The rules of one shape, compiled: which of them a value breaks, in Amazon's wording, the pattern before the lengths. */
import type { Shape } from "./vocabulary.ts";

/** Answers with the rules that a value of the right JSON type breaks. `told` are all its rules, in words. */
export interface Rules {
  (value: unknown): readonly string[];
  readonly told: readonly string[];
}

const NONE: readonly string[] = [];

/** Patterns of the model are Java's: whole string, Unicode mode, with one flag group written differently. */
const compilePattern = (pattern: string): RegExp => new RegExp(`^(?:${pattern.replaceAll("(?s).*", "(?s:.*)")})$`, "u");

interface Check {
  readonly told: string;
  isBroken(value: never): boolean;
}

const measure = (value: { readonly length: number }): number => value.length;

const lengthChecks = ({ min, max }: { readonly min?: number; readonly max?: number }): Check[] => [
  ...(max === undefined
    ? []
    : [
        {
          told: `Member must have length less than or equal to ${max}`,
          isBroken: (value: never) => measure(value) > max,
        },
      ]),
  ...(min === undefined
    ? []
    : [
        {
          told: `Member must have length greater than or equal to ${min}`,
          isBroken: (value: never) => measure(value) < min,
        },
      ]),
];

const rangeChecks = ({ min, max }: { readonly min?: number; readonly max?: number }): Check[] => [
  ...(max === undefined
    ? []
    : [
        {
          told: `Member must have value less than or equal to ${max}`,
          isBroken: (value: number) => value > max,
        } as Check,
      ]),
  ...(min === undefined
    ? []
    : [
        {
          told: `Member must have value greater than or equal to ${min}`,
          isBroken: (value: number) => value < min,
        } as Check,
      ]),
];

/** A value far beyond its greatest length is not matched: patterns stay quick whatever is sent. */
const MATCHED_BEYOND_MAX = 4_096;

const stringChecks = (shape: Extract<Shape, { kind: "string" }>): Check[] => {
  const { pattern, accepts, values, max } = shape;
  const checks: Check[] = [];
  if (pattern !== undefined) {
    const expression = compilePattern(accepts ?? pattern);
    const matchedMax = (max ?? 131_072) + MATCHED_BEYOND_MAX;
    checks.push({
      told: `Member must satisfy regular expression pattern: ${pattern}`,
      isBroken: (value: string) => value.length <= matchedMax && !expression.test(value),
    } as Check);
  }
  if (values !== undefined) {
    const permitted = new Set<string>(values);
    checks.push({
      told: `Member must satisfy enum value set: [${values.join(", ")}]`,
      isBroken: (value: string) => !permitted.has(value),
    } as Check);
  }
  return [...checks, ...lengthChecks(shape)];
};

const checksOf = (shape: Shape): Check[] => {
  switch (shape.kind) {
    case "string":
      return stringChecks(shape);
    case "integer":
    case "long":
    case "double":
      return rangeChecks(shape);
    case "blob":
    case "list":
    case "map":
      return lengthChecks(shape);
    case "boolean":
    case "timestamp":
    case "document":
    case "structure":
      return [];
  }
};

/** Compiles the rules of a shape. Lists are given as their elements, maps as their entries, blobs as bytes. */
export const compileRules = (shape: Shape): Rules => {
  const checks = checksOf(shape);
  const rules =
    checks.length === 0
      ? () => NONE
      : (value: unknown) => {
          let broken: string[] | undefined;
          for (const check of checks) if (check.isBroken(value as never)) (broken ??= []).push(check.told);
          return broken ?? NONE;
        };
  return Object.assign(rules, { told: checks.map((check) => check.told) });
};
