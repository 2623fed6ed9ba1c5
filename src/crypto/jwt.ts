/**
 * Our own tokens: compact RS256 JWTs, signed on the thread pool and read back strictly. Foreign tokens are not read here.
 * @see https://datatracker.ietf.org/doc/html/rfc7515
 * @see https://datatracker.ietf.org/doc/html/rfc8725
 */
import { sign, verify, type KeyObject } from "node:crypto";
import { Secret } from "../contracts/secret.ts";
import type { SigningKey } from "./signing-keys.ts";

/** The longest token that is read, in characters: far beyond a user with a hundred groups. */
export const JWT_CHARACTERS_MAX = 65_536;

/** A token's header: exactly these two members, in this order. */
export interface JwtHeader {
  readonly kid: string;
  readonly alg: "RS256";
}

export type JwtClaims = Readonly<Record<string, unknown>>;

/** What a token turned out to be. Only `verified` claims may be believed. */
export type JwtReading =
  | { readonly kind: "verified"; readonly header: JwtHeader; readonly claims: JwtClaims }
  | { readonly kind: "malformed" | "unknown-key" | "bad-signature" };

/**
 * The public key named by `kid`; undefined when there is none. The claims are not verified yet: they may say where to
 * look (`iss`), never what to believe, and the key must belong to the pool that they name.
 */
export type FindKey = (
  kid: string,
  unverified: JwtClaims,
) => Promise<Pick<SigningKey, "publicKey"> | undefined> | Pick<SigningKey, "publicKey"> | undefined;

/** A signed token; members of the claims that are undefined are left out. */
export const signJwt = async (key: Pick<SigningKey, "kid" | "privateKey">, claims: JwtClaims): Promise<Secret> => {
  const header: JwtHeader = { kid: key.kid, alg: "RS256" };
  const content = `${encode(header)}.${encode(claims)}`;
  const signature = await signOnThreadPool(content, key.privateKey);
  return new Secret(`${content}.${signature.toString("base64url")}`);
};

/** Reads one of our tokens. Expiry, issuer and use are the caller's to judge. */
export const verifyJwt = async (token: Secret, findKey: FindKey): Promise<JwtReading> => {
  const parts = readParts(token.reveal());
  if (parts === undefined) return { kind: "malformed" };
  const { header, claims, content, signature } = parts;
  const key = await findKey(header.kid, claims);
  if (key === undefined) return { kind: "unknown-key" };
  const isSigned = verify("RSA-SHA256", Buffer.from(content), key.publicKey, signature);
  return isSigned ? { kind: "verified", header, claims } : { kind: "bad-signature" };
};

const encode = (value: object): string => Buffer.from(JSON.stringify(value), "utf8").toString("base64url");

const signOnThreadPool = (content: string, key: KeyObject): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sign("RSA-SHA256", Buffer.from(content), key, (error, signature) => {
      if (error === null) resolve(signature);
      else reject(error);
    });
  });

interface JwtParts {
  readonly header: JwtHeader;
  readonly claims: JwtClaims;
  readonly content: string;
  readonly signature: Buffer;
}

const readParts = (token: string): JwtParts | undefined => {
  if (token.length > JWT_CHARACTERS_MAX) return undefined;
  const [head, body, tail, ...rest] = token.split(".", 4);
  if (head === undefined || body === undefined || tail === undefined || rest.length > 0) return undefined;
  const header = readObject(head);
  const claims = readObject(body);
  const signature = decode(tail);
  if (header === undefined || claims === undefined || signature === undefined) return undefined;
  return isOurHeader(header) ? { header, claims, content: `${head}.${body}`, signature } : undefined;
};

/**
 * Nothing but kid and alg, and no other algorithm: stops `none`, HMAC with the public key as its secret, and keys that
 * the token brings along itself (`jwk`, `jku`, `x5u`) or extensions that we would not understand (`crit`).
 */
const isOurHeader = (header: JwtClaims): header is JwtClaims & JwtHeader =>
  Object.keys(header).length === 2 && header["alg"] === "RS256" && typeof header["kid"] === "string";

const readObject = (segment: string): JwtClaims | undefined => {
  const bytes = decode(segment);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is JwtClaims =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Base64url in its one canonical form, so that no two texts are the same token. */
const decode = (segment: string): Buffer | undefined => {
  const bytes = Buffer.from(segment, "base64url");
  return bytes.toString("base64url") === segment ? bytes : undefined;
};
