/**
 * Master keys: the one secret that never lies in the database. Everything else is derived from them.
 */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { type ClearText, clearTextOf } from "./clear-text.ts";

/** The length of a master key, in bytes. */
export const MASTER_KEY_BYTES = 32;

/** The length of a master key's id, in bytes. */
export const MASTER_KEY_ID_BYTES = 8;

/** Derived keys kept at once by one cache: more than a year of days. */
const DERIVED_KEYS_KEPT = 512;

const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{43}=$/;

export interface MasterKey {
  /** 16 hexadecimal digits, derived from the key: the same key has the same id on every node. Not secret. */
  readonly id: string;
  readonly key: KeyObject;
}

/** The key that seals, and all that are read with (the current one among them), by id. */
export interface MasterKeys {
  readonly current: MasterKey;
  readonly all: ReadonlyMap<string, MasterKey>;
}

/** A master key that cannot be used. The message says what is expected, never what was given. */
export class MasterKeyError extends Error {
  override readonly name = "MasterKeyError";
}

/**
 * The master key from its text: 32 bytes in base64, white space around it ignored (files end with a new line).
 * @throws MasterKeyError
 */
export const readMasterKey = (text: ClearText): MasterKey => {
  const clear = clearTextOf(text).trim();
  const bytes = Buffer.from(clear, "base64");
  // Comparing with the text again refuses digits that would be dropped in silence.
  if (!BASE64_OF_32_BYTES.test(clear) || bytes.toString("base64") !== clear) {
    throw new MasterKeyError(
      "A master key is 32 bytes in base64 (44 characters), for example from `openssl rand -base64 32`.",
    );
  }
  const key = createSecretKey(bytes);
  const id = createHmac("sha256", key).update("poolhouse master key id").digest("hex");
  return { id: id.slice(0, MASTER_KEY_ID_BYTES * 2), key };
};

/** A current key, and older ones that are only read with until everything has been resealed. */
export const masterKeysOf = (current: MasterKey, older: readonly MasterKey[] = []): MasterKeys => ({
  current,
  all: new Map([...older, current].map((key) => [key.id, key])),
});

/** Derives a key from a master key for one use, named by `info`. */
export type DeriveKey = (master: MasterKey, info: string) => KeyObject;

/**
 * Derives keys with HKDF-SHA256 and keeps the newest `limit` of them as key objects, which is ten times faster than
 * handing raw bytes to each operation.
 * @see https://datatracker.ietf.org/doc/html/rfc5869
 */
export const createKeyDerivation = (limit = DERIVED_KEYS_KEPT): DeriveKey => {
  const kept = new Map<string, KeyObject>();
  return (master, info) => {
    const name = `${master.id}/${info}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const key = createSecretKey(Buffer.from(hkdfSync("sha256", master.key, "", info, MASTER_KEY_BYTES)));
    const [oldest] = kept.keys();
    if (kept.size >= limit && oldest !== undefined) kept.delete(oldest);
    kept.set(name, key);
    return key;
  };
};
