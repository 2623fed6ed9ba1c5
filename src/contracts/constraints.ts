/** The rules of a shape, compiled: which of them a value breaks, in Amazon's words, the pattern before the lengths. */
import type { StringShape } from "./vocabulary.ts";

export interface Rules<T> {
  /** The rules that a value breaks, in words; the same empty list for every value that breaks none. */
  readonly broken: (value: T) => readonly string[];
  /** All the rules in words, in the order in which a list or map tells those of its elements. */
  readonly told: readonly string[];
}

interface Rule<T> {
  readonly told: string;
  readonly isBroken: (value: T) => boolean;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

const NONE: readonly string[] = [];

/**
 * Characters beyond its greatest length in which a text is still matched against its pattern. A longer one is told its
 * length alone: nobody buys time on the event loop with a body of a megabyte.
 */
const MATCHED_BEYOND_MAX = 4_096;

/** Java's white space is ASCII alone: an ideographic space is a character of a password like any other. */
const WHITE_SPACE = String.raw` \t\n\v\f\r`;

/** Patterns of the model are Java's: they match the whole text, by code points, and write some things differently. */
export const compilePattern = (pattern: string): RegExp => {
  const source = pattern
    .replace("(?s).*", "(?s:.*)")
    .replaceAll(String.raw`[\S]`, String.raw`\S`)
    .replaceAll(String.raw`\S`, `[^${WHITE_SPACE}]`)
    .replaceAll(String.raw`\s`, WHITE_SPACE);
  return new RegExp(`^(?:${source})$`, "u");
};

const boundRules = (quantity: "length" | "value", { min, max }: Bounds): Rule<number>[] => {
  const rules: Rule<number>[] = [];
  if (max !== undefined) {
    rules.push({ told: `Member must have ${quantity} less than or equal to ${max}`, isBroken: (n) => n > max });
  }
  if (min !== undefined) {
    rules.push({ told: `Member must have ${quantity} greater than or equal to ${min}`, isBroken: (n) => n < min });
  }
  return rules;
};

const patternRule = (pattern: string, accepts: string, max: number): Rule<string> => {
  const expression = compilePattern(accepts);
  return {
    told: `Member must satisfy regular expression pattern: ${pattern}`,
    isBroken: (value) => value.length <= max && !expression.test(value),
  };
};

const valuesRule = (values: readonly string[]): Rule<string> => {
  const permitted = new Set(values);
  return {
    told: `Member must satisfy enum value set: [${values.join(", ")}]`,
    isBroken: (value) => !permitted.has(value),
  };
};

const compile = <T>(rules: readonly Rule<T>[], told = rules.map((rule) => rule.told)): Rules<T> => ({
  told,
  broken: (value) => {
    let broken: string[] | undefined;
    for (const rule of rules) if (rule.isBroken(value)) (broken ??= []).push(rule.told);
    return broken ?? NONE;
  },
});

/** The rules of a text. */
export const textRules = (shape: StringShape<unknown>): Rules<string> => {
  const { pattern, accepts, values, max } = shape;
  const lengths = boundRules("length", shape).map(({ told, isBroken }): Rule<string> => ({
    told,
    isBroken: (value) => isBroken(value.length),
  }));
  const forms: Rule<string>[] = [];
  if (pattern !== undefined) {
    forms.push(patternRule(pattern, accepts ?? pattern, max === undefined ? Infinity : max + MATCHED_BEYOND_MAX));
  }
  if (values !== undefined) forms.push(valuesRule(values));
  // Observed: violations tell the pattern first, the rules of a list's elements tell it last.
  return compile(
    [...forms, ...lengths],
    [...lengths, ...forms].map(({ told }) => told),
  );
};

/** The rules of a number. */
export const numberRules = (bounds: Bounds): Rules<number> => compile(boundRules("value", bounds));

/** The rules of a number of bytes, elements or entries. */
export const sizeRules = (bounds: Bounds): Rules<number> => compile(boundRules("length", bounds));
