import { AUTH_EVENTS_KEPT_MS } from "../../model/auth-event.ts";
import type { Connection } from "./engine.ts";
import { POOL_REMOVALS } from "./pool-belongings.ts";
import { sql, type Query } from "./sql.ts";
import { sweepUploads } from "./user-import-uploads.ts";

/** Deleted pools and groups that one sweep works on at most; the rest waits for the next. */
const GONE_AT_ONCE = 10;

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A late answer is told that its session is expired rather than unknown. */
const SESSION_KEPT_MS = HOUR_MS;
/**
 * The last access token of a family may outlive it by a day, and is looked up here; another day a refresh is told that
 * its token has expired rather than that there is none.
 */
const FAMILY_KEPT_MS = 2 * DAY_MS;
/** Fifteen silent minutes already make a count of failed sign-ins worthless. */
const FAILURES_KEPT_MS = HOUR_MS;

/** Each removes what has outlived its time, `limit` rows at most. */
const EXPIRED: readonly ((now: number, limit: number) => Query)[] = [
  (now, limit) =>
    sql`delete from codes where (pool_id, sub, purpose) in
      (select pool_id, sub, purpose from codes where expires_at <= ${now} order by expires_at limit ${limit})`,
  (now, limit) =>
    sql`delete from sessions where (pool_id, id) in
      (select pool_id, id from sessions where expires_at <= ${now - SESSION_KEPT_MS} order by expires_at limit ${limit})`,
  (now, limit) =>
    sql`delete from passkey_registrations where (pool_id, sub) in
      (select pool_id, sub from passkey_registrations where expires_at <= ${now} order by expires_at limit ${limit})`,
  (now, limit) =>
    sql`delete from refresh_families where (pool_id, origin_jti) in
      (select pool_id, origin_jti from refresh_families where expires_at <= ${now - FAMILY_KEPT_MS}
        order by expires_at limit ${limit})`,
  (now, limit) =>
    sql`delete from software_tokens where (pool_id, sub, slot) in
      (select pool_id, sub, slot from software_tokens where expires_at <= ${now} order by expires_at limit ${limit})`,
  (now, limit) =>
    sql`delete from pending_contacts where (pool_id, sub, contact) in
      (select pool_id, sub, contact from pending_contacts where expires_at <= ${now}
        order by expires_at limit ${limit})`,
  (now, limit) =>
    sql`delete from token_sessions where (pool_id, origin_jti) in
      (select pool_id, origin_jti from token_sessions where expires_at <= ${now} order by expires_at limit ${limit})`,
  (now, limit) =>
    sql`delete from signing_keys where (pool_id, token_use) in
      (select pool_id, token_use from signing_keys where ends_at <= ${now} order by ends_at limit ${limit})`,
  (now, limit) =>
    sql`delete from later_signing_keys where (pool_id, token_use, kid) in
      (select pool_id, token_use, kid from later_signing_keys where ends_at <= ${now} order by ends_at limit ${limit})`,
  (now, limit) =>
    sql`delete from spent_marks where (pool_id, purpose, id) in
      (select pool_id, purpose, id from spent_marks where expires_at <= ${now} order by expires_at limit ${limit})`,
  (now, limit) =>
    sql`delete from auth_events where (pool_id, sub, id) in
      (select pool_id, sub, id from auth_events where created_at <= ${now - AUTH_EVENTS_KEPT_MS}
        order by created_at limit ${limit})`,
  (now, limit) =>
    sql`delete from budgets where (pool_id, sub, purpose) in
      (select pool_id, sub, purpose from budgets where sweep_at <= ${now} order by sweep_at limit ${limit})`,
  (now, limit) =>
    sql`delete from failures where (pool_id, sub) in
      (select pool_id, sub from failures where last_at <= ${now - FAILURES_KEPT_MS} order by last_at limit ${limit})`,
];

/** Credentials that were written without a user: those that have one by now stay, the decoys' go. */
const sweepCredentials = async (connection: Connection, now: number, limit: number): Promise<number> => {
  const due = await connection.all<{ pool_id: string; sub: string; user_sub: string | null }>(
    sql`select c.pool_id, c.sub, u.sub as user_sub
      from credentials c left join users u on u.pool_id = c.pool_id and u.sub = c.sub
      where c.sweep_at <= ${now} order by c.sweep_at limit ${limit}`,
  );
  for (const { pool_id, sub, user_sub } of due) {
    if (user_sub === null) {
      await connection.run(
        sql`delete from credentials where pool_id = ${pool_id} and sub = ${sub} and sweep_at <= ${now}`,
      );
    } else {
      await connection.run(
        sql`update credentials set sweep_at = null where pool_id = ${pool_id} and sub = ${sub} and sweep_at <= ${now}`,
      );
    }
  }
  return due.length;
};

/** Members of deleted groups, then the groups themselves. */
const sweepGroups = async (connection: Connection, limit: number): Promise<number> => {
  const gone = await connection.all<{ pool_id: string; name: string; generation: number }>(
    sql`select pool_id, name, generation from gone_groups order by pool_id, name, generation limit ${GONE_AT_ONCE}`,
  );
  let removed = 0;
  for (const { pool_id, name, generation } of gone) {
    removed += await connection.run(
      sql`delete from memberships where pool_id = ${pool_id} and group_name = ${name} and generation = ${generation}
        and sub in (select sub from memberships
          where pool_id = ${pool_id} and group_name = ${name} and generation = ${generation}
          order by sub limit ${limit - removed})`,
    );
    if (removed >= limit) return removed;
    await connection.run(
      sql`delete from gone_groups where pool_id = ${pool_id} and name = ${name} and generation = ${generation}`,
    );
    // Not if the name has begun a new generation meanwhile.
    removed += await connection.run(
      sql`delete from groups where pool_id = ${pool_id} and name = ${name} and generation = ${generation} and gone = 1`,
    );
    if (removed >= limit) return removed;
  }
  return removed;
};

/** All that belonged to deleted pools, then the pools themselves. */
const sweepPools = async (connection: Connection, limit: number): Promise<number> => {
  const gone = await connection.all<{ id: string }>(
    sql`select id from pools where gone = 1 order by id limit ${GONE_AT_ONCE}`,
  );
  let removed = 0;
  for (const { id } of gone) {
    for (const removal of POOL_REMOVALS) {
      removed += await connection.run(removal(id, limit - removed));
      if (removed >= limit) return removed;
    }
    removed += await connection.run(sql`delete from pools where id = ${id} and gone = 1`);
    if (removed >= limit) return removed;
  }
  return removed;
};

/** Removes what has outlived its time at `now`, about `limit` rows; answers how many it has dealt with. */
export const sweep = async (connection: Connection, now: number, limit: number): Promise<number> => {
  let removed = 0;
  for (const expired of EXPIRED) {
    removed += await connection.run(expired(now, limit - removed));
    if (removed >= limit) return removed;
  }
  removed += await sweepCredentials(connection, now, limit - removed);
  if (removed >= limit) return removed;
  removed += await sweepUploads(connection, now, limit - removed);
  if (removed >= limit) return removed;
  removed += await sweepGroups(connection, limit - removed);
  if (removed >= limit) return removed;
  return removed + (await sweepPools(connection, limit - removed));
};
