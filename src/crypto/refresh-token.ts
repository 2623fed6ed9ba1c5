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

/** A new refresh token. */
export const newRefreshToken = (random: Chance): Secret => {
  const parts = PART_BYTES.map((bytes) => Buffer.from(random.bytes(bytes)).toString("base64url"));
  return new Secret([HEADER, ...parts].join("."));
};

/** Whether a token could be a refresh token of ours: a quick look before the database is asked. */
export const isRefreshTokenShaped = (token: Secret): boolean => {
  const clear = token.reveal();
  return clear.length === TOKEN_LENGTH && clear.startsWith(`${HEADER}.`) && /^[\w-]+(?:\.[\w-]+){4}$/.test(clear);
};
