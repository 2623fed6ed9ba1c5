/**
 * Signs with each pool's keys and reads its access tokens back. Keys are made at first use, kept sealed, and parsed seldom.
 */
import type { Secret } from "../contracts/secret.ts";
import { selfSignedCertificate } from "../crypto/certificate.ts";
import { verifyJwt, signJwt, type JwtClaims } from "../crypto/jwt.ts";
import { jwks, readSigningKey, type KeyPairSource, type SigningKey } from "../crypto/signing-keys.ts";
import { accessTokenExpired, invalidAccessToken, unverifiedAccessToken } from "../model/refusals.ts";
import { signingAt } from "../model/signing-key-times.ts";
import type { Store, StoredSigningKey } from "../storage/store.ts";
import type { AccessTokenClaims, Tokens, TokenUse } from "./tokens.ts";

/** Pools whose parsed keys are kept. */
const POOLS_KEPT = 1_000;

/** How long keys are kept before storage is asked again: another node may have let new ones take over. */
const KEYS_KEPT_MS = 60_000;

/** How long the certificate of a key is good for. */
const CERTIFICATE_YEARS = 10;

/** A parsed pair and its times. */
interface PoolKey extends Pick<StoredSigningKey, "use" | "signsFrom" | "endsAt"> {
  readonly key: SigningKey;
}

interface KeptKeys {
  readonly readAt: number;
  /** In the order in which they sign. */
  readonly keys: Promise<readonly PoolKey[]>;
}

export interface PoolTokensParts {
  readonly store: Store;
  readonly makeKeyPair: KeyPairSource;
  readonly now: () => number;
}

const USES: readonly TokenUse[] = ["id", "access"];

const parse = (stored: readonly StoredSigningKey[]): readonly PoolKey[] =>
  stored.map((pair) => ({
    use: pair.use,
    signsFrom: pair.signsFrom,
    endsAt: pair.endsAt,
    key: readSigningKey(pair),
  }));

/** The pairs that are believed at `now`. */
const standing = (keys: readonly PoolKey[], use: TokenUse, now: number): readonly PoolKey[] =>
  keys.filter((pair) => pair.use === use && (pair.endsAt === null || now < pair.endsAt));

const certificateOf = (poolId: string, { key, signsFrom }: PoolKey): Buffer => {
  const end = new Date(signsFrom);
  return selfSignedCertificate(key.privateKey, {
    commonName: poolId,
    notBefore: signsFrom,
    notAfter: end.setUTCFullYear(end.getUTCFullYear() + CERTIFICATE_YEARS),
  });
};

/** The pool that an issuer names: its last path segment, for our own issuer and for Amazon's. */
const poolIdOf = (claims: JwtClaims): string | undefined => {
  const issuer = claims["iss"];
  return typeof issuer === "string" ? issuer.slice(issuer.lastIndexOf("/") + 1) : undefined;
};

const text = (claims: JwtClaims, name: string): string => {
  const value = claims[name];
  if (typeof value !== "string") throw invalidAccessToken();
  return value;
};

const moment = (claims: JwtClaims, name: string): number => {
  const value = claims[name];
  if (typeof value !== "number") throw invalidAccessToken();
  return value;
};

const readClaims = (claims: JwtClaims, poolId: string): AccessTokenClaims => ({
  poolId,
  sub: text(claims, "sub"),
  clientId: text(claims, "client_id"),
  username: text(claims, "username"),
  originJti: claims["origin_jti"] === undefined ? null : text(claims, "origin_jti"),
  jti: text(claims, "jti"),
  scopes: claims["scope"] === undefined ? [] : text(claims, "scope").split(" "),
  issuedAt: moment(claims, "iat"),
  expiresAt: moment(claims, "exp"),
});

export const createPoolTokens = ({ store, makeKeyPair, now }: PoolTokensParts): Tokens => {
  const kept = new Map<string, KeptKeys>();

  const newKeys = async (poolId: string, signsFrom: number): Promise<readonly StoredSigningKey[]> => {
    const pairs = await Promise.all(USES.map(() => makeKeyPair()));
    return USES.map((use, index) => {
      const { privateKey } = pairs[index]!;
      const { kid } = readSigningKey({ privateKey });
      return { poolId, use, kid, privateKey, createdAt: now(), signsFrom, endsAt: null };
    });
  };

  /** Two nodes may make keys at once: storage keeps the first pair of each use, and everybody reads those back. */
  const make = async (poolId: string): Promise<readonly PoolKey[]> => {
    const rows = await newKeys(poolId, now());
    await store.transaction(async (tx) => {
      await tx.pools.get(poolId);
      for (const row of rows) await tx.signingKeys.insert(row);
    });
    const made = parse(await store.reader.signingKeys.ofPool(poolId, now()));
    if (USES.some((use) => !made.some((pair) => pair.use === use))) throw new Error("signing keys were not kept");
    return made;
  };

  const load = async (poolId: string): Promise<readonly PoolKey[]> => {
    const stored = await store.reader.signingKeys.ofPool(poolId, now());
    return stored.length === 0 ? make(poolId) : parse(stored);
  };

  const keysOf = (poolId: string): Promise<readonly PoolKey[]> => {
    const known = kept.get(poolId);
    const readAt = now();
    if (known !== undefined && readAt < known.readAt + KEYS_KEPT_MS) return known.keys;
    const keys = load(poolId);
    kept.delete(poolId);
    const [oldest] = kept.keys();
    if (kept.size >= POOLS_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(poolId, { readAt, keys });
    // What failed is not remembered.
    keys.catch(() => kept.delete(poolId));
    return keys;
  };

  /** Access keys alone: an ID token is not an access token, whatever it says of itself. */
  const findKey = async (kid: string, unverified: JwtClaims): Promise<SigningKey | undefined> => {
    const poolId = poolIdOf(unverified);
    if (poolId === undefined || (await store.reader.pools.find(poolId)) === undefined) return undefined;
    return standing(await keysOf(poolId), "access", now()).find(({ key }) => key.kid === kid)?.key;
  };

  const signingPair = async (poolId: string, use: TokenUse): Promise<PoolKey> => {
    const signing = signingAt(standing(await keysOf(poolId), use, now()), now());
    if (signing === undefined) throw new Error("a pool has a pair of each use that signs");
    return signing;
  };

  return {
    sign: async (poolId, use, claims) => signJwt((await signingPair(poolId, use)).key, claims),
    certificate: async (poolId) => certificateOf(poolId, await signingPair(poolId, "id")),
    readAccessToken: async (token: Secret, at: number) => {
      const reading = await verifyJwt(token, findKey);
      if (reading.kind === "bad-signature") throw unverifiedAccessToken();
      if (reading.kind !== "verified" || reading.claims["token_use"] !== "access") throw invalidAccessToken();
      const claims = readClaims(reading.claims, poolIdOf(reading.claims)!);
      if (at >= claims.expiresAt * 1000) throw accessTokenExpired();
      return claims;
    },
    publicKeys: async (poolId) => {
      const keys = await keysOf(poolId);
      return jwks(USES.flatMap((use) => standing(keys, use, now())).map(({ key }) => key)).keys;
    },
    newKeys,
    forgetKeys: (poolId) => {
      kept.delete(poolId);
    },
  };
};
