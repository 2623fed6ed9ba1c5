import type { Migration } from "./migration.ts";

/** The secrets of authenticator apps, registered and waiting. */
export const softwareTokens: Migration = {
  id: "0002-software-tokens",
  statements: [
    `create table software_tokens (
      pool_id text not null, sub text not null, slot text not null, id text not null, secret blob not null,
      friendly_name text, created_at bigint not null, expires_at bigint,
      primary key (pool_id, sub, slot))`,
    `create index software_tokens_expiry on software_tokens (expires_at)`,
  ],
};
