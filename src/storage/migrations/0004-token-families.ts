import type { Migration } from "./migration.ts";

/** Refresh tokens that are replaced at every use, sessions that users see, key pairs that take over, resource servers. */
export const tokenFamilies: Migration = {
  id: "0004-token-families",
  statements: [
    `alter table refresh_families add column handle_hash blob`,
    `alter table refresh_families add column replaced_tokens text not null default '[]'`,
    `create unique index refresh_families_handle on refresh_families (pool_id, handle_hash)`,
    `create table token_sessions (
      pool_id text not null, origin_jti text not null, sub text not null, id text not null, client_id text not null,
      token_epoch bigint not null, device_type text not null, ip_address text not null,
      created_at bigint not null, last_active_at bigint not null, expires_at bigint not null,
      primary key (pool_id, origin_jti))`,
    `create index token_sessions_user on token_sessions (pool_id, sub)`,
    `create index token_sessions_expiry on token_sessions (expires_at)`,

    `alter table signing_keys add column ends_at bigint`,
    `create index signing_keys_end on signing_keys (ends_at)`,
    `create table later_signing_keys (
      pool_id text not null, token_use text not null, kid text not null, private_key blob not null,
      created_at bigint not null, signs_from bigint not null, ends_at bigint,
      primary key (pool_id, token_use, kid))`,
    `create index later_signing_keys_end on later_signing_keys (ends_at)`,

    `create table resource_servers (
      pool_id text not null, identifier text not null, name text not null, scopes text not null, version bigint not null,
      primary key (pool_id, identifier))`,
  ],
};
