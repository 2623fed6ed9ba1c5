/**
 * A self-signed X.509 certificate of an RSA key, written in DER. The same facts give the same certificate, byte for
 * byte, because RSA signatures of PKCS #1 v1.5 have no chance in them: nothing needs to be kept.
 * @see https://datatracker.ietf.org/doc/html/rfc5280#section-4.1
 */
import { createHash, createPublicKey, sign, type KeyObject } from "node:crypto";

export interface CertificateFacts {
  /** Who it says it is, as its common name. At most 64 characters. */
  readonly commonName: string;
  /** Milliseconds since the epoch; seconds count. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** The upper bound of a common name. @see https://datatracker.ietf.org/doc/html/rfc5280#appendix-A.1 */
const COMMON_NAME_MAX = 64;
const SERIAL_BYTES = 16;
/** Years from here on are written with four digits. @see https://datatracker.ietf.org/doc/html/rfc5280#section-4.1.2.5 */
const FOUR_DIGIT_YEAR = 2050;

const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
} as const;

const lengthOf = (length: number): Buffer => {
  if (length < 0x80) return Buffer.of(length);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
};

const element = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
};

const sequence = (...parts: readonly Uint8Array[]): Buffer => element(TAG.sequence, ...parts);
const bits = (content: Uint8Array): Buffer => element(TAG.bitString, Buffer.of(0), content);
/** An identifier, in the bytes of its content. */
const identifier = (...bytes: readonly number[]): Buffer => element(TAG.objectIdentifier, Buffer.from(bytes));

/** 1.2.840.113549.1.1.11 */
const SHA256_WITH_RSA = sequence(identifier(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), element(TAG.null));
/** 2.5.4.3 */
const COMMON_NAME = identifier(0x55, 0x04, 0x03);
/** 2.5.29.19; critical, and of no authority over other certificates. */
const BASIC_CONSTRAINTS = sequence(
  identifier(0x55, 0x1d, 0x13),
  Buffer.of(0x01, 0x01, 0xff),
  element(TAG.octetString, sequence()),
);
/** Version 3. */
const VERSION = element(TAG.version, element(TAG.integer, Buffer.of(2)));

const time = (moment: number): Buffer => {
  const date = new Date(moment);
  const digits = `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`;
  return date.getUTCFullYear() < FOUR_DIGIT_YEAR
    ? element(TAG.utcTime, Buffer.from(digits.slice(2)))
    : element(TAG.generalizedTime, Buffer.from(digits));
};

const nameOf = (commonName: string): Buffer =>
  sequence(element(TAG.set, sequence(COMMON_NAME, element(TAG.utf8String, Buffer.from(commonName)))));

/** A positive number that no other key or time of ours has. */
const serialOf = (publicKey: Uint8Array, notBefore: number): Buffer => {
  const serial = createHash("sha256").update(publicKey).update(String(notBefore)).digest().subarray(0, SERIAL_BYTES);
  // The first bit says the sign, and the first byte may not be empty.
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return element(TAG.integer, serial);
};

/** The certificate, in DER. @throws RangeError for a common name that is empty or too long */
export const selfSignedCertificate = (privateKey: KeyObject, facts: CertificateFacts): Buffer => {
  const { commonName, notBefore, notAfter } = facts;
  if (commonName === "" || commonName.length > COMMON_NAME_MAX) throw new RangeError("commonName");
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const name = nameOf(commonName);
  const toBeSigned = sequence(
    VERSION,
    serialOf(publicKey, notBefore),
    SHA256_WITH_RSA,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKey,
    element(TAG.extensions, sequence(BASIC_CONSTRAINTS)),
  );
  return sequence(toBeSigned, SHA256_WITH_RSA, bits(sign("sha256", toBeSigned, privateKey)));
};
