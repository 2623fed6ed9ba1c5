/**
 * Keyed hashes: how codes, sessions and refresh tokens lie in the database. Without the master key nobody can try the
 * million six-digit codes against a stolen row.
 *
 * Stored form: version (1 byte), master key id (8), HMAC-SHA256 (32). The hash covers the purpose (through its key), the
 * parts and the value, so that a hash copied to another user or purpose matches nothing there.
 */
import { createHmac } from "node:crypto";
import { type ClearText, clearTextOf } from "./clear-text.ts";
import { isEqualInConstantTime } from "./constant-time.ts";
import { encodeParts } from "./encode-parts.ts";
import { createKeyDerivation, MASTER_KEY_ID_BYTES, type MasterKey, type MasterKeys } from "./master-key.ts";

const VERSION = 1;
const HASH_BYTES = 32;
const ID_START = 1;
const HASH_START = ID_START + MASTER_KEY_ID_BYTES;

/** The length of a stored keyed hash, in bytes. */
export const KEYED_HASH_BYTES = HASH_START + HASH_BYTES;

/** The longest decoy, in bytes. */
export const DECOY_BYTES_MAX = 255 * HASH_BYTES;

/** `purpose` is one of a few constants, such as `code` or `refresh-token`; `parts` are pool, sub and the like. */
export interface KeyedHash {
  /** The hash to store, with the current master key. */
  hash(purpose: string, parts: readonly string[], value: ClearText): Uint8Array;
  /** The hashes under which the value may lie, one for each master key, the current one's first: for looking it up. */
  candidates(purpose: string, parts: readonly string[], value: ClearText): readonly Uint8Array[];
  /** Whether `stored` is the hash of the value, in constant time, whichever known master key made it. */
  matches(purpose: string, parts: readonly string[], value: ClearText, stored: Uint8Array): boolean;
  /**
   * `length` bytes (32 unless said) that look random, are the same for the same parts, and cannot be told without the
   * master key: the subs, salts and destinations that stand for users who do not exist. They change with the current
   * master key. Every sign-in has one, so one block costs one HMAC.
   * @see https://csrc.nist.gov/pubs/sp/800/108/r1/upd1/final section 4.1 (counter mode)
   */
  decoy(purpose: string, parts: readonly string[], length?: number): Buffer;
}

/** Keyed hashes with keys derived from the master keys. */
export const createKeyedHash = (keys: MasterKeys): KeyedHash => {
  const derive = createKeyDerivation();

  const hashWith = (master: MasterKey, purpose: string, parts: readonly string[], value: ClearText): Uint8Array => {
    const key = derive(master, `poolhouse/keyed-hash/${VERSION}/${purpose}`);
    const hash = createHmac("sha256", key)
      .update(encodeParts([...parts, clearTextOf(value)]))
      .digest();
    return Buffer.concat([Uint8Array.of(VERSION), Buffer.from(master.id, "hex"), hash]);
  };

  const newestFirst = [keys.current, ...[...keys.all.values()].filter((key) => key.id !== keys.current.id)];

  return {
    hash: (purpose, parts, value) => hashWith(keys.current, purpose, parts, value),
    candidates: (purpose, parts, value) => newestFirst.map((master) => hashWith(master, purpose, parts, value)),
    matches(purpose, parts, value, stored) {
      const master = keys.all.get(Buffer.from(stored.subarray(ID_START, HASH_START)).toString("hex"));
      // A hash of a forgotten master key matches nothing: it fails closed.
      return master !== undefined && isEqualInConstantTime(hashWith(master, purpose, parts, value), stored);
    },
    decoy(purpose, parts, length = HASH_BYTES) {
      if (length > DECOY_BYTES_MAX) throw new RangeError(`a decoy has ${DECOY_BYTES_MAX} bytes at most`);
      const key = derive(keys.current, `poolhouse/decoy/${VERSION}/${purpose}`);
      const blocks = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, counter) =>
        createHmac("sha256", key)
          .update(encodeParts([String(counter), ...parts]))
          .digest(),
      );
      return Buffer.concat(blocks, length);
    },
  };
};
