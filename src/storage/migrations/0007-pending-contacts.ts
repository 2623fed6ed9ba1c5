import type { Migration } from "./migration.ts";

/** Addresses that replace the old ones once they are proven. */
export const pendingContacts: Migration = {
  id: "0007-pending-contacts",
  statements: [
    `create table pending_contacts (
      pool_id text not null, sub text not null, contact text not null, value text not null, code_id text not null,
      expires_at bigint not null,
      primary key (pool_id, sub, contact))`,
    `create index pending_contacts_expiry on pending_contacts (expires_at)`,
  ],
};
