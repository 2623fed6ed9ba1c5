/**
 * Signs with each pool's keys and reads its access tokens back. Keys are made at first use, kept sealed, parsed once.
 */
import type { Secret } from "../contracts/secret.ts";
import { verifyJwt, signJwt, type JwtClaims } from "../crypto/jwt.ts";
import { jwks, readSigningKey, type KeyPairSource, type SigningKey } from "../crypto/signing-keys.ts";
import { accessTokenExpired, invalidAccessToken, unverifiedAccessToken } from "../model/refusals.ts";
import type { Store, StoredSigningKey } from "../storage/store.ts";
import type { AccessTokenClaims, Tokens, TokenUse } from "./tokens.ts";

/** Pools whose parsed keys are kept. */
const POOLS_KEPT = 1_000;

type PoolKeys = Readonly<Record<TokenUse, SigningKey>>;

export interface PoolTokensParts {
  readonly store: Store;
  readonly makeKeyPair: KeyPairSource;
  readonly now: () => number;
}

const USES: readonly TokenUse[] = ["id", "access"];

const parse = (stored: readonly StoredSigningKey[]): PoolKeys | undefined => {
  const id = stored.find(({ use }) => use === "id");
  const access = stored.find(({ use }) => use === "access");
  return id && access && { id: readSigningKey(id), access: readSigningKey(access) };
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
  const kept = new Map<string, Promise<PoolKeys>>();

  /** Two nodes may make keys at once: storage keeps the first pair of each use, and everybody reads those back. */
  const make = async (poolId: string): Promise<PoolKeys> => {
    const pairs = await Promise.all(USES.map(() => makeKeyPair()));
    const rows = USES.map((use, index) => {
      const { privateKey } = pairs[index]!;
      return { poolId, use, kid: readSigningKey({ privateKey }).kid, privateKey, createdAt: now() };
    });
    await store.transaction(async (tx) => {
      await tx.pools.get(poolId);
      for (const row of rows) await tx.signingKeys.insert(row);
    });
    const made = parse(await store.reader.signingKeys.ofPool(poolId));
    if (made === undefined) throw new Error("signing keys were not kept");
    return made;
  };

  const load = async (poolId: string): Promise<PoolKeys> =>
    parse(await store.reader.signingKeys.ofPool(poolId)) ?? (await make(poolId));

  const keysOf = (poolId: string): Promise<PoolKeys> => {
    const known = kept.get(poolId);
    if (known !== undefined) return known;
    const loading = load(poolId);
    const [oldest] = kept.keys();
    if (kept.size >= POOLS_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(poolId, loading);
    // What failed is not remembered.
    loading.catch(() => kept.delete(poolId));
    return loading;
  };

  /** The access key alone: an ID token is not an access token, whatever it says of itself. */
  const findKey = async (kid: string, unverified: JwtClaims): Promise<SigningKey | undefined> => {
    const poolId = poolIdOf(unverified);
    if (poolId === undefined || (await store.reader.pools.find(poolId)) === undefined) return undefined;
    const { access } = await keysOf(poolId);
    return access.kid === kid ? access : undefined;
  };

  return {
    sign: async (poolId, use, claims) => signJwt((await keysOf(poolId))[use], claims),
    readAccessToken: async (token: Secret, at: number) => {
      const reading = await verifyJwt(token, findKey);
      if (reading.kind === "bad-signature") throw unverifiedAccessToken();
      if (reading.kind !== "verified" || reading.claims["token_use"] !== "access") throw invalidAccessToken();
      const claims = readClaims(reading.claims, poolIdOf(reading.claims)!);
      if (at >= claims.expiresAt * 1000) throw accessTokenExpired();
      return claims;
    },
    publicKeys: async (poolId) => {
      const { id, access } = await keysOf(poolId);
      return jwks([id, access]).keys;
    },
  };
};
