/**
 * The RSA key pairs that sign a pool's tokens: made off the event loop, kept as PKCS #8, parsed once, named by kid.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, hash, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { Secret } from "../contracts/secret.ts";

/** The size of a token-signing key, in bits: Cognito's. */
const MODULUS_BITS = 2048;

/** The public half of a pair, in base64url without padding. @see https://datatracker.ietf.org/doc/html/rfc7518#section-6.3.1 */
export interface RsaPublicJwk {
  readonly kty: "RSA";
  readonly n: string;
  readonly e: string;
}

/** A key pair as it is made and stored. */
export interface KeyPair {
  /** PKCS #8 in PEM; sealed in storage. */
  readonly privateKey: Secret;
  readonly publicJwk: RsaPublicJwk;
}

/** Where pairs come from: `makeKeyPair` in a server, a fixed set in tests. */
export type KeyPairSource = () => Promise<KeyPair>;

/** A pair that is ready to sign. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: RsaPublicJwk;
}

/** A public key as the JWKS endpoint shows it. @see https://datatracker.ietf.org/doc/html/rfc7517 */
export interface PublishedKey {
  readonly alg: "RS256";
  readonly e: string;
  readonly kid: string;
  readonly kty: "RSA";
  readonly n: string;
  readonly use: "sig";
}

const generate = promisify(generateKeyPair);

/** A new pair, made on the thread pool; it takes a tenth of a second or less. */
export const makeKeyPair: KeyPairSource = async () => {
  const { privateKey, publicKey } = await generate("rsa", { modulusLength: MODULUS_BITS, publicExponent: 0x1_0001 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  return { privateKey: new Secret(pem.toString()), publicJwk: publicJwkOf(publicKey) };
};

/**
 * The kid of a key: its thumbprint in standard base64, 44 characters.
 * @see https://datatracker.ietf.org/doc/html/rfc7638
 * Observed: Cognito's kids have this form; how it derives them is not documented.
 */
export const kidOf = (jwk: RsaPublicJwk): string =>
  hash("sha256", JSON.stringify({ e: jwk.e, kty: jwk.kty, n: jwk.n }), "base64");

/** Parses a stored pair, which costs as much as a signature: keep the result. */
export const readSigningKey = (pair: Pick<KeyPair, "privateKey">): SigningKey => {
  const privateKey = createPrivateKey(pair.privateKey.reveal());
  const publicKey = createPublicKey(privateKey);
  const publicJwk = publicJwkOf(publicKey);
  return { kid: kidOf(publicJwk), privateKey, publicKey, publicJwk };
};

/** What `/.well-known/jwks.json` answers, members in Amazon's order. */
export const jwks = (keys: readonly SigningKey[]): { readonly keys: readonly PublishedKey[] } => ({
  keys: keys.map(({ kid, publicJwk: { e, n } }) => ({ alg: "RS256", e, kid, kty: "RSA", n, use: "sig" })),
});

const publicJwkOf = (key: KeyObject): RsaPublicJwk => {
  const { n, e } = key.export({ format: "jwk" });
  if (n === undefined || e === undefined) throw new TypeError("a token-signing key is an RSA key");
  return { kty: "RSA", n, e };
};
