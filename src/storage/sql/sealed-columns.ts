/** Every column that the master key seals. A test holds it against the tables. */
import type { Connection } from "./engine.ts";
import { sql, type Query } from "./sql.ts";

export interface SealedRow {
  /** The primary key, in its declared order. */
  readonly key: readonly string[];
  readonly envelope: Uint8Array | null;
}

/** A column of sealed values, in order of the table's primary key. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly page: (connection: Connection, after: readonly string[], limit: number) => Promise<SealedRow[]>;
  readonly replacement: (key: readonly string[], from: Uint8Array, to: Uint8Array) => Query;
}

interface PairRow {
  readonly a: string;
  readonly b: string;
  readonly envelope: Uint8Array;
}
interface TripleRow extends PairRow {
  readonly c: string;
}
interface SingleRow {
  readonly a: string;
  readonly envelope: Uint8Array | null;
}

const pairs = (rows: readonly PairRow[]): SealedRow[] => rows.map(({ a, b, envelope }) => ({ key: [a, b], envelope }));
const triples = (rows: readonly TripleRow[]): SealedRow[] =>
  rows.map(({ a, b, c, envelope }) => ({ key: [a, b, c], envelope }));
const singles = (rows: readonly SingleRow[]): SealedRow[] => rows.map(({ a, envelope }) => ({ key: [a], envelope }));

const accessKeySecrets: SealedColumn = {
  table: "access_keys",
  column: "secret",
  page: async (connection, [after = ""], limit) =>
    singles(
      await connection.all<SingleRow>(
        sql`select id as a, secret as envelope from access_keys where id > ${after} order by id limit ${limit}`,
      ),
    ),
  replacement: ([id = ""], from, to) =>
    sql`update access_keys set secret = ${to} where id = ${id} and secret = ${from}`,
};

const accessKeyTokens: SealedColumn = {
  table: "access_keys",
  column: "session_token",
  page: async (connection, [after = ""], limit) =>
    singles(
      await connection.all<SingleRow>(
        sql`select id as a, session_token as envelope from access_keys where id > ${after} order by id limit ${limit}`,
      ),
    ),
  replacement: ([id = ""], from, to) =>
    sql`update access_keys set session_token = ${to} where id = ${id} and session_token = ${from}`,
};

/** A client is sealed for its pool and its id, and found by its id alone. */
const clientSecrets: SealedColumn = {
  table: "clients",
  column: "secrets",
  page: async (connection, after, limit) =>
    pairs(
      await connection.all<PairRow>(
        sql`select pool_id as a, id as b, secrets as envelope from clients
          where id > ${after[1] ?? ""} order by id limit ${limit}`,
      ),
    ),
  replacement: ([, id = ""], from, to) =>
    sql`update clients set secrets = ${to} where id = ${id} and secrets = ${from}`,
};

const verifiers: SealedColumn = {
  table: "credentials",
  column: "verifier",
  page: async (connection, [pool = "", sub = ""], limit) =>
    pairs(
      await connection.all<PairRow>(
        sql`select pool_id as a, sub as b, verifier as envelope from credentials
          where (pool_id, sub) > (${pool}, ${sub}) order by pool_id, sub limit ${limit}`,
      ),
    ),
  replacement: ([pool = "", sub = ""], from, to) =>
    sql`update credentials set verifier = ${to} where pool_id = ${pool} and sub = ${sub} and verifier = ${from}`,
};

interface VersionRow extends PairRow {
  readonly c: number;
}

/** A password of before is sealed for its user and the version that it had. */
const pastVerifiers: SealedColumn = {
  table: "past_credentials",
  column: "verifier",
  page: async (connection, [pool = "", sub = "", version = "0"], limit) => {
    const rows = await connection.all<VersionRow>(
      sql`select pool_id as a, sub as b, version as c, verifier as envelope from past_credentials
        where (pool_id, sub, version) > (${pool}, ${sub}, ${Number(version)})
        order by pool_id, sub, version limit ${limit}`,
    );
    return rows.map(({ a, b, c, envelope }) => ({ key: [a, b, String(c)], envelope }));
  },
  replacement: ([pool = "", sub = "", version = "0"], from, to) =>
    sql`update past_credentials set verifier = ${to}
      where pool_id = ${pool} and sub = ${sub} and version = ${Number(version)} and verifier = ${from}`,
};

const privateKeys: SealedColumn = {
  table: "signing_keys",
  column: "private_key",
  page: async (connection, [pool = "", use = ""], limit) =>
    pairs(
      await connection.all<PairRow>(
        sql`select pool_id as a, token_use as b, private_key as envelope from signing_keys
          where (pool_id, token_use) > (${pool}, ${use}) order by pool_id, token_use limit ${limit}`,
      ),
    ),
  replacement: ([pool = "", use = ""], from, to) =>
    sql`update signing_keys set private_key = ${to}
      where pool_id = ${pool} and token_use = ${use} and private_key = ${from}`,
};

const laterPrivateKeys: SealedColumn = {
  table: "later_signing_keys",
  column: "private_key",
  page: async (connection, [pool = "", use = "", kid = ""], limit) =>
    triples(
      await connection.all<TripleRow>(
        sql`select pool_id as a, token_use as b, kid as c, private_key as envelope from later_signing_keys
          where (pool_id, token_use, kid) > (${pool}, ${use}, ${kid}) order by pool_id, token_use, kid limit ${limit}`,
      ),
    ),
  replacement: ([pool = "", use = "", kid = ""], from, to) =>
    sql`update later_signing_keys set private_key = ${to}
      where pool_id = ${pool} and token_use = ${use} and kid = ${kid} and private_key = ${from}`,
};

const sessionStates: SealedColumn = {
  table: "sessions",
  column: "state",
  page: async (connection, [pool = "", id = ""], limit) =>
    pairs(
      await connection.all<PairRow>(
        sql`select pool_id as a, id as b, state as envelope from sessions
          where (pool_id, id) > (${pool}, ${id}) order by pool_id, id limit ${limit}`,
      ),
    ),
  replacement: ([pool = "", id = ""], from, to) =>
    sql`update sessions set state = ${to} where pool_id = ${pool} and id = ${id} and state = ${from}`,
};

/** The secret of an authenticator app is sealed for its user and its slot. */
const softwareTokenSecrets: SealedColumn = {
  table: "software_tokens",
  column: "secret",
  page: async (connection, [pool = "", sub = "", slot = ""], limit) =>
    triples(
      await connection.all<TripleRow>(
        sql`select pool_id as a, sub as b, slot as c, secret as envelope from software_tokens
          where (pool_id, sub, slot) > (${pool}, ${sub}, ${slot}) order by pool_id, sub, slot limit ${limit}`,
      ),
    ),
  replacement: ([pool = "", sub = "", slot = ""], from, to) =>
    sql`update software_tokens set secret = ${to}
      where pool_id = ${pool} and sub = ${sub} and slot = ${slot} and secret = ${from}`,
};

/** The key of a passkey is public, and sealed so that it cannot be exchanged. */
const passkeyKeys: SealedColumn = {
  table: "passkeys",
  column: "public_key",
  page: async (connection, [pool = "", sub = "", id = ""], limit) =>
    triples(
      await connection.all<TripleRow>(
        sql`select pool_id as a, sub as b, credential_id as c, public_key as envelope from passkeys
          where (pool_id, sub, credential_id) > (${pool}, ${sub}, ${id})
          order by pool_id, sub, credential_id limit ${limit}`,
      ),
    ),
  replacement: ([pool = "", sub = "", id = ""], from, to) =>
    sql`update passkeys set public_key = ${to}
      where pool_id = ${pool} and sub = ${sub} and credential_id = ${id} and public_key = ${from}`,
};

const deviceVerifiers: SealedColumn = {
  table: "devices",
  column: "verifier",
  page: async (connection, [pool = "", sub = "", device = ""], limit) =>
    triples(
      await connection.all<TripleRow>(
        sql`select pool_id as a, sub as b, device_key as c, verifier as envelope from devices
          where (pool_id, sub, device_key) > (${pool}, ${sub}, ${device})
          order by pool_id, sub, device_key limit ${limit}`,
      ),
    ),
  replacement: ([pool = "", sub = "", device = ""], from, to) =>
    sql`update devices set verifier = ${to}
      where pool_id = ${pool} and sub = ${sub} and device_key = ${device} and verifier = ${from}`,
};

/** What a message holds; it is sealed for its id. */
const messageContents: SealedColumn = {
  table: "outbox",
  column: "content",
  page: async (connection, [after = ""], limit) =>
    singles(
      await connection.all<SingleRow>(
        sql`select id as a, content as envelope from outbox where id > ${after} order by id limit ${limit}`,
      ),
    ),
  replacement: ([id = ""], from, to) => sql`update outbox set content = ${to} where id = ${id} and content = ${from}`,
};

/** What a provider of identities and the pool share; sealed for the provider. */
const providerSecrets: SealedColumn = {
  table: "identity_providers",
  column: "secrets",
  page: async (connection, [pool = "", name = ""], limit) =>
    pairs(
      await connection.all<PairRow>(
        sql`select pool_id as a, name as b, secrets as envelope from identity_providers
          where (pool_id, name) > (${pool}, ${name}) order by pool_id, name limit ${limit}`,
      ),
    ),
  replacement: ([pool = "", name = ""], from, to) =>
    sql`update identity_providers set secrets = ${to}
      where pool_id = ${pool} and name = ${name} and secrets = ${from}`,
};

/** A piece of a file of users; sealed for its file and its place in it. */
const importChunks: SealedColumn = {
  table: "user_import_chunks",
  column: "content",
  page: async (connection, [pool = "", upload = "", n = "-1"], limit) => {
    const rows = await connection.all<{ pool_id: string; upload_id: string; n: number; content: Uint8Array }>(
      sql`select pool_id, upload_id, n, content from user_import_chunks
        where (pool_id, upload_id, n) > (${pool}, ${upload}, ${Number(n)})
        order by pool_id, upload_id, n limit ${limit}`,
    );
    return rows.map((row) => ({ key: [row.pool_id, row.upload_id, String(row.n)], envelope: row.content }));
  },
  replacement: ([pool = "", upload = "", n = ""], from, to) =>
    sql`update user_import_chunks set content = ${to}
      where pool_id = ${pool} and upload_id = ${upload} and n = ${Number(n)} and content = ${from}`,
};

/** Every sealed column. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  accessKeySecrets,
  accessKeyTokens,
  clientSecrets,
  privateKeys,
  laterPrivateKeys,
  verifiers,
  pastVerifiers,
  sessionStates,
  softwareTokenSecrets,
  passkeyKeys,
  deviceVerifiers,
  providerSecrets,
  messageContents,
  importChunks,
];
