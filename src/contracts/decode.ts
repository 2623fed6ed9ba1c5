/**
 * The JSON of a request → typed input. Wrong JSON types are refused at the first one; violated constraints are collected
 * over the whole input, in the order of the model, in Amazon's wording. Each contract is compiled into closures once.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
import { ApiException } from "./exceptions.ts";
import { Secret } from "./secret.ts";
import { compileRules, type Rules } from "./constraints.ts";
import type { Contract, InputOf, ListShape, MapShape, Shape, StructureShape } from "./vocabulary.ts";

/** Items of one answer; a list of a thousand bad elements is not a message of a megabyte. */
const VIOLATIONS_TOLD = 50;
/** Characters of a value that are repeated to its sender. Assumed. */
const ECHOED_CHARACTERS = 1_024;

interface Violations {
  readonly items: string[];
  count: number;
}

/** Checks and converts one value; `path` is where it stands. */
type Read = (value: unknown, path: string, violations: Violations) => unknown;

const wrongType = (message: string) => new ApiException("SerializationException", message);

const jsonKind = (value: unknown): string => {
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "number") return Number.isInteger(value) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  return value === true ? "TRUE_VALUE" : "FALSE_VALUE";
};

/** A scalar of the wrong kind, in the words of the framework. */
const cannotConvert = (value: unknown, to: string) =>
  typeof value === "object"
    ? wrongType("Start of structure or map found where not expected")
    : wrongType(`${jsonKind(value)} cannot be converted to ${to}`);

const add = (violations: Violations, item: string): void => {
  violations.count += 1;
  if (violations.items.length < VIOLATIONS_TOLD) violations.items.push(item);
};

const echo = (value: unknown): string => {
  const text = Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
  return text.length > ECHOED_CHARACTERS ? `${text.slice(0, ECHOED_CHARACTERS)}…` : text;
};

/** `Value 'x' at 'path'`, without the value where it is sensitive. */
const subject = (value: unknown, path: string, isSensitive: boolean): string =>
  isSensitive ? `Value at '${path}'` : `Value '${echo(value)}' at '${path}'`;

const report = (
  broken: readonly string[],
  value: unknown,
  path: string,
  isSensitive: boolean,
  violations: Violations,
): void => {
  for (const rule of broken) {
    add(violations, `${subject(value, path, isSensitive)} failed to satisfy constraint: ${rule}`);
  }
};

const isSensitive = (shape: Shape): boolean => "sensitive" in shape && shape.sensitive === true;

const scalar =
  (
    isKind: (value: unknown) => boolean,
    name: string,
    rules: Rules,
    hidden: boolean,
    convert: (value: never) => unknown,
  ): Read =>
  (value, path, violations) => {
    if (!isKind(value)) throw cannotConvert(value, name);
    report(rules(value), value, path, hidden, violations);
    return convert(value as never);
  };

const asItIs = (value: unknown): unknown => value;

const readBlob =
  (rules: Rules): Read =>
  (value, path, violations) => {
    if (typeof value !== "string") throw cannotConvert(value, "Blob");
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw wrongType("Invalid base64 value");
    const bytes = Buffer.from(value, "base64");
    report(rules(bytes), bytes, path, true, violations);
    return bytes;
  };

const isScalar = (shape: Shape): boolean => !["list", "map", "structure", "document"].includes(shape.kind);

const readList = (shape: ListShape<unknown>, hidden: boolean): Read => {
  const rules = compileRules(shape);
  const read = readerOf(shape.element, hidden);
  const elementRules = isScalar(shape.element) ? compileRules(shape.element) : undefined;
  const told = elementRules?.told ?? [];
  return (value, path, violations) => {
    if (!Array.isArray(value)) {
      throw typeof value === "object"
        ? wrongType("Start of structure or map found where not expected")
        : wrongType("Unexpected field type");
    }
    const list = value.filter((element) => element !== null);
    report(rules(list), list, path, hidden, violations);
    if (elementRules === undefined)
      return list.map((element, index) => read(element, `${path}.${index + 1}.member`, violations));
    // Scalars are told all at once, with every rule of the element.
    const own: Violations = { items: [], count: 0 };
    const elements = list.map((element) => read(element, path, own));
    if (own.count > 0) {
      const sensitive = hidden || isSensitive(shape.element);
      add(
        violations,
        `${subject(list, path, sensitive)} failed to satisfy constraint: Member must satisfy constraint: [${told.join(", ")}]`,
      );
    }
    return elements;
  };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readMap = (shape: MapShape<unknown>, hidden: boolean): Read => {
  const rules = compileRules(shape);
  const readKey = readerOf(shape.key, hidden);
  const read = readerOf(shape.value, hidden);
  return (value, path, violations) => {
    if (!isObject(value)) throw wrongType("Unexpected field type");
    const entries = Object.entries(value).filter(([, entry]) => entry !== null);
    report(rules(entries), value, path, true, violations);
    // Without a prototype, so that a key such as __proto__ is a key like any other.
    const map = Object.create(null) as Record<string, unknown>;
    for (const [key, entry] of entries) {
      readKey(key, `${path}.key`, violations);
      map[key] = read(entry, `${path}.${echo(key)}.member`, violations);
    }
    return map;
  };
};

/** Amazon's paths begin each member with a small letter. */
const pathName = (member: string): string => member.charAt(0).toLowerCase() + member.slice(1);

const readStructure = (shape: StructureShape<unknown>, hidden: boolean): Read => {
  const members = Object.entries(shape.members).map(([name, member]) => ({
    name,
    path: pathName(name),
    required: member.required === true,
    read: readerOf(member, hidden),
  }));
  return (value, path, violations) => {
    if (!isObject(value)) throw wrongType("Unexpected field type");
    const structure: Record<string, unknown> = {};
    for (const { name, path: own, required, read } of members) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      const at = path === "" ? own : `${path}.${own}`;
      if (member !== undefined && member !== null) structure[name] = read(member, at, violations);
      else if (required) {
        add(violations, `Value at '${at}' failed to satisfy constraint: Member must not be null`);
      }
    }
    return structure;
  };
};

const isString = (value: unknown): boolean => typeof value === "string";
const isNumber = (value: unknown): boolean => typeof value === "number";
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

const readerOf = (shape: Shape, hiddenAbove: boolean): Read => {
  const hidden = hiddenAbove || isSensitive(shape);
  switch (shape.kind) {
    case "string":
      return scalar(isString, "String", compileRules(shape), hidden, (value: string) =>
        shape.secret === true ? new Secret(value) : value,
      );
    case "integer":
      return scalar(isWhole, "Integer", compileRules(shape), hidden, asItIs);
    case "long":
      return scalar(isWhole, "Long", compileRules(shape), hidden, asItIs);
    case "double":
      return scalar(isNumber, "Double", compileRules(shape), hidden, asItIs);
    case "boolean":
      return scalar((value) => typeof value === "boolean", "Boolean", compileRules(shape), hidden, asItIs);
    case "timestamp":
      return scalar(isNumber, "Date", compileRules(shape), hidden, (value: number) => Math.round(value * 1000));
    case "blob":
      return readBlob(compileRules(shape));
    case "document":
      return asItIs;
    case "list":
      return readList(shape, hidden);
    case "map":
      return readMap(shape, hidden);
    case "structure":
      return readStructure(shape, hidden);
  }
};

const readers = new WeakMap<Shape, Read>();

/**
 * The typed input of an operation; secrets come wrapped, unknown members are ignored, `null` counts as absent.
 * @throws SerializationException for a wrong JSON type
 * @throws InvalidParameterException for violated constraints, all of them in one message
 */
export const decode = <C extends Contract>(contract: C, json: unknown): InputOf<C> => {
  if (!isObject(json)) throw new ApiException("SerializationException");
  let read = readers.get(contract.input);
  if (read === undefined) readers.set(contract.input, (read = readerOf(contract.input, false)));
  const violations: Violations = { items: [], count: 0 };
  const input = read(json, "", violations);
  if (violations.count > 0) {
    const errors = violations.count === 1 ? "error" : "errors";
    throw new ApiException(
      "InvalidParameterException",
      `${violations.count} validation ${errors} detected: ${violations.items.join("; ")}`,
    );
  }
  return input as InputOf<C>;
};
