import { Secret } from "../../contracts/secret.ts";
import { UnsealingError } from "../../crypto/seal.ts";
import { canonicalName } from "../../model/identifier.ts";
import {
  carrierOf,
  type Carrier,
  type NewOutboxMessage,
  type OutboxContent,
  type OutboxMessage,
  type OutboxReader,
  type Transaction,
} from "../store.ts";
import type { Connection } from "./engine.ts";
import { notificationDueAt, notificationWriter } from "./notifications.ts";
import { openJson, sealJson, type JsonPlace, type Protection } from "./protection.ts";
import { sql } from "./sql.ts";

/** Rows that one `prune` removes at most. */
const PRUNED_MAX = 1000;

const CARRIERS: readonly Carrier[] = ["sender", "function"];

interface OutboxRow {
  readonly position: number;
  readonly id: string;
  readonly pool_id: string;
  readonly sub: string;
  readonly medium: OutboxMessage["medium"];
  readonly code_purpose: NonNullable<OutboxMessage["code"]>["purpose"] | null;
  readonly code_id: string | null;
  readonly content: Uint8Array | null;
  readonly state: OutboxMessage["state"];
  readonly reason: string | null;
  readonly attempts: number;
  readonly created_at: number;
}

/** The content as it is sealed. */
interface ClearContent extends Omit<OutboxContent, "body" | "codeValue"> {
  readonly body: string;
  readonly codeValue: string | null;
}

const contentPlace = (id: string): JsonPlace<ClearContent> => ({ table: "outbox", column: "content", key: [id] });

const sealedContent = ({ id, content }: NewOutboxMessage, protection: Protection): Uint8Array => {
  const clear: ClearContent = {
    ...content,
    body: content.body.reveal(),
    codeValue: content.codeValue?.reveal() ?? null,
  };
  return sealJson(protection, contentPlace(id), clear);
};

/** Null where it does not open: one such row must not keep every other message from being taken. */
const openContent = (id: string, envelope: Uint8Array, protection: Protection): OutboxContent | null => {
  try {
    const clear = openJson(protection, contentPlace(id), envelope);
    return {
      ...clear,
      body: new Secret(clear.body),
      codeValue: clear.codeValue === null ? null : new Secret(clear.codeValue),
    };
  } catch (error) {
    if (error instanceof UnsealingError) return null;
    throw error;
  }
};

const messageOf = (row: OutboxRow, protection: Protection): OutboxMessage => ({
  position: row.position,
  id: row.id,
  poolId: row.pool_id,
  sub: row.sub,
  medium: row.medium,
  code: row.code_purpose === null || row.code_id === null ? null : { purpose: row.code_purpose, id: row.code_id },
  content: row.content === null ? null : openContent(row.id, row.content, protection),
  state: row.state,
  reason: row.reason,
  attempts: row.attempts,
  createdAt: row.created_at,
});

/** Addresses are found whatever their case; the inbox is for people. */
const recipientOf = (to: string): string => canonicalName(to, false);

const RECIPIENT = "outbox-recipient";

/** Reads the outbox: for the inbox by address, for the sweeper the next moment at which something is due. */
export const outboxReader = (connection: Connection, protection: Protection): OutboxReader => {
  const newestTo = async (to: string, limit: number): Promise<OutboxRow[]> => {
    const found: OutboxRow[] = [];
    for (const recipient of protection.keyedHash.candidates(RECIPIENT, [], recipientOf(to))) {
      found.push(
        ...(await connection.all<OutboxRow>(
          sql`select position, id, pool_id, sub, medium, code_purpose, code_id, content, state, reason, attempts,
              created_at
            from outbox where recipient = ${recipient} order by position desc limit ${limit}`,
        )),
      );
    }
    return found.sort((a, b) => b.position - a.position).slice(0, limit);
  };

  return {
    newest: async ({ to, limit }) => {
      const rows =
        to === undefined
          ? await connection.all<OutboxRow>(
              sql`select position, id, pool_id, sub, medium, code_purpose, code_id, content, state, reason, attempts,
                  created_at
                from outbox order by position desc limit ${limit}`,
            )
          : await newestTo(to, limit);
      return rows.map((row) => messageOf(row, protection));
    },
    after: async (to, position) => {
      let oldest: OutboxRow | undefined;
      for (const recipient of protection.keyedHash.candidates(RECIPIENT, [], recipientOf(to))) {
        const row = await connection.first<OutboxRow>(
          sql`select position, id, pool_id, sub, medium, code_purpose, code_id, content, state, reason, attempts,
              created_at
            from outbox where recipient = ${recipient} and position > ${position} order by position limit 1`,
        );
        if (row !== undefined && (oldest === undefined || row.position < oldest.position)) oldest = row;
      }
      return oldest && messageOf(oldest, protection);
    },
    nextDueAt: async () => {
      const owed = [await notificationDueAt(connection)];
      for (const carrier of CARRIERS) {
        const message = await connection.first<{ due_at: number }>(
          sql`select o.due_at from outbox o
            where o.state = 'pending' and o.carrier = ${carrier}
              and exists (select p.id from pools p where p.id = o.pool_id and p.gone = 0)
            order by o.due_at limit 1`,
        );
        owed.push(message?.due_at);
      }
      const moments = owed.filter((at) => at !== undefined);
      return moments.length === 0 ? undefined : Math.min(...moments);
    },
  };
};

/** Writes messages with the change that causes them, leases and settles them. */
export const outboxWriter = (connection: Connection, protection: Protection): Transaction["outbox"] => ({
  ...outboxReader(connection, protection),
  ...notificationWriter(connection),
  insert: async (message) => {
    // Whoever changes this row holds it until the commit: positions increase in commit order, whatever the engine.
    const next = await connection.first<{ n: number }>(
      sql`insert into positions (name, n) values ('outbox', 1)
        on conflict (name) do update set n = positions.n + 1 returning n`,
    );
    const recipient = protection.keyedHash.hash(RECIPIENT, [], recipientOf(message.content.to));
    await connection.run(
      sql`insert into outbox (position, id, pool_id, sub, medium, code_purpose, code_id, recipient, content, state,
          reason, attempts, created_at, due_at, carrier)
        values (${next?.n ?? 1}, ${message.id}, ${message.poolId}, ${message.sub}, ${message.medium},
          ${message.code?.purpose ?? null}, ${message.code?.id ?? null}, ${recipient},
          ${sealedContent(message, protection)}, 'pending', ${null}, 0, ${message.createdAt}, ${message.leasedUntil},
          ${carrierOf(message.content)})`,
    );
  },
  take: async (now, leasedUntil, limit, carrier = "sender") => {
    const due = await connection.all<{ position: number; due_at: number }>(
      sql`select o.position, o.due_at from outbox o
        where o.state = 'pending' and o.carrier = ${carrier} and o.due_at <= ${now}
          and exists (select p.id from pools p where p.id = o.pool_id and p.gone = 0)
        order by o.due_at, o.position limit ${limit}`,
    );
    const taken: OutboxMessage[] = [];
    for (const { position, due_at } of due.sort((a, b) => a.position - b.position)) {
      const row = await connection.first<OutboxRow>(
        sql`update outbox set due_at = ${leasedUntil}, attempts = attempts + 1
          where position = ${position} and state = 'pending' and due_at = ${due_at}
          returning position, id, pool_id, sub, medium, code_purpose, code_id, content, state, reason, attempts,
            created_at`,
      );
      if (row !== undefined) taken.push(messageOf(row, protection));
    }
    return taken;
  },
  settle: async ({ id }, { state, reason, nextAttemptAt, erase }) => {
    await connection.run(
      erase
        ? sql`update outbox set state = ${state}, reason = ${reason}, due_at = ${nextAttemptAt}, content = null,
              recipient = null
            where id = ${id} and state = 'pending'`
        : sql`update outbox set state = ${state}, reason = ${reason}, due_at = ${nextAttemptAt}
            where id = ${id} and state = 'pending'`,
    );
  },
  prune: async (keep) => {
    const kept = await connection.all<{ position: number }>(
      sql`select position from outbox where state <> 'pending' order by position desc limit ${keep}`,
    );
    // With nothing kept everything goes, else what is older than the oldest that is kept.
    const before = kept.length < keep ? 0 : (kept.at(-1)?.position ?? Number.MAX_SAFE_INTEGER);
    const old = await connection.all<{ position: number }>(
      sql`select position from outbox where state <> 'pending' and position < ${before}
        order by position limit ${PRUNED_MAX}`,
    );
    await connection.run(sql`delete from outbox where state <> 'pending' and position <= ${old.at(-1)?.position ?? 0}`);
  },
});
