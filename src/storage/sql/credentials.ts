import type { Credential } from "../../model/user.ts";
import type { CredentialReader, CredentialWriter } from "../credentials.ts";
import type { Subject } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { requireUnmoved } from "./rows.ts";
import { sql } from "./sql.ts";

/** How long the credential of a decoy is kept, in milliseconds. */
const DECOY_KEPT_MS = 24 * 60 * 60 * 1000;

interface CredentialRow {
  readonly scheme: Credential["scheme"];
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
  readonly temporary: number;
  readonly expires_at: number | null;
  readonly created_at: number;
  readonly version: number;
}

const verifierPlace = ({ poolId, sub }: Subject) => ({ table: "credentials", column: "verifier", key: [poolId, sub] });

/** Reads credentials and opens their verifiers. */
export const credentialReader = (connection: Connection, { sealer }: Protection): CredentialReader => ({
  find: async ({ poolId, sub }) => {
    const row = await connection.first<CredentialRow>(
      sql`select scheme, salt, verifier, temporary, expires_at, created_at, version from credentials
        where pool_id = ${poolId} and sub = ${sub}`,
    );
    return (
      row && {
        poolId,
        sub,
        scheme: row.scheme,
        salt: row.salt,
        verifier: sealer.open(verifierPlace({ poolId, sub }), row.verifier),
        temporary: row.temporary === 1,
        expiresAt: row.expires_at,
        createdAt: row.created_at,
        version: row.version,
      }
    );
  },
});

/** Reads and writes the credentials of users and decoys. */
export const credentialWriter = (connection: Connection, protection: Protection): CredentialWriter => ({
  ...credentialReader(connection, protection),
  replace: async (credential) => {
    const { poolId, sub } = credential;
    const user = await connection.first(sql`select sub from users where pool_id = ${poolId} and sub = ${sub}`);
    // The sweeper looks again whether there is a user by then, so a user that is inserted after its credential keeps it.
    const sweepAt = user === undefined ? credential.createdAt + DECOY_KEPT_MS : null;
    const row = await connection.first<{ version: number }>(
      sql`insert into credentials (pool_id, sub, scheme, salt, verifier, temporary, expires_at, created_at, sweep_at,
          version)
        values (${poolId}, ${sub}, ${credential.scheme}, ${credential.salt},
          ${protection.sealer.seal(verifierPlace(credential), credential.verifier)}, ${credential.temporary ? 1 : 0},
          ${credential.expiresAt}, ${credential.createdAt}, ${sweepAt}, 1)
        on conflict (pool_id, sub) do update set scheme = excluded.scheme, salt = excluded.salt,
          verifier = excluded.verifier, temporary = excluded.temporary, expires_at = excluded.expires_at,
          created_at = excluded.created_at, sweep_at = excluded.sweep_at, version = credentials.version + 1
        returning version`,
    );
    return { ...credential, version: row?.version ?? 1 };
  },
  guard: async ({ poolId, sub, salt, version }) => {
    // The salt too, for a decoy that was swept and made again begins at version 1 again.
    requireUnmoved(
      await connection.run(
        sql`update credentials set version = version
          where pool_id = ${poolId} and sub = ${sub} and version = ${version} and salt = ${salt}`,
      ),
    );
  },
  reform: async (judged, { scheme, verifier }) => {
    const { poolId, sub, salt, version } = judged;
    await connection.run(
      sql`update credentials
        set scheme = ${scheme}, verifier = ${protection.sealer.seal(verifierPlace(judged), verifier)}
        where pool_id = ${poolId} and sub = ${sub} and version = ${version} and salt = ${salt}
          and scheme = ${judged.scheme}`,
    );
  },
});
