/**
 * The JSON of a request → typed input. A wrong JSON type is refused at the first one; violated constraints are collected
 * over the whole input, in the order of the model. Each contract is compiled into closures once, at its first use.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
import { numberRules, sizeRules, textRules } from "./constraints.ts";
import { ApiException } from "./exceptions.ts";
import { Secret } from "./secret.ts";
import { createViolations, echoed, echoedParts, refusalOf, violate, type Violations } from "./violations.ts";
import type {
  BlobShape,
  Contract,
  InputOf,
  ListShape,
  MapShape,
  NumberShape,
  Shape,
  StringShape,
  StructureShape,
} from "./vocabulary.ts";

/** Levels of a document's lists and objects. Without a bound a body of brackets exhausts the stack of its readers. */
export const DOCUMENT_DEPTH = 64;

/** The greatest distance of a moment from the epoch, in milliseconds, that a Date can hold. */
const GREATEST_MOMENT_MS = 8.64e15;
const INTEGER_MAX = 2 ** 31 - 1;
const INTEGER_MIN = -(2 ** 31);

/** Checks and converts one value; `path` is where it stands, in the words of a violation. */
type Read = (value: unknown, path: string, found: Violations) => unknown;

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

const refuseType = (message: string) => new ApiException("SerializationException", message);

const scalarKind = (value: unknown): string => {
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "number") return Number.isInteger(value) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  return value === true ? "TRUE_VALUE" : "FALSE_VALUE";
};

const foundComposite = (value: unknown) =>
  refuseType(
    Array.isArray(value)
      ? "Start of list found where not expected"
      : "Start of structure or map found where not expected",
  );

/** The refusal of a value where a scalar belongs. */
const notScalar = (value: unknown, expected: string) =>
  typeof value === "object"
    ? foundComposite(value)
    : refuseType(`${scalarKind(value)} cannot be converted to ${expected}`);

/** The refusal of a value where a list, a map or a structure belongs. */
const notComposite = (value: unknown) =>
  typeof value === "object" ? foundComposite(value) : refuseType("Unexpected field type");

/**
 * Half a surrogate pair is no character: in UTF-8 all such halves become the same one, so that names, and passwords, that
 * differ in nothing else would be equal.
 */
const requireWellFormed = (text: string): void => {
  if (!text.isWellFormed()) throw new ApiException("SerializationException");
};

const isSensitive = (shape: Shape): boolean => "sensitive" in shape && shape.sensitive;

const readString = (shape: StringShape<unknown>, hidden: boolean): Read => {
  const { broken } = textRules(shape);
  const isSecret = shape.secret ?? false;
  return (value, path, found) => {
    if (typeof value !== "string") throw notScalar(value, "String");
    requireWellFormed(value);
    for (const rule of broken(value)) violate(found, hidden ? undefined : echoed(value), path, rule);
    return isSecret ? new Secret(value) : value;
  };
};

/** Whether a number has the kind of its shape. JSON's 1e999 is read as infinity, which no shape takes. */
const isOfKind = (kind: NumberShape["kind"], value: number): boolean => {
  if (kind === "integer") return Number.isInteger(value) && value >= INTEGER_MIN && value <= INTEGER_MAX;
  return kind === "long" ? Number.isSafeInteger(value) : Number.isFinite(value);
};

const NUMBER_NAMES = { integer: "Integer", long: "Long", double: "Double" } as const;

const readNumber = (shape: NumberShape, hidden: boolean): Read => {
  const { broken } = numberRules(shape);
  const { kind } = shape;
  return (value, path, found) => {
    if (typeof value !== "number" || !isOfKind(kind, value)) throw notScalar(value, NUMBER_NAMES[kind]);
    for (const rule of broken(value)) violate(found, hidden ? undefined : echoed(value), path, rule);
    return value;
  };
};

const readBoolean: Read = (value) => {
  if (typeof value !== "boolean") throw notScalar(value, "Boolean");
  return value;
};

const readTimestamp: Read = (value) => {
  if (typeof value !== "number" || Math.abs(value) > GREATEST_MOMENT_MS / 1000) throw notScalar(value, "Date");
  return Math.round(value * 1000);
};

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

const readBlob = (shape: BlobShape): Read => {
  const { broken } = sizeRules(shape);
  return (value, path, found) => {
    if (typeof value !== "string" || value.length % 4 !== 0 || !BASE64.test(value)) throw notScalar(value, "Blob");
    const bytes = Buffer.from(value, "base64");
    for (const rule of broken(bytes.length)) violate(found, undefined, path, rule);
    return bytes;
  };
};

const isComposite = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Any JSON value, as it is; @throws SerializationException past `DOCUMENT_DEPTH` levels. */
const readDocument: Read = (value) => {
  let level: readonly object[] = [value].filter(isComposite);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= DOCUMENT_DEPTH) throw foundComposite(level[0]);
    level = level.flatMap((inner) => Object.values(inner).filter(isComposite));
  }
  return value;
};

/** The rules of a scalar that a list or map tells as one; undefined for lists, maps and structures, which tell their own. */
const toldOf = (shape: Shape): readonly string[] | undefined => {
  switch (shape.kind) {
    case "string":
      return textRules(shape).told;
    case "integer":
    case "long":
    case "double":
      return numberRules(shape).told;
    case "blob":
      return sizeRules(shape).told;
    case "boolean":
    case "timestamp":
      return [];
    case "document":
    case "list":
    case "map":
    case "structure":
    default:
      return undefined;
  }
};

const readList = (shape: ListShape<unknown>, hidden: boolean): Read => {
  const { broken } = sizeRules(shape);
  const read = readerOf(shape.element, hidden);
  const told = toldOf(shape.element);
  const isEchoed = !hidden && told !== undefined && shape.element.kind !== "blob" && !isSensitive(shape.element);
  return (value, path, found) => {
    if (!Array.isArray(value)) throw notComposite(value);
    // Assumed: null among the elements counts as absent, as it does among members.
    const list: unknown[] = value.filter((element) => element !== null);
    const echo = () => (isEchoed ? `[${echoedParts(list.values().map(echoed))}]` : undefined);
    for (const rule of broken(list.length)) violate(found, echo(), path, rule);
    if (told === undefined) return list.map((element, index) => read(element, `${path}.${index + 1}.member`, found));
    // Scalars are told all at once, with every rule that each of them has.
    const inside = createViolations();
    const elements = list.map((element) => read(element, path, inside));
    if (inside.count > 0) violate(found, echo(), path, `Member must satisfy constraint: [${told.join(", ")}]`);
    return elements;
  };
};

const readMap = (shape: MapShape<unknown>, hidden: boolean): Read => {
  const { broken } = sizeRules(shape);
  const keyRules = textRules(shape.key);
  const read = readerOf(shape.value, hidden);
  const told = toldOf(shape.value);
  const isEchoed = !hidden && told !== undefined && !isSensitive(shape.key) && !isSensitive(shape.value);
  return (value, path, found) => {
    if (!isObject(value)) throw notComposite(value);
    const keys = Object.keys(value).filter((key) => !isAbsent(value[key]));
    const echo = () =>
      isEchoed ? `{${echoedParts(keys.values().map((key) => `${echoed(key)}=${echoed(value[key])}`))}}` : undefined;
    for (const rule of broken(keys.length)) violate(found, echo(), path, rule);
    const inside = createViolations();
    let isKeyBroken = false;
    // Without a prototype: `__proto__` is a key like any other, and no key finds what nobody sent.
    const map: Record<string, unknown> = Object.assign(Object.create(null));
    for (const key of keys) {
      requireWellFormed(key);
      isKeyBroken ||= keyRules.broken(key).length > 0;
      map[key] =
        told === undefined
          ? read(value[key], `${path}.${hidden ? "*" : echoed(key)}.member`, found)
          : read(value[key], path, inside);
    }
    if (isKeyBroken) violate(found, echo(), path, `Map keys must satisfy constraint: [${keyRules.told.join(", ")}]`);
    if (inside.count > 0) {
      violate(found, echo(), path, `Map value must satisfy constraint: [${(told ?? []).join(", ")}]`);
    }
    return map;
  };
};

/** Amazon's paths begin each member with a small letter. */
const pathName = (member: string): string => member.charAt(0).toLowerCase() + member.slice(1);

const readStructure = (shape: StructureShape<unknown>, hidden: boolean): Read => {
  const members = Object.entries(shape.members).map(([name, member]) => ({
    name,
    step: pathName(name),
    isRequired: member.required ?? false,
    read: readerOf(member, hidden),
  }));
  return (value, path, found) => {
    if (!isObject(value)) throw notComposite(value);
    const prefix = path === "" ? "" : `${path}.`;
    const structure: Record<string, unknown> = {};
    for (const { name, step, isRequired, read } of members) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      if (!isAbsent(member)) structure[name] = read(member, prefix + step, found);
      else if (isRequired) violate(found, undefined, prefix + step, "Member must not be null");
    }
    return structure;
  };
};

/** @param within whether a sensitive shape surrounds it, so that nothing inside is repeated */
function readerOf(shape: Shape, within: boolean): Read {
  const hidden = within || isSensitive(shape);
  switch (shape.kind) {
    case "string":
      return readString(shape, hidden);
    case "integer":
    case "long":
    case "double":
      return readNumber(shape, hidden);
    case "boolean":
      return readBoolean;
    case "timestamp":
      return readTimestamp;
    case "blob":
      return readBlob(shape);
    case "document":
      return readDocument;
    case "list":
      return readList(shape, hidden);
    case "map":
      return readMap(shape, hidden);
    case "structure":
      return readStructure(shape, hidden);
    default:
      return shape;
  }
}

const readers = new WeakMap<Shape, Read>();

const readerOfInput = (shape: Shape): Read => {
  let read = readers.get(shape);
  if (read === undefined) {
    read = readerOf(shape, false);
    readers.set(shape, read);
  }
  return read;
};

/**
 * The typed input of an operation: secrets come wrapped, unknown members are left out, `null` counts as absent, maps have
 * no prototype.
 * @throws SerializationException for a wrong JSON type
 * @throws InvalidParameterException for violated constraints, all of them in one message
 */
export const decode = <C extends Contract>(contract: C, json: unknown): InputOf<C> => {
  if (!isObject(json)) throw new ApiException("SerializationException");
  const found = createViolations();
  const input = readerOfInput(contract.input)(json, "", found);
  if (found.count > 0) throw refusalOf(found);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type is made from the shape that was just read
  return input as InputOf<C>;
};
