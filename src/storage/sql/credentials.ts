import type { Credential } from "../../model/user.ts";
import type { CredentialReader, CredentialWriter } from "../credentials.ts";
import type { Subject } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { requireInserted, requireUnmoved } from "./rows.ts";
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

interface PastRow {
  readonly version: number;
  readonly scheme: Credential["scheme"];
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
}

const verifierPlace = ({ poolId, sub }: Subject) => ({ table: "credentials", column: "verifier", key: [poolId, sub] });

/** The version is part of the key: it counts the passwords of a user. */
const pastPlace = ({ poolId, sub }: Subject, version: number) => ({
  table: "past_credentials",
  column: "verifier",
  key: [poolId, sub, String(version)],
});

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
  past: async ({ poolId, sub }, limit) => {
    const rows = await connection.all<PastRow>(
      sql`select version, scheme, salt, verifier from past_credentials
        where pool_id = ${poolId} and sub = ${sub} order by version desc limit ${limit}`,
    );
    return rows.map(({ scheme, salt, verifier, version }) => ({
      scheme,
      salt,
      verifier: sealer.open(pastPlace({ poolId, sub }, version), verifier),
    }));
  },
});

/** Puts the password that `version` counted among those of before. */
const keep = async (
  connection: Connection,
  { sealer }: Protection,
  { poolId, sub, scheme, salt, verifier, version }: Credential,
): Promise<void> => {
  await connection.run(
    sql`insert into past_credentials (pool_id, sub, version, scheme, salt, verifier)
      values (${poolId}, ${sub}, ${version}, ${scheme}, ${salt},
        ${sealer.seal(pastPlace({ poolId, sub }, version), verifier)})`,
  );
};

/**
 * Writes the first password of a user that is there. No more than an insert, for many in one transaction: SQLite prepares
 * every statement that could also update to be undone by itself, which costs as much as the transaction is long.
 */
export const insertCredential = async (
  connection: Connection,
  { sealer }: Protection,
  credential: Credential,
): Promise<void> => {
  requireInserted(
    await connection.run(
      sql`insert into credentials (pool_id, sub, scheme, salt, verifier, temporary, expires_at, created_at, version)
        values (${credential.poolId}, ${credential.sub}, ${credential.scheme}, ${credential.salt},
          ${sealer.seal(verifierPlace(credential), credential.verifier)}, ${credential.temporary ? 1 : 0},
          ${credential.expiresAt}, ${credential.createdAt}, 1)
        on conflict (pool_id, sub) do nothing`,
    ),
  );
};

/** Reads and writes the credentials of users and decoys. */
export const credentialWriter = (connection: Connection, protection: Protection): CredentialWriter => ({
  ...credentialReader(connection, protection),
  replace: async (credential, keepPast = 0) => {
    const { poolId, sub } = credential;
    const before = keepPast > 0 ? await credentialReader(connection, protection).find(credential) : undefined;
    if (before !== undefined) await keep(connection, protection, before);
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
    const version = row?.version ?? 1;
    // Versions begin at 1: of a first password there is nothing to forget.
    const oldest = version - keepPast;
    if (oldest > 1) {
      await connection.run(
        sql`delete from past_credentials where pool_id = ${poolId} and sub = ${sub} and version < ${oldest}`,
      );
    }
    return { ...credential, version };
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
