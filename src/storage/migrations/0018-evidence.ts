import type { Migration } from "./migration.ts";

/** The events of a user that say which places are their own, to be found among any number of failures. */
export const evidence: Migration = {
  id: "0018-evidence",
  statements: [
    `alter table auth_events add column evidence bigint not null default 0`,
    `update auth_events set evidence = 1
      where feedback is not null or (response = 'Pass' and type in ('SignIn', 'SignUp', 'PasswordChange'))`,
    `create index auth_events_evidence on auth_events (pool_id, sub, evidence, id)`,
  ],
};
