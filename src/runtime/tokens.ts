/**
 * The token port: signing with a pool's keys and reading access tokens back.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { PublishedKey } from "../crypto/signing-keys.ts";
import type { StoredSigningKey } from "../storage/store.ts";

/** A pool has two key pairs: one for ID tokens, one for access tokens. */
export type TokenUse = "id" | "access";

/** The claims of an access token that the server itself reads. Times are whole seconds. */
export interface AccessTokenClaims {
  readonly poolId: string;
  readonly sub: string;
  readonly clientId: string;
  readonly username: string;
  readonly originJti: string | null;
  readonly jti: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface Tokens {
  /** A compact RS256 JWT. The pool's keys are made at first use. */
  sign(poolId: string, use: TokenUse, claims: Readonly<Record<string, unknown>>): Promise<Secret>;
  /**
   * What an access token says, once its signature, its kind and its expiry are verified. Whether it was revoked is the
   * caller's to ask.
   * @throws NotAuthorizedException in Cognito's words
   */
  readAccessToken(token: Secret, now: number): Promise<AccessTokenClaims>;
  /** The public keys of a pool: those that sign, those that will, and those whose tokens may still be about; of ID tokens first. */
  publicKeys(poolId: string): Promise<readonly PublishedKey[]>;
  /**
   * The self-signed X.509 certificate, in DER, of the key that signs ID tokens; good for ten years from when it began to
   * sign. The same for as long as that key signs.
   */
  certificate(poolId: string): Promise<Buffer>;
  /** A new pair of each use, which signs from a moment on. Nothing is kept. */
  newKeys(poolId: string, signsFrom: number): Promise<readonly StoredSigningKey[]>;
  /** The pool's keys have changed in storage. */
  forgetKeys(poolId: string): void;
}
