/**
 * Refresh tokens: opaque, in the form of Amazon's, so that clients which look at them are content. Nothing is in them:
 * what counts is the keyed hash of the whole token in the database.
 * @see https://datatracker.ietf.org/doc/html/rfc7516#section-3.1 (the five parts)
 */
import { Secret } from "../contracts/secret.ts";
import type { Chance } from "./chance.ts";

/** Observed: the header of every refresh token of Cognito's. */
const HEADER = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString("base64url");

/** The parts after the header, in bytes: encrypted key, nonce, ciphertext, tag. The third alone is 256 bits of chance. */
const PART_BYTES = [256, 12, 32, 16] as const;

const TOKEN_LENGTH = PART_BYTES.reduce((length, bytes) => length + 1 + Math.ceil((bytes * 4) / 3), HEADER.length);

const [HANDLE_BYTES, ...OWN_BYTES] = PART_BYTES;

const tokenOf = (handle: string, bytes: Uint8Array): Secret => {
  let from = 0;
  const parts = OWN_BYTES.map((length) => Buffer.from(bytes.subarray(from, (from += length))).toString("base64url"));
  return new Secret([HEADER, handle, ...parts].join("."));
};

/** What the tokens of one family have different from each other, in bytes. */
export const TOKEN_OWN_BYTES = OWN_BYTES.reduce((sum, length) => sum + length, 0);

/** A new refresh token, of a new family. */
export const newRefreshToken = (random: Chance): Secret =>
  tokenOf(Buffer.from(random.bytes(HANDLE_BYTES)).toString("base64url"), random.bytes(TOKEN_OWN_BYTES));

/**
 * What the tokens of a family have in common: the first part after the header. It is as secret as the token; who knows
 * it has held one of them. A text of another form is its own handle.
 */
export const handleOf = (token: Secret): Secret => {
  const clear = token.reveal();
  return new Secret(clear.split(".")[1] ?? clear);
};

/**
 * The one successor of a token: `bytesOf` makes bytes that nobody can tell without the master key, always the same for
 * the same token. So of any number of requests with one token all are answered with the same next one, and none of
 * them has to be stored.
 */
export const successorOf = (token: Secret, bytesOf: (token: string, length: number) => Uint8Array): Secret =>
  tokenOf(handleOf(token).reveal(), bytesOf(token.reveal(), TOKEN_OWN_BYTES));

/** Whether a token could be a refresh token of ours: a quick look before the database is asked. */
export const isRefreshTokenShaped = (token: Secret): boolean => {
  const clear = token.reveal();
  return clear.length === TOKEN_LENGTH && clear.startsWith(`${HEADER}.`) && /^[\w-]+(?:\.[\w-]+){4}$/.test(clear);
};
