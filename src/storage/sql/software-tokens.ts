import { Secret } from "../../contracts/secret.ts";
import type { SoftwareToken } from "../../model/software-token.ts";
import type { SoftwareTokenReader, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { sql } from "./sql.ts";

interface SoftwareTokenRow {
  readonly id: string;
  readonly secret: Uint8Array;
  readonly friendly_name: string | null;
  readonly created_at: number;
  readonly expires_at: number | null;
}

const secretPlace = ({ poolId, sub, slot }: Pick<SoftwareToken, "poolId" | "sub" | "slot">) => ({
  table: "software_tokens",
  column: "secret",
  key: [poolId, sub, slot],
});

/** Reads the secrets of authenticator apps. */
export const softwareTokenReader = (connection: Connection, { sealer }: Protection): SoftwareTokenReader => ({
  find: async ({ poolId, sub }, slot) => {
    const row = await connection.first<SoftwareTokenRow>(
      sql`select id, secret, friendly_name, created_at, expires_at from software_tokens
        where pool_id = ${poolId} and sub = ${sub} and slot = ${slot}`,
    );
    return (
      row && {
        poolId,
        sub,
        slot,
        id: row.id,
        secret: new Secret(sealer.open(secretPlace({ poolId, sub, slot }), row.secret).toString("utf8")),
        friendlyName: row.friendly_name,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      }
    );
  },
});

/** Reads, writes and removes them. */
export const softwareTokenWriter = (connection: Connection, protection: Protection): Transaction["softwareTokens"] => ({
  ...softwareTokenReader(connection, protection),
  replace: async (token) => {
    await connection.run(
      sql`insert into software_tokens (pool_id, sub, slot, id, secret, friendly_name, created_at, expires_at)
        values (${token.poolId}, ${token.sub}, ${token.slot}, ${token.id},
          ${protection.sealer.seal(secretPlace(token), token.secret)}, ${token.friendlyName}, ${token.createdAt},
          ${token.expiresAt})
        on conflict (pool_id, sub, slot) do update set id = excluded.id, secret = excluded.secret,
          friendly_name = excluded.friendly_name, created_at = excluded.created_at, expires_at = excluded.expires_at`,
    );
  },
  delete: async ({ poolId, sub }, slot) => {
    await connection.run(
      sql`delete from software_tokens where pool_id = ${poolId} and sub = ${sub} and slot = ${slot}`,
    );
  },
});
