import type { Migration } from "./migration.ts";

/** Host names of login pages. A name belongs to one pool of the server. */
export const domains: Migration = {
  id: "0009-domains",
  statements: [
    `create table domains (
      name text not null, pool_id text not null, settings text not null, version bigint not null,
      primary key (name))`,
    `create index domains_of_pool on domains (pool_id)`,
  ],
};
