import type { Migration } from "./migration.ts";

/** Passwords that users had before, for pools that let nobody choose one of them again. */
export const pastCredentials: Migration = {
  id: "0014-past-credentials",
  statements: [
    `create table past_credentials (
      pool_id text not null, sub text not null, version bigint not null, scheme text not null, salt blob not null,
      verifier blob not null,
      primary key (pool_id, sub, version))`,
  ],
};
