import type { CountedPasskey, Passkey, PasskeyRegistration } from "../../model/passkey.ts";
import { PASSKEYS_PER_USER } from "../../model/passkey.ts";
import type { PasskeyReader, PasskeyWriter } from "../passkeys.ts";
import type { Subject } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import type { Protection } from "./protection.ts";
import { requireInserted } from "./rows.ts";
import { sql } from "./sql.ts";

interface PasskeyRow {
  readonly credential_id: string;
  readonly relying_party_id: string;
  readonly public_key: Uint8Array;
  readonly name: string;
  readonly attachment: Passkey["attachment"];
  readonly transports: JsonText<Passkey["transports"]>;
  readonly created_at: number;
}

interface CountedRow extends PasskeyRow {
  readonly counter: number;
}

interface RegistrationRow {
  readonly client_id: string;
  readonly challenge: string;
  readonly expires_at: number;
}

/** The key is public. It is sealed so that nobody who writes into the database can put another one in its place. */
const keyPlace = ({ poolId, sub }: Subject, credentialId: string) => ({
  table: "passkeys",
  column: "public_key",
  key: [poolId, sub, credentialId],
});

const passkeyOf = ({ poolId, sub }: Subject, row: PasskeyRow, { sealer }: Protection): Passkey => ({
  poolId,
  sub,
  credentialId: row.credential_id,
  relyingPartyId: row.relying_party_id,
  publicKey: sealer.open(keyPlace({ poolId, sub }, row.credential_id), row.public_key),
  name: row.name,
  attachment: row.attachment,
  transports: fromJson(row.transports),
  createdAt: row.created_at,
});

/** Reads passkeys and the registrations that wait. */
export const passkeyReader = (connection: Connection, protection: Protection): PasskeyReader => ({
  ofUser: async (subject) => {
    const rows = await connection.all<PasskeyRow>(
      sql`select credential_id, relying_party_id, public_key, name, attachment, transports, created_at from passkeys
        where pool_id = ${subject.poolId} and sub = ${subject.sub}
        order by created_at, credential_id limit ${PASSKEYS_PER_USER}`,
    );
    return rows.map((row) => passkeyOf(subject, row, protection));
  },
  find: async (subject, credentialId): Promise<CountedPasskey | undefined> => {
    const row = await connection.first<CountedRow>(
      sql`select p.credential_id, p.relying_party_id, p.public_key, p.name, p.attachment, p.transports, p.created_at,
          c.counter
        from passkeys p join passkey_counters c
          on c.pool_id = p.pool_id and c.sub = p.sub and c.credential_id = p.credential_id
        where p.pool_id = ${subject.poolId} and p.sub = ${subject.sub} and p.credential_id = ${credentialId}`,
    );
    return row && { ...passkeyOf(subject, row, protection), counter: row.counter };
  },
  registration: async ({ poolId, sub }): Promise<PasskeyRegistration | undefined> => {
    const row = await connection.first<RegistrationRow>(
      sql`select client_id, challenge, expires_at from passkey_registrations
        where pool_id = ${poolId} and sub = ${sub}`,
    );
    return row && { poolId, sub, clientId: row.client_id, challenge: row.challenge, expiresAt: row.expires_at };
  },
});

const passkeyWrites = (
  connection: Connection,
  { sealer }: Protection,
): Pick<PasskeyWriter, "insert" | "count" | "delete"> => ({
  insert: async (passkey) => {
    const { poolId, sub, credentialId } = passkey;
    const publicKey = sealer.seal(keyPlace(passkey, credentialId), passkey.publicKey);
    requireInserted(
      await connection.run(
        sql`insert into passkeys (pool_id, sub, credential_id, relying_party_id, public_key, name, attachment,
            transports, created_at)
          values (${poolId}, ${sub}, ${credentialId}, ${passkey.relyingPartyId}, ${publicKey}, ${passkey.name},
            ${passkey.attachment}, ${JSON.stringify(passkey.transports)}, ${passkey.createdAt})
          on conflict do nothing`,
      ),
    );
    await connection.run(
      sql`insert into passkey_counters (pool_id, sub, credential_id, counter)
        values (${poolId}, ${sub}, ${credentialId}, ${passkey.counter})`,
    );
  },
  count: async ({ poolId, sub, credentialId }, counter) => {
    const counted = await connection.first(
      sql`update passkey_counters set counter = ${counter}
        where pool_id = ${poolId} and sub = ${sub} and credential_id = ${credentialId}
          and (counter < ${counter} or (counter = 0 and counter = ${counter}))
        returning counter`,
    );
    return counted !== undefined;
  },
  delete: async ({ poolId, sub }, credentialId) => {
    const deleted = await connection.run(
      sql`delete from passkeys where pool_id = ${poolId} and sub = ${sub} and credential_id = ${credentialId}`,
    );
    await connection.run(
      sql`delete from passkey_counters where pool_id = ${poolId} and sub = ${sub} and credential_id = ${credentialId}`,
    );
    return deleted === 1;
  },
});

/** Reads and writes passkeys, their counters and the registrations that wait. */
export const passkeyWriter = (connection: Connection, protection: Protection): PasskeyWriter => ({
  ...passkeyReader(connection, protection),
  ...passkeyWrites(connection, protection),
  begin: async ({ poolId, sub, clientId, challenge, expiresAt }) => {
    await connection.run(
      sql`insert into passkey_registrations (pool_id, sub, client_id, challenge, expires_at)
        values (${poolId}, ${sub}, ${clientId}, ${challenge}, ${expiresAt})
        on conflict (pool_id, sub) do update set client_id = excluded.client_id, challenge = excluded.challenge,
          expires_at = excluded.expires_at`,
    );
  },
  spend: async ({ poolId, sub, challenge }, now) => {
    const spent = await connection.first(
      sql`delete from passkey_registrations
        where pool_id = ${poolId} and sub = ${sub} and challenge = ${challenge} and expires_at > ${now}
        returning challenge`,
    );
    return spent !== undefined;
  },
});
