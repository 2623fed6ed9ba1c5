import type { Subject } from "../store.ts";
import type { Connection } from "./engine.ts";
import { sql, type Query } from "./sql.ts";

/** One statement for each table whose rows belong to a user. Audit events stay: they name a random sub alone. */
const REMOVALS: readonly ((poolId: string, sub: string) => Query)[] = [
  (poolId, sub) => sql`delete from identifiers where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from attribute_index where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from unindexed_users where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from credentials where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from past_credentials where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from codes where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from budgets where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from failures where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from memberships where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from refresh_families where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from software_tokens where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from token_sessions where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from sessions where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from passkeys where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from passkey_counters where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from passkey_registrations where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from devices where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from auth_events where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from pending_contacts where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from outbox where pool_id = ${poolId} and sub = ${sub}`,
  (poolId, sub) => sql`delete from notifications where pool_id = ${poolId} and sub = ${sub}`,
];

/** Removes all that hangs on a user; what is left of a deleted person is a row of the audit. */
export const removeBelongings = async (connection: Connection, { poolId, sub }: Subject): Promise<void> => {
  for (const removal of REMOVALS) await connection.run(removal(poolId, sub));
};
