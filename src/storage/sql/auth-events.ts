import { isProof, type AuthEvent, type AuthEventFeedback, type StoredAuthEvent } from "../../model/auth-event.ts";
import type { AuthEventReader, AuthEventWriter } from "../auth-events.ts";
import type { Subject } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { pageOf, rowsToRead } from "./rows.ts";
import { sql } from "./sql.ts";

interface EventRow {
  readonly id: string;
  readonly type: AuthEvent["type"];
  readonly response: AuthEvent["response"];
  readonly challenges: JsonText<AuthEvent["challenges"]>;
  readonly context: JsonText<AuthEvent["context"]>;
  readonly risk: JsonText<AuthEvent["risk"]>;
  readonly feedback: JsonText<AuthEventFeedback> | null;
  readonly created_at: number;
}

const eventOf = ({ poolId, sub }: Subject, row: EventRow): StoredAuthEvent => ({
  poolId,
  sub,
  id: row.id,
  type: row.type,
  response: row.response,
  challenges: fromJson(row.challenges),
  context: fromJson(row.context),
  risk: fromJson(row.risk),
  feedback: row.feedback === null ? null : fromJson(row.feedback),
  createdAt: row.created_at,
});

/** After every id, which is of hexadecimal digits and dashes. */
const AFTER_EVERY_ID = "g";

/** Reads what was recorded of users. */
export const authEventReader = (connection: Connection): AuthEventReader => ({
  find: async (subject, id) => {
    const row = await connection.first<EventRow>(
      sql`select id, type, response, challenges, context, risk, feedback, created_at from auth_events
        where pool_id = ${subject.poolId} and sub = ${subject.sub} and id = ${id}`,
    );
    return row && eventOf(subject, row);
  },
  list: async (subject, page) => {
    const rows = await connection.all<EventRow>(
      sql`select id, type, response, challenges, context, risk, feedback, created_at from auth_events
        where pool_id = ${subject.poolId} and sub = ${subject.sub} and id < ${page.after ?? AFTER_EVERY_ID}
        order by id desc limit ${rowsToRead(page)}`,
    );
    return pageOf(
      page,
      rows.map((row) => eventOf(subject, row)),
      ({ id }) => id,
    );
  },
  evidence: async (subject, limit) => {
    const rows = await connection.all<EventRow>(
      sql`select id, type, response, challenges, context, risk, feedback, created_at from auth_events
        where pool_id = ${subject.poolId} and sub = ${subject.sub} and evidence = 1 order by id desc limit ${limit}`,
    );
    return rows.map((row) => eventOf(subject, row));
  },
});

/** Reads and writes what is recorded of users. */
export const authEventWriter = (connection: Connection): AuthEventWriter => ({
  ...authEventReader(connection),
  replace: async ({ poolId, sub, id, type, response, challenges, context, risk, createdAt }) =>
    (await connection.run(
      sql`insert into auth_events
          (pool_id, sub, id, type, response, challenges, context, risk, feedback, created_at, evidence)
        select ${poolId}, ${sub}, ${id}, ${type}, ${response}, ${JSON.stringify(challenges)},
          ${JSON.stringify(context)}, ${JSON.stringify(risk)}, null, ${createdAt}, ${isProof({ type, response }) ? 1 : 0}
        where exists (select 1 from users where pool_id = ${poolId} and sub = ${sub})
        on conflict (pool_id, sub, id) do update set response = excluded.response,
          challenges = excluded.challenges, risk = excluded.risk,
          evidence = case when auth_events.feedback is null then excluded.evidence else 1 end`,
    )) > 0,
  judge: async ({ poolId, sub }, id, feedback) =>
    (await connection.run(
      sql`update auth_events set feedback = ${JSON.stringify(feedback)}, evidence = 1
        where pool_id = ${poolId} and sub = ${sub} and id = ${id}`,
    )) > 0,
});
