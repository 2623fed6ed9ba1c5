import { randomBytes, randomFillSync } from "node:crypto";

/** Chance, as a value: the operating system's in a server, a seeded one where a test wants to repeat itself. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Buffer;
}

/** What is fetched at once for those who want little, in bytes. */
const STOCK_BYTES = 4_096;

/** The most that is taken from the stock at once, in bytes: ids, nonces, salts and tokens are shorter. */
const FROM_STOCK_MAX = 512;

/**
 * Chance in small portions from a stock: to fetch 16 bytes costs as much as to fetch 4,096. What was taken is wiped from
 * the stock at once, so that no copy of an old value is left in it.
 */
const createStock = (): Random => {
  const stock = Buffer.alloc(STOCK_BYTES);
  let taken = STOCK_BYTES;
  return {
    bytes: (length) => {
      if (length > FROM_STOCK_MAX) return randomBytes(length);
      if (taken + length > STOCK_BYTES) {
        randomFillSync(stock);
        taken = 0;
      }
      const portion = stock.subarray(taken, (taken += length));
      const bytes = Buffer.from(portion);
      portion.fill(0);
      return bytes;
    },
  };
};

/** Chance from the operating system. */
export const systemRandom: Random = createStock();

/** The bytes as a UUID of a version. @see https://datatracker.ietf.org/doc/html/rfc9562#section-4 */
const uuidOf = (bytes: Buffer, version: number): string => {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** A random UUID of version 4. @see https://datatracker.ietf.org/doc/html/rfc9562#section-5.4 */
export const uuidFrom = (random: Random): string => uuidOf(random.bytes(16), 4);

/**
 * A UUID of version 7, which begins with the moment: as text, later ones come after earlier ones.
 * @see https://datatracker.ietf.org/doc/html/rfc9562#section-5.7
 */
export const timedUuid = (random: Random, now: number): string => {
  const moment = Buffer.alloc(6);
  moment.writeUIntBE(now, 0, 6);
  return uuidOf(Buffer.concat([moment, random.bytes(10)]), 7);
};

/** `length` letters of `alphabet`, each as likely as the others: bytes that would favour the first ones are drawn again. */
export const textFrom = (random: Random, alphabet: string, length: number): string => {
  const fair = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    for (const byte of random.bytes(length * 2)) {
      if (byte < fair && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
};
