import type { Migration } from "./migration.ts";

/** Providers that sign users in, and the identifiers that lead to them. */
export const identityProviders: Migration = {
  id: "0010-identity-providers",
  statements: [
    `create table identity_providers (
      pool_id text not null, name text not null, type text not null, details text not null, secrets blob not null,
      settings text not null, created_at bigint not null, modified_at bigint not null, version bigint not null,
      primary key (pool_id, name))`,
    `create table identity_provider_identifiers (
      pool_id text not null, identifier text not null, name text not null,
      primary key (pool_id, identifier))`,
    `create index identifiers_of_identity_provider on identity_provider_identifiers (pool_id, name)`,
  ],
};
