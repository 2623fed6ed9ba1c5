import type { Migration } from "./migration.ts";

/** Passkeys, their signature counters, and registrations that wait for their authenticator. */
export const passkeyTables: Migration = {
  id: "0003-passkeys",
  statements: [
    `create table passkeys (
      pool_id text not null, sub text not null, credential_id text not null, relying_party_id text not null,
      public_key blob not null, name text not null, attachment text, transports text not null,
      created_at bigint not null,
      primary key (pool_id, sub, credential_id))`,
    `create unique index passkeys_credential on passkeys (pool_id, credential_id)`,
    `create table passkey_counters (
      pool_id text not null, sub text not null, credential_id text not null, counter bigint not null,
      primary key (pool_id, sub, credential_id))`,
    `create table passkey_registrations (
      pool_id text not null, sub text not null, client_id text not null, challenge text not null,
      expires_at bigint not null,
      primary key (pool_id, sub))`,
    `create index passkey_registrations_expiry on passkey_registrations (expires_at)`,
  ],
};
