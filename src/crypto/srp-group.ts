/**
 * The numbers of Cognito's SRP: the group and the ways to write numbers as bytes. Plain arithmetic.
 * @see https://datatracker.ietf.org/doc/html/rfc3526#section-5 (group 15)
 */
import { createDiffieHellmanGroup, hash } from "node:crypto";

/** The length of N and of every number modulo N, in bytes. */
export const SRP_NUMBER_BYTES = 384;

const primeBytes = createDiffieHellmanGroup("modp15").getPrime();

/** A big-endian number. */
export const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString("hex")}`);

/** A number modulo N, big-endian, in all of its 384 bytes. */
export const bytesOf = (number: bigint): Buffer =>
  Buffer.from(number.toString(16).padStart(SRP_NUMBER_BYTES * 2, "0"), "hex");

/** N, a safe prime of 3072 bits. */
export const SRP_N = numberOf(primeBytes);

/** g. Amazon uses 2, where RFC 5054 uses 5 for this size. */
export const SRP_G = Uint8Array.of(2);

/**
 * A number as Cognito's clients hash it: without leading zero bytes, and with one in front when the first bit is set.
 * Observed: clients write it as hexadecimal text of even length and put `00` before a first digit of 8 or more.
 */
export const pad = (number: Uint8Array): Buffer => {
  const first = number.findIndex((byte) => byte !== 0);
  if (first < 0) return Buffer.alloc(1);
  const digits = number.subarray(first);
  return Buffer.concat([new Uint8Array(digits[0]! >= 0x80 ? 1 : 0), digits]);
};

/** A number as it travels in SRP_B and SALT: hexadecimal without leading zeros, of odd length too. */
export const hexOf = (number: Uint8Array): string => numberOf(number).toString(16);

/** SHA-256 of the byte strings, one after another. */
export const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash("sha256", Buffer.concat(parts), "buffer");

/** k, the multiplier. @see https://datatracker.ietf.org/doc/html/rfc5054#section-2.5.3 */
export const SRP_K = numberOf(sha256(pad(primeBytes), SRP_G));
