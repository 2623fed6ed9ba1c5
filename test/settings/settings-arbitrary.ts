/** Settings at random, made of what a contract promises of its members. */
import fc from "fast-check";
import type { Shape, StringShape, StructureShape } from "../../src/contracts/vocabulary.ts";

/** What stands for a member, by its name, where the contract alone would make what other rules refuse. */
export type Members = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** How many elements random lists and maps have, at most: rules are about one and two. */
const ELEMENTS_MAX = 3;
/** How long random texts are, at most. */
const TEXT_MAX = 60;

const text = ({ values, min = 0, max = TEXT_MAX }: StringShape<unknown>): fc.Arbitrary<string> =>
  values === undefined
    ? fc.string({ minLength: min, maxLength: Math.min(max, Math.max(min, TEXT_MAX)), unit: "grapheme-ascii" })
    : fc.constantFrom(...values);

const numberOf = ({ min = 0, max = 1000 }: { readonly min?: number; readonly max?: number }) =>
  fc.integer({ min, max: Math.min(max, min + 1000) });

/** Values of the shape. */
export const arbitraryOf = (shape: Shape, members: Members): fc.Arbitrary<unknown> => {
  switch (shape.kind) {
    case "string":
      return text(shape);
    case "boolean":
      return fc.boolean();
    case "integer":
    case "long":
    case "double":
    case "timestamp":
      return numberOf(shape.kind === "timestamp" ? {} : shape);
    case "blob":
      return fc.base64String();
    case "document":
      return fc.jsonValue();
    case "list": {
      const { min = 0, max = ELEMENTS_MAX } = shape;
      return fc.uniqueArray(arbitraryOf(shape.element, members), {
        minLength: min,
        maxLength: Math.min(max, ELEMENTS_MAX),
        selector: (element) => JSON.stringify(element),
      });
    }
    case "map":
      return fc.dictionary(text(shape.key), arbitraryOf(shape.value, members), { maxKeys: ELEMENTS_MAX });
    case "structure":
      break;
  }
  return structureOf(shape, members);
};

/** Structures with every member that is required, and some of the others. */
export const structureOf = (
  shape: StructureShape<unknown>,
  members: Members,
): fc.Arbitrary<Readonly<Record<string, unknown>>> => {
  const all = Object.entries(shape.members);
  const requiredKeys = all.filter(([, member]) => member.required === true).map(([name]) => name);
  const values = all.map(([name, member]) => [name, members[name] ?? arbitraryOf(member, members)] as const);
  return fc.record(Object.fromEntries(values), { requiredKeys });
};
