import type { Migration } from "./migration.ts";

/** SMS as a second factor in the form of the API's first years, which is beside the factors that users prefer. */
export const mfaOptions: Migration = {
  id: "0017-mfa-options",
  statements: [`alter table users add column mfa_option bigint not null default 0`],
};
