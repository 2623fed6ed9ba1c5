/**
 * Typed output → the JSON of an answer. Only members that the contract names leave the server, and unset ones are left
 * out. Each contract is compiled into closures once, at its first use.
 */
import { Secret } from "./secret.ts";
import type { Contract, Shape } from "./vocabulary.ts";

/** Writes one value as JSON. */
type Write = (value: unknown) => string;

/** An answer that is not what its contract promises is a fault of the server; the value is never told. */
const unkept = (kind: string) => new TypeError(`The answer has something else where its contract promises a ${kind}.`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const writeString: Write = (value) => {
  if (typeof value !== "string") throw unkept("text");
  return JSON.stringify(value);
};

const writeSecret: Write = (value) => {
  if (!(value instanceof Secret)) throw unkept("secret");
  return JSON.stringify(value.reveal());
};

const writeNumber: Write = (value) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw unkept("number");
  return JSON.stringify(value);
};

const writeBoolean: Write = (value) => {
  if (typeof value !== "boolean") throw unkept("boolean");
  return value ? "true" : "false";
};

/** Milliseconds → seconds with three decimals, always: the form that every SDK reads. */
const writeTimestamp: Write = (value) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw unkept("moment");
  return (Math.round(value) / 1000).toFixed(3);
};

const writeBlob: Write = (value) => {
  if (!(value instanceof Uint8Array)) throw unkept("blob");
  return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")}"`;
};

const writeDocument: Write = (value) => {
  const text: unknown = JSON.stringify(value);
  if (typeof text !== "string") throw unkept("document");
  return text;
};

const writeList = (element: Shape): Write => {
  const write = writerOf(element);
  return (value) => {
    if (!Array.isArray(value)) throw unkept("list");
    return `[${value.map((each: unknown) => write(each)).join(",")}]`;
  };
};

const writeMap = (entry: Shape): Write => {
  const write = writerOf(entry);
  return (value) => {
    if (!isObject(value)) throw unkept("map");
    const entries = Object.entries(value).filter(([, each]) => isSet(each));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${write(each)}`).join(",")}}`;
  };
};

const writeStructure = (shape: Extract<Shape, { kind: "structure" }>): Write => {
  const members = Object.entries(shape.members).map(([name, member]) => ({
    name,
    label: `${JSON.stringify(name)}:`,
    write: writerOf(member),
  }));
  return (value) => {
    if (!isObject(value)) throw unkept("structure");
    let text = "";
    for (const { name, label, write } of members) {
      const member = value[name];
      if (isSet(member)) text += `${text === "" ? "" : ","}${label}${write(member)}`;
    }
    return `{${text}}`;
  };
};

function writerOf(shape: Shape): Write {
  switch (shape.kind) {
    case "string":
      return shape.secret ? writeSecret : writeString;
    case "integer":
    case "long":
    case "double":
      return writeNumber;
    case "boolean":
      return writeBoolean;
    case "timestamp":
      return writeTimestamp;
    case "blob":
      return writeBlob;
    case "document":
      return writeDocument;
    case "list":
      return writeList(shape.element);
    case "map":
      return writeMap(shape.value);
    case "structure":
      return writeStructure(shape);
    default:
      return shape;
  }
}

const writers = new WeakMap<Shape, Write>();

/**
 * The body of an answer: empty where the contract has no output, otherwise at least `{}`.
 * @throws TypeError when the output is not what the contract promises
 */
export const encode = (contract: Pick<Contract, "output">, output: object): string => {
  const shape = contract.output;
  if (shape === null) return "";
  let write = writers.get(shape);
  if (write === undefined) {
    write = writerOf(shape);
    writers.set(shape, write);
  }
  return write(output);
};
