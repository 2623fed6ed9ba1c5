import type { AuditEvent, AuditReader, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { sql } from "./sql.ts";

interface AuditRow {
  readonly id: string;
  readonly at: number;
  readonly pool_id: string;
  readonly sub: string | null;
  readonly name: string;
  readonly fields: JsonText<AuditEvent["fields"]>;
}

const eventOf = (row: AuditRow): AuditEvent => ({
  id: row.id,
  at: row.at,
  poolId: row.pool_id,
  sub: row.sub,
  name: row.name,
  fields: fromJson(row.fields),
});

/** Reads the audit. */
export const auditReader = (connection: Connection): AuditReader => ({
  newest: async (limit) => {
    const rows = await connection.all<AuditRow>(
      sql`select id, at, pool_id, sub, name, fields from audit order by at desc, id desc limit ${limit}`,
    );
    return rows.map(eventOf);
  },
});

/** Reads and writes the audit. */
export const auditWriter = (connection: Connection): Transaction["audit"] => ({
  ...auditReader(connection),
  insert: async (event) => {
    await connection.run(
      sql`insert into audit (id, at, pool_id, sub, name, fields)
        values (${event.id}, ${event.at}, ${event.poolId}, ${event.sub}, ${event.name},
          ${JSON.stringify(event.fields)})`,
    );
  },
});
