import type { Migration } from "./migration.ts";

/** Devices of users, and the device of each sign-in. */
export const deviceTables: Migration = {
  id: "0005-devices",
  statements: [
    `create table devices (
      pool_id text not null, sub text not null, device_key text not null, group_key text not null, name text,
      salt blob not null, verifier blob not null, remembered bigint not null, sdk text not null,
      last_ip text not null, created_at bigint not null, modified_at bigint not null,
      last_authenticated_at bigint not null, version bigint not null,
      primary key (pool_id, sub, device_key))`,
    `alter table refresh_families add column device_key text`,
    `alter table refresh_families add column device_confirmed bigint not null default 0`,
  ],
};
