/**
 * SRP-6a as Cognito does it, the server's side: verifiers of passwords, and the proof of a password that never travels.
 * A verifier cannot be used to sign in, but whoever holds it can try passwords against it: it is stored sealed.
 * @see https://datatracker.ietf.org/doc/html/rfc5054#section-2.5
 * Observed: the names in x, the padding and the key derivation are those of Amazon's clients.
 */
import { createHmac } from "node:crypto";
import type { Secret } from "../contracts/secret.ts";
import type { Chance } from "./chance.ts";
import { isEqualInConstantTime } from "./constant-time.ts";
import { modularPower } from "./modular-power.ts";
import { bytesOf, numberOf, pad, sha256, SRP_G, SRP_K, SRP_N } from "./srp-group.ts";

/** The length of a salt, in bytes. */
export const SRP_SALT_BYTES = 16;

/** The length of the server's secret exponent b, in bytes: twice the strength of the group. */
const SERVER_SECRET_BYTES = 32;

/** The most hexadecimal digits of SRP_A that are read; an honest one has 768 at most. */
const CLIENT_EPHEMERAL_DIGITS_MAX = 1024;

const KEY_BYTES = 16;
const DERIVATION_INFO = "Caldera Derived Key";

/** Who the password belongs to: `poolName` is the pool id after its `_`, `username` the stored one (USER_ID_FOR_SRP). */
export interface SrpIdentity {
  readonly poolName: string;
  readonly username: string;
}

/** A proof that must not even be computed, because its outcome would not depend on the password. */
export class SrpRefusal extends Error {
  override readonly name = "SrpRefusal";
}

/** 16 random bytes, the first of them not zero: clients disagree on leading zeros. */
export const newSalt = (random: Chance): Buffer => {
  const salt = Buffer.from(random.bytes(SRP_SALT_BYTES));
  if (salt[0] === 0) salt[0] = 1;
  return salt;
};

/** SHA-256 of identity and password, 32 bytes; what Cognito's clients hash into x. */
export const innerHash = (poolName: string, username: string, password: Secret): Buffer =>
  sha256(Buffer.from(`${poolName}${username}:${password.reveal()}`, "utf8"));

/** v, 384 bytes: what is stored in place of the password. @throws OverloadError */
export const makeVerifier = (
  given: SrpIdentity & { readonly password: Secret; readonly salt: Uint8Array },
): Promise<Buffer> =>
  modularPower(SRP_G, sha256(pad(given.salt), innerHash(given.poolName, given.username, given.password)));

/** Whether the verifier is this password's; in constant time. @throws OverloadError */
export const checkPassword = async (
  given: SrpIdentity & { readonly password: Secret; readonly salt: Uint8Array; readonly verifier: Uint8Array },
): Promise<boolean> => isEqualInConstantTime(await makeVerifier(given), given.verifier);

/** b, the server's secret exponent: new for every challenge, kept sealed until the answer. */
export const newServerSecret = (random: Chance): Uint8Array => random.bytes(SERVER_SECRET_BYTES);

/** B = k·v + g^b, 384 bytes; travels as `hexOf(B)` in SRP_B. @throws OverloadError */
export const serverEphemeral = async (given: {
  readonly verifier: Uint8Array;
  readonly b: Uint8Array;
}): Promise<Buffer> => {
  const power = numberOf(await modularPower(SRP_G, given.b));
  return bytesOf((SRP_K * numberOf(given.verifier) + power) % SRP_N);
};

/**
 * A from SRP_A, hexadecimal of any parity; undefined when it is no number, too long, or a multiple of N.
 * The last stops signing in without a password: with A ≡ 0 the session key is that of 0, whoever the user is.
 * @see https://datatracker.ietf.org/doc/html/rfc5054#section-2.5.4
 */
export const readClientEphemeral = (hex: string): Buffer | undefined => {
  if (hex.length > CLIENT_EPHEMERAL_DIGITS_MAX || !/^[0-9a-f]+$/i.test(hex)) return undefined;
  const a = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return numberOf(a) % SRP_N === 0n ? undefined : a;
};

/** What both sides know after the exchange: u, the shared number S, and K, the key of the proof (16 bytes). */
export interface SrpSession {
  readonly u: Buffer;
  readonly S: Buffer;
  readonly K: Buffer;
}

/**
 * The server's session: S = (A·v^u)^b. `A` is hashed as it was received, and reduced for the powers.
 * @throws SrpRefusal when A ≡ 0 or u = 0, with which S would not depend on the password
 * @throws OverloadError
 */
export const serverSession = async (given: {
  readonly A: Uint8Array;
  readonly B: Uint8Array;
  readonly b: Uint8Array;
  readonly verifier: Uint8Array;
}): Promise<SrpSession> => {
  const A = numberOf(given.A) % SRP_N;
  if (A === 0n) throw new SrpRefusal("A is a multiple of N");
  const u = sha256(pad(given.A), pad(given.B));
  if (numberOf(u) === 0n) throw new SrpRefusal("u is zero");
  const base = (A * numberOf(await modularPower(given.verifier, u))) % SRP_N;
  // OpenSSL refuses a base of 1 or N − 1, of which every power is known.
  if (base <= 1n || base === SRP_N - 1n) throw new SrpRefusal("the session is known beforehand");
  const S = await modularPower(bytesOf(base), given.b);
  return { u, S, K: sessionKey(u, S) };
};

const hmac = (key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer =>
  parts.reduce((made, part) => made.update(part), createHmac("sha256", key)).digest();

/**
 * K from u and S: HKDF-SHA256 with u as salt, as far as one block, which two HMACs make in a quarter of `hkdfSync`'s time.
 * Observed: the info text is Amazon's.
 * @see https://datatracker.ietf.org/doc/html/rfc5869#section-2
 */
const sessionKey = (u: Uint8Array, S: Uint8Array): Buffer =>
  hmac(hmac(pad(u), pad(S)), DERIVATION_INFO, Uint8Array.of(1)).subarray(0, KEY_BYTES);

/** What PASSWORD_CLAIM_SIGNATURE must be, 32 bytes. `timestamp` is the text as received. */
export const proofOf = (
  given: SrpIdentity & { readonly K: Uint8Array; readonly secretBlock: Uint8Array; readonly timestamp: string },
): Buffer => hmac(given.K, given.poolName, given.username, given.secretBlock, given.timestamp);

/** Whether PASSWORD_CLAIM_SIGNATURE, in base64 as received, proves the password; in constant time. */
export const isProof = (expected: Uint8Array, signature: string): boolean =>
  isEqualInConstantTime(expected, Buffer.from(signature, "base64"));
