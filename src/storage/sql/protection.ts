import type { KeyedHash } from "../../crypto/keyed-hash.ts";
import type { SealedPlace, Sealer } from "../../crypto/seal.ts";
import { fromJson, type JsonText } from "./json.ts";

/** What keeps a copy of the database worthless: secrets are sealed, what only has to be recognised is a keyed hash. */
export interface Protection {
  readonly sealer: Sealer;
  readonly keyedHash: KeyedHash;
}

declare const sealed: unique symbol;

/** A place where a `T` is sealed as JSON. */
export interface JsonPlace<in out T> extends SealedPlace {
  readonly [sealed]?: (value: T) => T;
}

/** The envelope of a value. */
export const sealJson = <T>({ sealer }: Protection, place: JsonPlace<T>, value: T): Uint8Array =>
  sealer.seal(place, JSON.stringify(value));

/** The value in an envelope. @throws UnsealingError */
export const openJson = <T>({ sealer }: Protection, place: JsonPlace<T>, envelope: Uint8Array): T => {
  const text: JsonText<T> = sealer.open(place, envelope).toString("utf8");
  return fromJson(text);
};
