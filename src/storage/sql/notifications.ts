import type { OwedNotification, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { sql } from "./sql.ts";

interface NotificationRow {
  readonly id: string;
  readonly pool_id: string;
  readonly sub: string;
  readonly trigger_name: string;
  readonly arn: string;
  readonly event: JsonText<object>;
  readonly attempts: number;
  readonly created_at: number;
}

const notificationOf = (row: NotificationRow): OwedNotification => ({
  id: row.id,
  poolId: row.pool_id,
  sub: row.sub,
  trigger: row.trigger_name,
  arn: row.arn,
  event: fromJson(row.event),
  attempts: row.attempts,
  createdAt: row.created_at,
});

/** The moment at which the next owed notification may be taken. */
export const notificationDueAt = async (connection: Connection): Promise<number | undefined> => {
  const row = await connection.first<{ due_at: number }>(
    sql`select n.due_at from notifications n
      where exists (select p.id from pools p where p.id = n.pool_id and p.gone = 0)
      order by n.due_at limit 1`,
  );
  return row?.due_at;
};

/** The calls that are owed to notifying triggers; one that was made has no row any more. */
export const notificationWriter = (
  connection: Connection,
): Pick<Transaction["outbox"], "owe" | "takeOwed" | "forget" | "postpone" | "endLeases"> => ({
  owe: async (owed, leasedUntil) => {
    await connection.run(
      sql`insert into notifications (id, pool_id, sub, trigger_name, arn, event, attempts, created_at, due_at)
        values (${owed.id}, ${owed.poolId}, ${owed.sub}, ${owed.trigger}, ${owed.arn}, ${JSON.stringify(owed.event)},
          ${owed.attempts}, ${owed.createdAt}, ${leasedUntil})`,
    );
  },
  takeOwed: async (now, leasedUntil, limit) => {
    const due = await connection.all<{ id: string; due_at: number }>(
      sql`select n.id, n.due_at from notifications n
        where n.due_at <= ${now} and exists (select p.id from pools p where p.id = n.pool_id and p.gone = 0)
        order by n.due_at, n.id limit ${limit}`,
    );
    const taken: OwedNotification[] = [];
    for (const { id, due_at } of due) {
      const row = await connection.first<NotificationRow>(
        sql`update notifications set due_at = ${leasedUntil}, attempts = attempts + 1
          where id = ${id} and due_at = ${due_at}
          returning id, pool_id, sub, trigger_name, arn, event, attempts, created_at`,
      );
      if (row !== undefined) taken.push(notificationOf(row));
    }
    return taken;
  },
  forget: async (notificationId) => {
    await connection.run(sql`delete from notifications where id = ${notificationId}`);
  },
  endLeases: async (now) => {
    await connection.run(sql`update notifications set due_at = ${now} where due_at > ${now}`);
    await connection.run(sql`update outbox set due_at = ${now} where state = 'pending' and due_at > ${now}`);
  },
  postpone: async (notificationId, nextAttemptAt) => {
    await connection.run(sql`update notifications set due_at = ${nextAttemptAt} where id = ${notificationId}`);
  },
});
