import type { Migration } from "./migration.ts";

/** Every table of the first release; docs/storage.md says what each holds. */
export const firstTables: Migration = {
  id: "0001-first-tables",
  statements: [
    `create table pools (
      id text not null, name text not null, settings text not null,
      created_at bigint not null, modified_at bigint not null, gone bigint not null, version bigint not null,
      primary key (id))`,
    `create index pools_gone on pools (gone, id)`,

    `create table clients (
      id text not null, pool_id text not null, name text not null, secrets blob not null, settings text not null,
      created_at bigint not null, modified_at bigint not null, version bigint not null,
      primary key (id))`,
    `create index clients_pool on clients (pool_id, id)`,

    `create table users (
      pool_id text not null, sub text not null, username text not null, status text not null, enabled bigint not null,
      attributes text not null, mfa_factors text not null, preferred_mfa text, identities text not null,
      tokens_revoked_at bigint not null, token_epoch bigint not null,
      created_at bigint not null, modified_at bigint not null, version bigint not null,
      primary key (pool_id, sub))`,
    `create table user_counts (
      pool_id text not null, shard bigint not null, n bigint not null,
      primary key (pool_id, shard))`,
    `create table identifiers (
      pool_id text not null, value text not null, sub text not null, kinds text not null,
      primary key (pool_id, value))`,
    `create index identifiers_user on identifiers (pool_id, sub)`,

    `create table credentials (
      pool_id text not null, sub text not null, scheme text not null, salt blob not null, verifier blob not null,
      temporary bigint not null, expires_at bigint, created_at bigint not null, sweep_at bigint, version bigint not null,
      primary key (pool_id, sub))`,
    `create index credentials_sweep on credentials (sweep_at)`,
    `create table codes (
      pool_id text not null, sub text not null, purpose text not null, id text not null, hash blob not null,
      contact text, created_at bigint not null, expires_at bigint not null, tries bigint not null,
      primary key (pool_id, sub, purpose))`,
    `create index codes_expiry on codes (expires_at)`,
    `create table budgets (
      pool_id text not null, sub text not null, purpose text not null, marks text not null,
      sweep_at bigint not null, version bigint not null,
      primary key (pool_id, sub, purpose))`,
    `create index budgets_sweep on budgets (sweep_at)`,
    `create table failures (
      pool_id text not null, sub text not null, failed bigint not null, last_at bigint not null,
      version bigint not null,
      primary key (pool_id, sub))`,
    `create index failures_age on failures (last_at)`,

    `create table groups (
      pool_id text not null, name text not null, generation bigint not null, description text, role_arn text,
      precedence bigint, created_at bigint not null, modified_at bigint not null, gone bigint not null,
      version bigint not null,
      primary key (pool_id, name))`,
    `create table gone_groups (
      pool_id text not null, name text not null, generation bigint not null,
      primary key (pool_id, name, generation))`,
    `create table memberships (
      pool_id text not null, sub text not null, group_name text not null, generation bigint not null,
      created_at bigint not null,
      primary key (pool_id, sub, group_name))`,
    `create index memberships_group on memberships (pool_id, group_name, generation, sub)`,

    `create table refresh_families (
      pool_id text not null, origin_jti text not null, sub text not null, client_id text not null,
      token_hash blob not null, auth_time bigint not null, scopes text not null, token_epoch bigint not null,
      created_at bigint not null, expires_at bigint not null, revoked_at bigint, version bigint not null,
      primary key (pool_id, origin_jti))`,
    `create unique index refresh_families_token on refresh_families (pool_id, token_hash)`,
    `create index refresh_families_user on refresh_families (pool_id, sub)`,
    `create index refresh_families_expiry on refresh_families (expires_at)`,
    `create table sessions (
      pool_id text not null, id text not null, client_id text not null, sub text not null, challenge text not null,
      state blob not null, token_hash blob not null,
      created_at bigint not null, expires_at bigint not null, spent_at bigint,
      primary key (pool_id, id))`,
    `create unique index sessions_token on sessions (pool_id, token_hash)`,
    `create index sessions_user on sessions (pool_id, sub)`,
    `create index sessions_expiry on sessions (expires_at)`,
    `create table spent_marks (
      pool_id text not null, purpose text not null, id text not null, expires_at bigint not null,
      primary key (pool_id, purpose, id))`,
    `create index spent_marks_expiry on spent_marks (expires_at)`,

    `create table signing_keys (
      pool_id text not null, token_use text not null, kid text not null, private_key blob not null,
      created_at bigint not null,
      primary key (pool_id, token_use))`,
    `create table access_keys (
      id text not null, name text not null, secret blob not null, session_token blob, policy text not null,
      created_at bigint not null, expires_at bigint, revoked_at bigint, version bigint not null,
      primary key (id))`,
    `create index access_keys_age on access_keys (created_at, id)`,

    `create table positions (
      name text not null, n bigint not null,
      primary key (name))`,
    `create table outbox (
      position bigint not null, id text not null, pool_id text not null, sub text not null, medium text not null,
      code_purpose text, code_id text, recipient blob, content blob, state text not null, reason text,
      attempts bigint not null, created_at bigint not null, due_at bigint not null,
      primary key (position))`,
    `create unique index outbox_id on outbox (id)`,
    `create index outbox_due on outbox (state, due_at, position)`,
    `create index outbox_recipient on outbox (recipient, position)`,
    `create index outbox_user on outbox (pool_id, sub)`,
    `create table notifications (
      id text not null, pool_id text not null, sub text not null, trigger_name text not null, arn text not null,
      event text not null, attempts bigint not null, created_at bigint not null, due_at bigint not null,
      primary key (id))`,
    `create index notifications_due on notifications (due_at, id)`,
    `create index notifications_user on notifications (pool_id, sub)`,

    `create table audit (
      id text not null, at bigint not null, pool_id text not null, sub text, name text not null, fields text not null,
      primary key (id))`,
    `create index audit_age on audit (at, id)`,
  ],
};
