import type { ChallengeSession } from "../../model/challenge-session.ts";
import type { SessionReader, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { openJson, sealJson, type JsonPlace, type Protection } from "./protection.ts";
import { requireInserted } from "./rows.ts";
import { sql } from "./sql.ts";

interface SessionRow {
  readonly id: string;
  readonly client_id: string;
  readonly sub: string;
  readonly challenge: string;
  readonly state: Uint8Array;
  readonly created_at: number;
  readonly expires_at: number;
  readonly spent_at: number | null;
}

const PURPOSE = "session";

const statePlace = (poolId: string, id: string): JsonPlace<ChallengeSession["state"]> => ({
  table: "sessions",
  column: "state",
  key: [poolId, id],
});

const sessionOf = (poolId: string, row: SessionRow, protection: Protection): ChallengeSession => ({
  poolId,
  id: row.id,
  clientId: row.client_id,
  sub: row.sub,
  challenge: row.challenge,
  state: openJson(protection, statePlace(poolId, row.id), row.state),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  spentAt: row.spent_at,
});

/** Reads the sessions of challenges, by the keyed hash of their token or by themselves. */
export const sessionReader = (connection: Connection, protection: Protection): SessionReader => ({
  find: async (poolId, session) => {
    for (const hash of protection.keyedHash.candidates(PURPOSE, [poolId], session)) {
      const row = await connection.first<SessionRow>(
        sql`select id, client_id, sub, challenge, state, created_at, expires_at, spent_at
          from sessions where pool_id = ${poolId} and token_hash = ${hash}`,
      );
      if (row !== undefined) return sessionOf(poolId, row, protection);
    }
    return undefined;
  },
  byId: async (poolId, id) => {
    const row = await connection.first<SessionRow>(
      sql`select id, client_id, sub, challenge, state, created_at, expires_at, spent_at
        from sessions where pool_id = ${poolId} and id = ${id}`,
    );
    return row && sessionOf(poolId, row, protection);
  },
  newest: async ({ poolId, sub }, challenge) => {
    const row = await connection.first<SessionRow>(
      sql`select id, client_id, sub, challenge, state, created_at, expires_at, spent_at
        from sessions where pool_id = ${poolId} and sub = ${sub} and challenge = ${challenge}
        order by created_at desc, id limit 1`,
    );
    return row && sessionOf(poolId, row, protection);
  },
});

/** Reads, inserts and spends sessions. */
export const sessionWriter = (connection: Connection, protection: Protection): Transaction["sessions"] => ({
  ...sessionReader(connection, protection),
  insert: async (session, token) => {
    const hash = protection.keyedHash.hash(PURPOSE, [session.poolId], token);
    const state = sealJson(protection, statePlace(session.poolId, session.id), session.state);
    requireInserted(
      await connection.run(
        sql`insert into sessions (pool_id, id, client_id, sub, challenge, state, token_hash, created_at, expires_at,
            spent_at)
          values (${session.poolId}, ${session.id}, ${session.clientId}, ${session.sub}, ${session.challenge},
            ${state}, ${hash}, ${session.createdAt}, ${session.expiresAt}, ${session.spentAt})
          on conflict (pool_id, id) do nothing`,
      ),
    );
  },
  spend: async ({ poolId, id }, now) => {
    const spent = await connection.first(
      sql`update sessions set spent_at = ${now} where pool_id = ${poolId} and id = ${id} and spent_at is null
        returning id`,
    );
    return spent !== undefined;
  },
});
