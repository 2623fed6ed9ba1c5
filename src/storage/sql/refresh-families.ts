import { handleOf } from "../../crypto/refresh-token.ts";
import type { RefreshFamily, TokenStanding } from "../../model/refresh-family.ts";
import type { RefreshFamilyReader, RefreshFamilyWriter } from "../token-families.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import type { Protection } from "./protection.ts";
import { requireInserted } from "./rows.ts";
import { sql } from "./sql.ts";

/** The keyed hash of a replaced token, in base64, and how long it works all the same. */
interface ReplacedToken {
  readonly hash: string;
  readonly until: number;
}

/** Replaced tokens that are remembered while they work: of a client that rotates faster, the oldest stop working sooner. */
const REPLACED_KEPT = 16;

interface FamilyRow {
  readonly pool_id: string;
  readonly sub: string;
  readonly client_id: string;
  readonly origin_jti: string;
  readonly auth_time: number;
  readonly scopes: JsonText<RefreshFamily["scopes"]>;
  readonly token_epoch: number;
  readonly created_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
  readonly device_key: string | null;
  readonly device_confirmed: number;
  readonly version: number;
}

interface TokenRow extends FamilyRow {
  readonly token_hash: Uint8Array;
  readonly replaced_tokens: JsonText<readonly ReplacedToken[]>;
}

const familyOf = (row: FamilyRow): RefreshFamily => ({
  poolId: row.pool_id,
  sub: row.sub,
  clientId: row.client_id,
  originJti: row.origin_jti,
  authTime: row.auth_time,
  scopes: fromJson(row.scopes),
  tokenEpoch: row.token_epoch,
  device: row.device_key === null ? null : { key: row.device_key, confirmed: row.device_confirmed === 1 },
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  version: row.version,
});

const TOKEN = "refresh-token";
const HANDLE = "refresh-handle";

/** `hashes` are those of one token, under each master key. */
const standingOf = (row: TokenRow, hashes: readonly Uint8Array[]): TokenStanding => {
  const current = Buffer.from(row.token_hash);
  if (hashes.some((hash) => current.equals(hash))) return { kind: "current" };
  const texts = new Set(hashes.map((hash) => Buffer.from(hash).toString("base64")));
  const replaced = fromJson(row.replaced_tokens).find(({ hash }) => texts.has(hash));
  return replaced === undefined ? { kind: "stale" } : { kind: "replaced", usableUntil: replaced.until };
};

/** Reads families, by the keyed hashes of a token of theirs or by their origin. */
export const refreshFamilyReader = (connection: Connection, { keyedHash }: Protection): RefreshFamilyReader => ({
  byToken: async (poolId, token) => {
    // Both lists name the same master keys in the same order.
    const handles = keyedHash.candidates(HANDLE, [poolId], handleOf(token));
    const hashes = keyedHash.candidates(TOKEN, [poolId], token);
    for (const [index, hash] of hashes.entries()) {
      // The handle of a family is kept from the first time that its token is replaced: before, there is only one token.
      const row = await connection.first<TokenRow>(
        sql`select pool_id, sub, client_id, origin_jti, auth_time, scopes, token_epoch, created_at, expires_at,
            revoked_at, device_key, device_confirmed, version, token_hash, replaced_tokens
          from refresh_families
          where pool_id = ${poolId} and (token_hash = ${hash} or handle_hash = ${handles[index] ?? null})`,
      );
      if (row !== undefined) return { family: familyOf(row), standing: standingOf(row, hashes) };
    }
    return undefined;
  },
  byOrigin: async (poolId, originJti) => {
    const row = await connection.first<FamilyRow>(
      sql`select pool_id, sub, client_id, origin_jti, auth_time, scopes, token_epoch, created_at, expires_at,
          revoked_at, device_key, device_confirmed, version
        from refresh_families where pool_id = ${poolId} and origin_jti = ${originJti}`,
    );
    return row && familyOf(row);
  },
});

/** The replaced tokens of a family that still work, with the one that is replaced now. */
const replacedTokens = (
  row: Pick<TokenRow, "token_hash" | "replaced_tokens">,
  usableUntil: number,
  now: number,
): readonly ReplacedToken[] =>
  [...fromJson(row.replaced_tokens), { hash: Buffer.from(row.token_hash).toString("base64"), until: usableUntil }]
    .filter(({ until }) => now < until)
    .slice(-REPLACED_KEPT);

/** Reads, inserts, rotates and revokes families. */
export const refreshFamilyWriter = (connection: Connection, protection: Protection): RefreshFamilyWriter => ({
  ...refreshFamilyReader(connection, protection),
  insert: async (family, token) => {
    const hash = protection.keyedHash.hash(TOKEN, [family.poolId], token);
    requireInserted(
      await connection.run(
        sql`insert into refresh_families (pool_id, origin_jti, sub, client_id, token_hash, auth_time, scopes,
            token_epoch, created_at, expires_at, revoked_at, device_key, device_confirmed, version)
          values (${family.poolId}, ${family.originJti}, ${family.sub}, ${family.clientId}, ${hash},
            ${family.authTime}, ${JSON.stringify(family.scopes)}, ${family.tokenEpoch}, ${family.createdAt},
            ${family.expiresAt}, ${family.revokedAt}, ${family.device?.key ?? null},
            ${family.device?.confirmed === true ? 1 : 0}, ${family.version + 1})
          on conflict (pool_id, origin_jti) do nothing`,
      ),
    );
  },
  rotate: async ({ poolId, originJti, version }, to, usableUntil, now) => {
    const before = await connection.first<Pick<TokenRow, "token_hash" | "replaced_tokens">>(
      sql`select token_hash, replaced_tokens from refresh_families
        where pool_id = ${poolId} and origin_jti = ${originJti} and version = ${version}`,
    );
    if (before === undefined) return false;
    const { keyedHash } = protection;
    const replaced = JSON.stringify(replacedTokens(before, usableUntil, now));
    const changed = await connection.run(
      sql`update refresh_families set token_hash = ${keyedHash.hash(TOKEN, [poolId], to)},
          handle_hash = ${keyedHash.hash(HANDLE, [poolId], handleOf(to))}, replaced_tokens = ${replaced},
          version = version + 1
        where pool_id = ${poolId} and origin_jti = ${originJti} and version = ${version} and revoked_at is null`,
    );
    return changed === 1;
  },
  confirmDevice: async ({ poolId, originJti }) => {
    await connection.run(
      sql`update refresh_families set device_confirmed = 1 where pool_id = ${poolId} and origin_jti = ${originJti}`,
    );
  },
  revoke: async ({ poolId, originJti }, now) => {
    // Whatever else has happened to it: a revocation never loses.
    await connection.run(
      sql`update refresh_families set revoked_at = ${now}, version = version + 1
        where pool_id = ${poolId} and origin_jti = ${originJti} and revoked_at is null`,
    );
    await connection.run(sql`delete from token_sessions where pool_id = ${poolId} and origin_jti = ${originJti}`);
  },
});
