/**
 * Typed output → the JSON of an answer. Only members that the contract names leave the server, and unset ones are left
 * out. Each contract is compiled into closures once, at its first use.
 */
import { Secret } from "./secret.ts";
import type { Contract, Shape } from "./vocabulary.ts";

type Write = (value: unknown) => unknown;

/** Milliseconds → seconds with three decimals, as a JSON number. */
const epochSeconds: Write = (value) => Math.round(value as number) / 1000;

const writerOf = (shape: Shape): Write => {
  switch (shape.kind) {
    case "string":
      return shape.secret === true ? (value) => (value as Secret).reveal() : (value) => value;
    case "timestamp":
      return epochSeconds;
    case "blob":
      return (value) => Buffer.from(value as Uint8Array).toString("base64");
    case "list": {
      const write = writerOf(shape.element);
      return (value) => (value as readonly unknown[]).map(write);
    }
    case "map": {
      const write = writerOf(shape.value);
      return (value) => Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, write(entry)]));
    }
    case "structure": {
      const members = Object.entries(shape.members).map(([name, member]) => [name, writerOf(member)] as const);
      return (value) => {
        const structure: Record<string, unknown> = {};
        for (const [name, write] of members) {
          const member = (value as Record<string, unknown>)[name];
          if (member !== undefined) structure[name] = write(member);
        }
        return structure;
      };
    }
    case "integer":
    case "long":
    case "double":
    case "boolean":
    case "document":
      return (value) => value;
  }
};

const writers = new WeakMap<Shape, Write>();

/** The body of an answer: empty where the contract has no output, otherwise at least `{}`. */
export const encode = (contract: Pick<Contract, "output">, output: object): string => {
  const shape = contract.output;
  if (shape === null) return "";
  let write = writers.get(shape);
  if (write === undefined) writers.set(shape, (write = writerOf(shape)));
  return JSON.stringify(write(output));
};
