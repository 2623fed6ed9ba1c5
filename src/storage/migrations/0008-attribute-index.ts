import type { Migration } from "./migration.ts";

/** What users are found by, and the users who are not in it yet: all that were there before. The sweeper puts them in. */
export const attributeIndex: Migration = {
  id: "0008-attribute-index",
  statements: [
    `create table attribute_index (
      pool_id text not null, name text not null, value text not null, sub text not null,
      primary key (pool_id, name, value, sub))`,
    `create index attribute_index_user on attribute_index (pool_id, sub)`,
    `create table unindexed_users (
      pool_id text not null, sub text not null,
      primary key (pool_id, sub))`,
    `insert into unindexed_users (pool_id, sub) select pool_id, sub from users`,
  ],
};
