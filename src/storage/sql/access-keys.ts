import { Secret } from "../../contracts/secret.ts";
import type { AccessKey } from "../../model/access-key.ts";
import type { AccessKeyReader, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { requireInserted, requireUnmoved, withNextVersion } from "./rows.ts";
import { sql } from "./sql.ts";

/** The keys that `list` answers with at most. */
const LISTED_KEYS_MAX = 1000;

interface AccessKeyRow {
  readonly id: string;
  readonly name: string;
  readonly secret: Uint8Array;
  readonly session_token: Uint8Array | null;
  readonly policy: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  readonly version: number;
}

const placeOf = (id: string, column: "secret" | "session_token") => ({ table: "access_keys", column, key: [id] });

const accessKeyOf = (row: AccessKeyRow, { sealer }: Protection): AccessKey => {
  const open = (column: "secret" | "session_token", envelope: Uint8Array) =>
    new Secret(sealer.open(placeOf(row.id, column), envelope).toString("utf8"));
  return {
    id: row.id,
    name: row.name,
    secret: open("secret", row.secret),
    sessionToken: row.session_token === null ? null : open("session_token", row.session_token),
    policy: row.policy,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    version: row.version,
  };
};

/** Reads administrators' access keys and opens their secrets. */
export const accessKeyReader = (connection: Connection, protection: Protection): AccessKeyReader => ({
  find: async (id) => {
    const row = await connection.first<AccessKeyRow>(
      sql`select id, name, secret, session_token, policy, created_at, expires_at, revoked_at, version
        from access_keys where id = ${id}`,
    );
    return row && accessKeyOf(row, protection);
  },
  list: async () => {
    const rows = await connection.all<AccessKeyRow>(
      sql`select id, name, secret, session_token, policy, created_at, expires_at, revoked_at, version
        from access_keys order by created_at, id limit ${LISTED_KEYS_MAX}`,
    );
    return rows.map((row) => accessKeyOf(row, protection));
  },
});

/** Reads and writes access keys. */
export const accessKeyWriter = (connection: Connection, protection: Protection): Transaction["accessKeys"] => {
  const sealedSecret = (key: AccessKey) => protection.sealer.seal(placeOf(key.id, "secret"), key.secret);
  const sealedToken = (key: AccessKey) =>
    key.sessionToken === null ? null : protection.sealer.seal(placeOf(key.id, "session_token"), key.sessionToken);
  return {
    ...accessKeyReader(connection, protection),
    insert: async (key) => {
      const inserted = withNextVersion(key);
      requireInserted(
        await connection.run(
          sql`insert into access_keys (id, name, secret, session_token, policy, created_at, expires_at, revoked_at,
              version)
            values (${key.id}, ${key.name}, ${sealedSecret(key)}, ${sealedToken(key)}, ${key.policy},
              ${key.createdAt}, ${key.expiresAt}, ${key.revokedAt}, ${inserted.version})
            on conflict (id) do nothing`,
        ),
      );
      return inserted;
    },
    save: async (key) => {
      const saved = withNextVersion(key);
      requireUnmoved(
        await connection.run(
          sql`update access_keys set name = ${key.name}, secret = ${sealedSecret(key)},
              session_token = ${sealedToken(key)}, policy = ${key.policy}, expires_at = ${key.expiresAt},
              revoked_at = ${key.revokedAt}, version = ${saved.version}
            where id = ${key.id} and version = ${key.version}`,
        ),
      );
      return saved;
    },
    guard: async ({ id, version }) => {
      requireUnmoved(
        await connection.run(sql`update access_keys set version = version where id = ${id} and version = ${version}`),
      );
    },
    delete: async ({ id, version }) => {
      requireUnmoved(await connection.run(sql`delete from access_keys where id = ${id} and version = ${version}`));
    },
  };
};
