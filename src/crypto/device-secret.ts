/** What a device registers in place of its secret: a verifier of SRP, over the key of its group and its own. */
import { hash } from "node:crypto";
import { bytesOf, numberOf, SRP_N } from "./srp-group.ts";

/** The longest salt that is read, in bytes; an honest one has 16, and a zero byte before a high one. */
const SALT_BYTES_MAX = 64;

/** The longest verifier that is read, in bytes: a number of 384, and a zero byte before a high one. */
const VERIFIER_BYTES_MAX = 385;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const fromBase64 = (text: string, bytesMax: number): Buffer | undefined => {
  if (text.length > Math.ceil(bytesMax / 3) * 4 || !BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 0 || bytes.length > bytesMax ? undefined : bytes;
};

/** Salt and verifier as they are stored; the verifier has all of its 384 bytes. */
export interface DeviceSecret {
  readonly salt: Buffer;
  readonly verifier: Buffer;
}

/**
 * Salt and verifier from base64; undefined where they are not, are too long, or the verifier is none: 0, 1 and N − 1
 * are proven by anybody, and N or more is no number of the group.
 */
export const readDeviceSecret = (given: {
  readonly PasswordVerifier?: string | undefined;
  readonly Salt?: string | undefined;
}): DeviceSecret | undefined => {
  const salt = fromBase64(given.Salt ?? "", SALT_BYTES_MAX);
  const bytes = fromBase64(given.PasswordVerifier ?? "", VERIFIER_BYTES_MAX);
  if (salt === undefined || bytes === undefined) return undefined;
  const verifier = numberOf(bytes);
  return verifier > 1n && verifier < SRP_N - 1n ? { salt, verifier: bytesOf(verifier) } : undefined;
};

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const GROUP_KEY_LETTERS = 8;

/**
 * The DeviceGroupKey of a pool: no secret, it stands where a user's password has the pool's name. Observed: a hyphen and
 * eight letters or digits. Assumed: the same for all devices of a pool.
 */
export const deviceGroupKey = (poolId: string): string =>
  `-${[...hash("sha256", `device group of ${poolId}`, "buffer").subarray(0, GROUP_KEY_LETTERS)]
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join("")}`;
