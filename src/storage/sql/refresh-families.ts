import type { RefreshFamily } from "../../model/refresh-family.ts";
import type { RefreshFamilyReader, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import type { Protection } from "./protection.ts";
import { requireInserted } from "./rows.ts";
import { sql } from "./sql.ts";

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
  readonly version: number;
}

const familyOf = (row: FamilyRow): RefreshFamily => ({
  poolId: row.pool_id,
  sub: row.sub,
  clientId: row.client_id,
  originJti: row.origin_jti,
  authTime: row.auth_time,
  scopes: fromJson(row.scopes),
  tokenEpoch: row.token_epoch,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  version: row.version,
});

const PURPOSE = "refresh-token";

/** Reads families, by the keyed hash of their token or by their origin. */
export const refreshFamilyReader = (connection: Connection, { keyedHash }: Protection): RefreshFamilyReader => ({
  byToken: async (poolId, token) => {
    for (const hash of keyedHash.candidates(PURPOSE, [poolId], token)) {
      const row = await connection.first<FamilyRow>(
        sql`select pool_id, sub, client_id, origin_jti, auth_time, scopes, token_epoch, created_at, expires_at,
            revoked_at, version
          from refresh_families where pool_id = ${poolId} and token_hash = ${hash}`,
      );
      if (row !== undefined) return familyOf(row);
    }
    return undefined;
  },
  byOrigin: async (poolId, originJti) => {
    const row = await connection.first<FamilyRow>(
      sql`select pool_id, sub, client_id, origin_jti, auth_time, scopes, token_epoch, created_at, expires_at,
          revoked_at, version
        from refresh_families where pool_id = ${poolId} and origin_jti = ${originJti}`,
    );
    return row && familyOf(row);
  },
});

/** Reads, inserts and revokes families. */
export const refreshFamilyWriter = (
  connection: Connection,
  protection: Protection,
): Transaction["refreshFamilies"] => ({
  ...refreshFamilyReader(connection, protection),
  insert: async (family, token) => {
    const hash = protection.keyedHash.hash(PURPOSE, [family.poolId], token);
    requireInserted(
      await connection.run(
        sql`insert into refresh_families (pool_id, origin_jti, sub, client_id, token_hash, auth_time, scopes,
            token_epoch, created_at, expires_at, revoked_at, version)
          values (${family.poolId}, ${family.originJti}, ${family.sub}, ${family.clientId}, ${hash},
            ${family.authTime}, ${JSON.stringify(family.scopes)}, ${family.tokenEpoch}, ${family.createdAt},
            ${family.expiresAt}, ${family.revokedAt}, ${family.version + 1})
          on conflict (pool_id, origin_jti) do nothing`,
      ),
    );
  },
  revoke: async ({ poolId, originJti }, now) => {
    // Whatever else has happened to it: a revocation never loses.
    await connection.run(
      sql`update refresh_families set revoked_at = ${now}, version = version + 1
        where pool_id = ${poolId} and origin_jti = ${originJti} and revoked_at is null`,
    );
  },
});
