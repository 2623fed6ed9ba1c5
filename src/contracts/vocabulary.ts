/**
 * The words in which every operation is described. A description is plain data; `decode.ts` and `encode.ts` read it at
 * run time, TypeScript reads the types out of it (`Value<typeof shape>`), the documents and the tests walk it.
 * Names and constraints are those of the public API model of `cognito-idp` 2016-04-18.
 */
import type { ExceptionName } from "./exceptions.ts";
import type { Secret } from "./secret.ts";

declare const described: unique symbol;

/** Carries the TypeScript type of a shape's values; nothing at run time. */
interface Describes<out T> {
  readonly [described]?: T;
}

/** Text. `min` and `max` count UTF-16 units; `pattern` is matched against the whole value, in Unicode mode. */
export interface StringShape<out T = string> extends Describes<T> {
  readonly kind: "string";
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /**
   * What is matched in place of `pattern`, which is then only printed: a rule that Amazon words more narrowly than it
   * applies it, or the same rule in a form whose time grows no faster than the value.
   */
  readonly accepts?: string;
  /** The permitted values, in the model's order. */
  readonly values?: readonly string[];
  /** The value is left out of constraint messages. */
  readonly sensitive?: true;
  /** The value is wrapped in `Secret` when it is decoded, and revealed when it is encoded. */
  readonly secret?: true;
}

/** A whole number (`integer`, `long`) or any number (`double`), with inclusive bounds. */
export interface NumberShape extends Describes<number> {
  readonly kind: "integer" | "long" | "double";
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape extends Describes<boolean> {
  readonly kind: "boolean";
}

/** A moment. In the program: milliseconds since the epoch. On the wire: seconds, with three decimals. */
export interface TimestampShape extends Describes<number> {
  readonly kind: "timestamp";
}

/** Bytes; base64 on the wire. `min` and `max` count bytes. */
export interface BlobShape extends Describes<Uint8Array> {
  readonly kind: "blob";
  readonly min?: number;
  readonly max?: number;
}

/** Any JSON value. */
export interface DocumentShape extends Describes<unknown> {
  readonly kind: "document";
}

export interface ListShape<out T = readonly unknown[]> extends Describes<T> {
  readonly kind: "list";
  readonly element: Shape;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: true;
}

/** A JSON object with free keys. `min` and `max` count entries. */
export interface MapShape<out T = Readonly<Record<string, unknown>>> extends Describes<T> {
  readonly kind: "map";
  readonly key: StringShape;
  readonly value: Shape;
  readonly min?: number;
  readonly max?: number;
  readonly sensitive?: true;
}

export interface StructureShape<out T = object> extends Describes<T> {
  readonly kind: "structure";
  readonly members: Readonly<Record<string, Member>>;
  /** Nothing inside is repeated in constraint messages. */
  readonly sensitive?: true;
}

export type Shape =
  | StringShape<unknown>
  | NumberShape
  | BooleanShape
  | TimestampShape
  | BlobShape
  | DocumentShape
  | ListShape<unknown>
  | MapShape<unknown>
  | StructureShape<unknown>;

/** A member of a structure: its shape, and whether it must be present. */
export type Member = Shape & { readonly required?: true };

/** The type of a shape's values in the program. */
export type Value<S> = S extends Describes<infer T> ? T : never;

type RequiredKeys<M> = { [K in keyof M]: M[K] extends { readonly required: true } ? K : never }[keyof M];
type Members<M> = { readonly [K in RequiredKeys<M>]: Value<M[K]> } & {
  readonly [K in Exclude<keyof M, RequiredKeys<M>>]?: Value<M[K]> | undefined;
};
type Flat<T> = { [K in keyof T]: T[K] };

interface StringRules {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly accepts?: string;
  readonly sensitive?: true;
}

export const string = (rules: StringRules = {}): StringShape => ({ kind: "string", ...rules });

/** Text that nobody may print; decoded to a `Secret`. Also sensitive unless the API model echoes it (`echoed: true`). */
export const secret = (
  rules: Omit<StringRules, "sensitive"> & { readonly echoed?: true } = {},
): StringShape<Secret> => {
  const { echoed, ...rest } = rules;
  return { kind: "string", ...rest, secret: true, ...(echoed ? {} : { sensitive: true as const }) };
};

/** One of the given values. */
export const oneOf = <const V extends readonly string[]>(...values: V): StringShape<V[number]> => ({
  kind: "string",
  values,
});

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export const integer = (bounds: Bounds = {}): NumberShape => ({ kind: "integer", ...bounds });
export const long = (bounds: Bounds = {}): NumberShape => ({ kind: "long", ...bounds });
export const double = (bounds: Bounds = {}): NumberShape => ({ kind: "double", ...bounds });
export const boolean = (): BooleanShape => ({ kind: "boolean" });
export const timestamp = (): TimestampShape => ({ kind: "timestamp" });
export const blob = (bounds: Bounds = {}): BlobShape => ({ kind: "blob", ...bounds });
export const document = (): DocumentShape => ({ kind: "document" });

export const list = <const E extends Shape>(
  element: E,
  bounds: Bounds & { readonly sensitive?: true } = {},
): ListShape<readonly Value<E>[]> => ({ kind: "list", element, ...bounds });

export const map = <const V extends Shape>(
  key: StringShape,
  value: V,
  bounds: Bounds & { readonly sensitive?: true } = {},
): MapShape<Readonly<Record<string, Value<V>>>> => ({ kind: "map", key, value, ...bounds });

export const structure = <const M extends Readonly<Record<string, Member>>>(
  members: M,
  rules: { readonly sensitive?: true } = {},
): StructureShape<Flat<Members<M>>> => ({ kind: "structure", members, ...rules });

/** Marks a member that must be present. */
export const required = <const S extends Shape>(shape: S): S & { readonly required: true } => ({
  ...shape,
  required: true,
});

/**
 * Who may call an operation.
 * `administrator`: signed with an access key (SigV4) whose policy allows it. `user`: carries a valid access token in
 * `AccessToken`. `anyone`: needs neither; what it needs beyond that (a secret hash, a session) it checks itself.
 */
export type Caller = "administrator" | "user" | "anyone";

/** What the wire promises of one operation. */
export interface Contract<
  out Name extends string = string,
  out Who extends Caller = Caller,
  out Input = object,
  out Output = object,
> {
  readonly name: Name;
  readonly caller: Who;
  readonly input: StructureShape<Input>;
  /** `null`: the answer has no body at all; otherwise at least `{}`. */
  readonly output: StructureShape<Output> | null;
  /** The exceptions that the API declares for it. */
  readonly errors: readonly ExceptionName[];
  /** The greatest body it accepts, in bytes; 1 MiB unless said. */
  readonly bodyLimit?: number;
}

/** Describes an operation. `@see` https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_<name>.html */
export const operation = <const Name extends string, const Who extends Caller, Input, Output = object>(contract: {
  readonly name: Name;
  readonly caller: Who;
  readonly input: StructureShape<Input>;
  readonly output: StructureShape<Output> | null;
  readonly errors: readonly ExceptionName[];
  readonly bodyLimit?: number;
}): Contract<Name, Who, Input, Output> => contract;

export type InputOf<C> = C extends Contract<string, Caller, infer I, unknown> ? I : never;
export type OutputOf<C> = C extends Contract<string, Caller, unknown, infer O> ? O : never;
