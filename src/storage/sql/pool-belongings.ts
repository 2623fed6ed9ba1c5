import { sql, type Query } from "./sql.ts";

/**
 * One statement for each table whose rows belong to a pool; each removes a batch, and fewer rows than `limit` only when
 * nothing is left. Where a key has several rows they go together. Audit events stay.
 */
export const POOL_REMOVALS: readonly ((poolId: string, limit: number) => Query)[] = [
  (poolId, limit) =>
    sql`delete from identifiers where pool_id = ${poolId} and value in
      (select value from identifiers where pool_id = ${poolId} order by value limit ${limit})`,
  (poolId, limit) =>
    sql`delete from attribute_index where pool_id = ${poolId} and (name, value, sub) in
      (select name, value, sub from attribute_index where pool_id = ${poolId} order by name, value, sub limit ${limit})`,
  (poolId, limit) =>
    sql`delete from unindexed_users where pool_id = ${poolId} and sub in
      (select sub from unindexed_users where pool_id = ${poolId} order by sub limit ${limit})`,
  (poolId, limit) =>
    sql`delete from credentials where pool_id = ${poolId} and sub in
      (select sub from credentials where pool_id = ${poolId} order by sub limit ${limit})`,
  (poolId, limit) =>
    sql`delete from past_credentials where pool_id = ${poolId} and (sub, version) in
      (select sub, version from past_credentials where pool_id = ${poolId} order by sub, version limit ${limit})`,
  (poolId, limit) =>
    sql`delete from codes where pool_id = ${poolId} and (sub, purpose) in
      (select sub, purpose from codes where pool_id = ${poolId} order by sub, purpose limit ${limit})`,
  (poolId, limit) =>
    sql`delete from budgets where pool_id = ${poolId} and (sub, purpose) in
      (select sub, purpose from budgets where pool_id = ${poolId} order by sub, purpose limit ${limit})`,
  (poolId, limit) =>
    sql`delete from failures where pool_id = ${poolId} and sub in
      (select sub from failures where pool_id = ${poolId} order by sub limit ${limit})`,
  (poolId, limit) =>
    sql`delete from memberships where pool_id = ${poolId} and (sub, group_name) in
      (select sub, group_name from memberships where pool_id = ${poolId} order by sub, group_name limit ${limit})`,
  (poolId, limit) =>
    sql`delete from refresh_families where pool_id = ${poolId} and origin_jti in
      (select origin_jti from refresh_families where pool_id = ${poolId} order by origin_jti limit ${limit})`,
  (poolId, limit) =>
    sql`delete from token_sessions where pool_id = ${poolId} and origin_jti in
      (select origin_jti from token_sessions where pool_id = ${poolId} order by origin_jti limit ${limit})`,
  (poolId, limit) =>
    sql`delete from sessions where pool_id = ${poolId} and id in
      (select id from sessions where pool_id = ${poolId} order by id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from software_tokens where pool_id = ${poolId} and (sub, slot) in
      (select sub, slot from software_tokens where pool_id = ${poolId} order by sub, slot limit ${limit})`,
  (poolId, limit) =>
    sql`delete from passkeys where pool_id = ${poolId} and (sub, credential_id) in
      (select sub, credential_id from passkeys where pool_id = ${poolId} order by sub, credential_id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from passkey_counters where pool_id = ${poolId} and (sub, credential_id) in
      (select sub, credential_id from passkey_counters where pool_id = ${poolId}
        order by sub, credential_id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from passkey_registrations where pool_id = ${poolId} and sub in
      (select sub from passkey_registrations where pool_id = ${poolId} order by sub limit ${limit})`,
  (poolId, limit) =>
    sql`delete from devices where pool_id = ${poolId} and (sub, device_key) in
      (select sub, device_key from devices where pool_id = ${poolId} order by sub, device_key limit ${limit})`,
  (poolId, limit) =>
    sql`delete from pending_contacts where pool_id = ${poolId} and (sub, contact) in
      (select sub, contact from pending_contacts where pool_id = ${poolId} order by sub, contact limit ${limit})`,
  (poolId, limit) =>
    sql`delete from auth_events where pool_id = ${poolId} and (sub, id) in
      (select sub, id from auth_events where pool_id = ${poolId} order by sub, id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from spent_marks where pool_id = ${poolId} and (purpose, id) in
      (select purpose, id from spent_marks where pool_id = ${poolId} order by purpose, id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from outbox where position in
      (select position from outbox where pool_id = ${poolId} order by sub limit ${limit})`,
  (poolId, limit) =>
    sql`delete from notifications where id in
      (select id from notifications where pool_id = ${poolId} order by sub limit ${limit})`,
  (poolId, limit) =>
    sql`delete from users where pool_id = ${poolId} and sub in
      (select sub from users where pool_id = ${poolId} order by sub limit ${limit})`,
  (poolId, limit) =>
    sql`delete from clients where id in
      (select id from clients where pool_id = ${poolId} order by id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from gone_groups where pool_id = ${poolId} and (name, generation) in
      (select name, generation from gone_groups where pool_id = ${poolId} order by name, generation limit ${limit})`,
  (poolId, limit) =>
    sql`delete from groups where pool_id = ${poolId} and name in
      (select name from groups where pool_id = ${poolId} order by name limit ${limit})`,
  (poolId, limit) =>
    sql`delete from signing_keys where pool_id = ${poolId} and token_use in
      (select token_use from signing_keys where pool_id = ${poolId} order by token_use limit ${limit})`,
  (poolId, limit) =>
    sql`delete from later_signing_keys where pool_id = ${poolId} and (token_use, kid) in
      (select token_use, kid from later_signing_keys where pool_id = ${poolId} order by token_use, kid limit ${limit})`,
  (poolId, limit) =>
    sql`delete from resource_servers where pool_id = ${poolId} and identifier in
      (select identifier from resource_servers where pool_id = ${poolId} order by identifier limit ${limit})`,
  (poolId, limit) =>
    sql`delete from domains where name in
      (select name from domains where pool_id = ${poolId} order by name limit ${limit})`,
  (poolId, limit) =>
    sql`delete from identity_provider_identifiers where pool_id = ${poolId} and identifier in
      (select identifier from identity_provider_identifiers where pool_id = ${poolId} order by identifier limit ${limit})`,
  (poolId, limit) =>
    sql`delete from identity_providers where pool_id = ${poolId} and name in
      (select name from identity_providers where pool_id = ${poolId} order by name limit ${limit})`,
  (poolId, limit) =>
    sql`delete from user_import_chunks where pool_id = ${poolId} and (upload_id, n) in
      (select upload_id, n from user_import_chunks where pool_id = ${poolId} order by upload_id, n limit ${limit})`,
  (poolId, limit) =>
    sql`delete from user_import_uploads where pool_id = ${poolId} and id in
      (select id from user_import_uploads where pool_id = ${poolId} order by id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from user_import_jobs where pool_id = ${poolId} and id in
      (select id from user_import_jobs where pool_id = ${poolId} order by id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from running_user_imports where pool_id = ${poolId} and slot in
      (select slot from running_user_imports where pool_id = ${poolId} order by slot limit ${limit})`,
  (poolId, limit) =>
    sql`delete from pool_document_files where pool_id = ${poolId} and (document_id, id) in
      (select document_id, id from pool_document_files where pool_id = ${poolId}
        order by document_id, id limit ${limit})`,
  (poolId, limit) =>
    sql`delete from pool_documents where pool_id = ${poolId} and (kind, owner) in
      (select kind, owner from pool_documents where pool_id = ${poolId} order by kind, owner limit ${limit})`,
  (poolId, limit) =>
    sql`delete from user_counts where pool_id = ${poolId} and shard in
      (select shard from user_counts where pool_id = ${poolId} order by shard limit ${limit})`,
];
