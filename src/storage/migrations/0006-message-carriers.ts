import type { Migration } from "./migration.ts";

/** Messages that a function carries are taken apart from those of the senders: neither waits for the other. */
export const messageCarriers: Migration = {
  id: "0006-message-carriers",
  statements: [
    `alter table outbox add column carrier text not null default 'sender'`,
    `drop index outbox_due`,
    `create index outbox_carrier_due on outbox (state, carrier, due_at, position)`,
  ],
};
