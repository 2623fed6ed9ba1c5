/**
 * Sealing: how secrets lie in the database. A copy of the database without the master key gives none of them away, and
 * a sealed value works only in the row and column it was sealed for.
 *
 * Envelope, in this order: version (1 byte), master key id (8), UTC day as days since the epoch (4, big-endian), nonce
 * (12), ciphertext, tag (16). The key is derived from the master key for the day, so that random nonces stay far from
 * the 2^32 seals that one key allows.
 * @see https://csrc.nist.gov/pubs/sp/800/38/d/final section 8.3
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Secret } from "../contracts/secret.ts";
import type { Chance } from "./chance.ts";
import { clearTextOf } from "./clear-text.ts";
import { encodeParts } from "./encode-parts.ts";
import { createKeyDerivation, MASTER_KEY_ID_BYTES, type MasterKey, type MasterKeys } from "./master-key.ts";

const VERSION = 1;
const DAY_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ID_START = 1;
const DAY_START = ID_START + MASTER_KEY_ID_BYTES;
const NONCE_START = DAY_START + DAY_BYTES;
const CIPHERTEXT_START = NONCE_START + NONCE_BYTES;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What sealing adds to the clear value, in bytes. */
export const SEAL_OVERHEAD_BYTES = CIPHERTEXT_START + TAG_BYTES;

/** Where a sealed value lies. It opens nowhere else, so that nobody who can write rows can swap them. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** The primary key of the row, in its declared order. */
  readonly key: readonly string[];
}

/**
 * An envelope that does not open: `malformed` is not an envelope at all, `unknown-master-key` was sealed with a key that
 * this process does not have, `tampered` was changed or belongs to another place.
 */
export class UnsealingError extends Error {
  override readonly name = "UnsealingError";
  readonly reason: "malformed" | "unknown-master-key" | "tampered";

  constructor(reason: UnsealingError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface Sealer {
  /** The envelope of a value, with the current master key. */
  seal(place: SealedPlace, clear: string | Uint8Array | Secret): Uint8Array;
  /** The value in an envelope. @throws UnsealingError */
  open(place: SealedPlace, envelope: Uint8Array): Buffer;
}

/** A sealer with the given keys, chance and clock (milliseconds since the epoch). */
export const createSealer = (given: {
  readonly keys: MasterKeys;
  readonly random: Chance;
  readonly clock: { now(): number };
}): Sealer => {
  const derive = createKeyDerivation();
  const keyOf = (master: MasterKey, day: number) => derive(master, `poolhouse/seal/${VERSION}/${day}`);

  return {
    seal(place, clear) {
      const day = Math.floor(given.clock.now() / DAY_MS);
      const header = headerOf(given.keys.current.id, day);
      const nonce = given.random.bytes(NONCE_BYTES);
      const key = keyOf(given.keys.current, day);
      const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(associatedData(header, place));
      const bytes = clear instanceof Uint8Array ? clear : Buffer.from(clearTextOf(clear), "utf8");
      return Buffer.concat([header, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open(place, envelope) {
      const bytes = requireEnvelope(envelope);
      const master = given.keys.all.get(keyIdOf(bytes));
      if (master === undefined) {
        throw new UnsealingError(
          "unknown-master-key",
          `${nameOf(place)} is sealed with master key ${keyIdOf(bytes)}, which this server was not given.`,
        );
      }
      const key = keyOf(master, bytes.readUInt32BE(DAY_START));
      const nonce = bytes.subarray(NONCE_START, CIPHERTEXT_START);
      // Without authTagLength a shortened tag would be accepted, and could be guessed.
      const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(associatedData(bytes.subarray(0, NONCE_START), place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const clear = decipher.update(bytes.subarray(CIPHERTEXT_START, -TAG_BYTES));
      try {
        return Buffer.concat([clear, decipher.final()]);
      } catch {
        throw new UnsealingError(
          "tampered",
          `${nameOf(place)} was changed outside the server or sealed for another row.`,
        );
      }
    },
  };
};

/** Whether an envelope was sealed with the master key `keyId`; tells what a rotation has still to reseal. */
export const isSealedWith = (envelope: Uint8Array, keyId: string): boolean =>
  keyIdOf(requireEnvelope(envelope)) === keyId;

const headerOf = (keyId: string, day: number): Buffer => {
  const header = Buffer.alloc(NONCE_START);
  header.writeUInt8(VERSION);
  header.write(keyId, ID_START, "hex");
  header.writeUInt32BE(day, DAY_START);
  return header;
};

const associatedData = (header: Uint8Array, place: SealedPlace): Buffer =>
  Buffer.concat([header, encodeParts([place.table, place.column, ...place.key])]);

const requireEnvelope = (envelope: Uint8Array): Buffer => {
  if (envelope.length < SEAL_OVERHEAD_BYTES || envelope[0] !== VERSION) {
    throw new UnsealingError("malformed", "A sealed value is too short or of an unknown version.");
  }
  return Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength);
};

const keyIdOf = (envelope: Buffer): string => envelope.toString("hex", ID_START, DAY_START);

/** Table and column: enough for an operator to look, without naming a user. */
const nameOf = (place: SealedPlace): string => `A value in ${place.table}.${place.column}`;
