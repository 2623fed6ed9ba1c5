import { SESSIONS_SHOWN, type TokenSession } from "../../model/token-session.ts";
import type { TokenSessionReader, TokenSessionWriter } from "../token-families.ts";
import type { Connection } from "./engine.ts";
import { requireInserted } from "./rows.ts";
import { sql } from "./sql.ts";

interface SessionRow {
  readonly pool_id: string;
  readonly origin_jti: string;
  readonly sub: string;
  readonly id: string;
  readonly client_id: string;
  readonly token_epoch: number;
  readonly device_type: string;
  readonly ip_address: string;
  readonly created_at: number;
  readonly last_active_at: number;
  readonly expires_at: number;
}

const sessionOf = (row: SessionRow): TokenSession => ({
  poolId: row.pool_id,
  originJti: row.origin_jti,
  sub: row.sub,
  id: row.id,
  clientId: row.client_id,
  tokenEpoch: row.token_epoch,
  deviceType: row.device_type,
  ipAddress: row.ip_address,
  createdAt: row.created_at,
  lastActiveAt: row.last_active_at,
  expiresAt: row.expires_at,
});

/** Reads the sessions of users. What a global sign-out ended is not there. */
export const tokenSessionReader = (connection: Connection): TokenSessionReader => ({
  ofUser: async ({ poolId, sub, tokenEpoch }, now) => {
    const rows = await connection.all<SessionRow>(
      sql`select pool_id, origin_jti, sub, id, client_id, token_epoch, device_type, ip_address, created_at,
          last_active_at, expires_at
        from token_sessions
        where pool_id = ${poolId} and sub = ${sub} and token_epoch >= ${tokenEpoch} and expires_at > ${now}
        order by last_active_at, created_at, id limit ${SESSIONS_SHOWN}`,
    );
    return rows.map(sessionOf);
  },
});

/** Reads and writes sessions. They end with their family. */
export const tokenSessionWriter = (connection: Connection): TokenSessionWriter => ({
  ...tokenSessionReader(connection),
  insert: async (session) => {
    requireInserted(
      await connection.run(
        sql`insert into token_sessions (pool_id, origin_jti, sub, id, client_id, token_epoch, device_type, ip_address,
            created_at, last_active_at, expires_at)
          values (${session.poolId}, ${session.originJti}, ${session.sub}, ${session.id}, ${session.clientId},
            ${session.tokenEpoch}, ${session.deviceType}, ${session.ipAddress}, ${session.createdAt},
            ${session.lastActiveAt}, ${session.expiresAt})
          on conflict (pool_id, origin_jti) do nothing`,
      ),
    );
  },
  touch: async ({ poolId, originJti }, { lastActiveAt, deviceType, ipAddress }) => {
    await connection.run(
      sql`update token_sessions set last_active_at = ${lastActiveAt}, device_type = ${deviceType},
          ip_address = ${ipAddress}
        where pool_id = ${poolId} and origin_jti = ${originJti}`,
    );
  },
  prune: async ({ poolId, sub, tokenEpoch }, now) => {
    await connection.run(
      sql`delete from token_sessions
        where pool_id = ${poolId} and sub = ${sub} and (token_epoch < ${tokenEpoch} or expires_at <= ${now})`,
    );
  },
});
