import type { Migration } from "./migration.ts";

/** Rates that an administrator has set, and what counting what there is goes by. */
export const limits: Migration = {
  id: "0013-limits",
  statements: [
    `create table provisioned_limits (
      category text not null, value bigint not null, version bigint not null,
      primary key (category))`,
    `create table counted (
      resource text not null,
      primary key (resource))`,
    `create index groups_live on groups (pool_id, gone)`,
  ],
};
