import type { Migration } from "./migration.ts";

/** What is recorded of users where a pool has threat protection. */
export const authEvents: Migration = {
  id: "0015-auth-events",
  statements: [
    `create table auth_events (
      pool_id text not null, sub text not null, id text not null, type text not null, response text not null,
      challenges text not null, context text not null, risk text not null, feedback text,
      created_at bigint not null,
      primary key (pool_id, sub, id))`,
    `create index auth_events_by_age on auth_events (created_at)`,
  ],
};
