/**
 * The development inbox: every message as it would have been sent, with its code. For people and tests on this machine;
 * no web page may read it, and in production it does not exist.
 */
import type { OutboxMessage, Reader } from "../../storage/store.ts";
import { jsonAnswer } from "../answers.ts";
import { isLoopbackOrigin } from "../hosts.ts";
import { queryOf, type HttpAnswer, type Route } from "../wire.ts";

const SHOWN = 50;
const SHOWN_MAX = 1_000;
const WAIT_MS = 10_000;
const WAIT_MAX_MS = 30_000;
/** Waiting requests at once. */
const WAITERS_MAX = 256;

/** Tells that the outbox may have changed. */
export interface InboxChanges {
  /** Resolves with true at the next change, with false when the signal is aborted or the server closes. */
  next(signal: AbortSignal): Promise<boolean>;
}

export interface InboxParts {
  readonly reader: Pick<Reader, "outbox">;
  readonly changes: InboxChanges;
  /** Aborts after `ms`; a value, so that tests need not wait. */
  timeout(ms: number): AbortSignal;
}

/** What the inbox shows of a message. */
const shown = (message: OutboxMessage) => ({
  id: message.position,
  to: message.content?.to ?? null,
  medium: message.medium,
  subject: message.content?.subject ?? null,
  body: message.content?.body.reveal() ?? null,
  code: message.content?.codeValue?.reveal() ?? null,
  state: message.state,
  reason: message.reason,
  createdAt: new Date(message.createdAt).toISOString(),
});

const whole = (text: string | null, fallback: number, max: number): number | undefined => {
  if (text === null) return fallback;
  const number = Number(text);
  return Number.isInteger(number) && number >= 0 && text !== "" ? Math.min(number, max) : undefined;
};

/**
 * Everything here is for this machine. A page from elsewhere could not read the answer for want of CORS; it is not even
 * made, so that no slip in the headers can ever let a code out.
 */
const forLoopback =
  (handle: Route["handle"]): Route["handle"] =>
  async (request, ...rest) => {
    const { origin } = request.headers;
    if (origin !== undefined && !isLoopbackOrigin(origin)) {
      return jsonAnswer(403, { message: "The inbox is not for web pages of another machine." });
    }
    return handle(request, ...rest);
  };

const bad = (message: string): HttpAnswer => jsonAnswer(400, { message });

/** `GET /_poolhouse/inbox?to=&limit=`: newest first. */
const list = (parts: InboxParts): Route => ({
  method: "GET",
  match: (path) => (path === "/_poolhouse/inbox" ? {} : undefined),
  handle: forLoopback(async ({ url }) => {
    const query = queryOf(url);
    const limit = whole(query.get("limit"), SHOWN, SHOWN_MAX);
    if (limit === undefined) return bad("limit is a whole number.");
    const messages = await parts.reader.outbox.newest({ to: query.get("to") ?? undefined, limit });
    return jsonAnswer(200, messages.map(shown));
  }),
});

/** The message to `to` that is newer than `after`; without `after` the newest at once, else the next. */
const messageFor = async (
  { reader: { outbox }, changes }: InboxParts,
  to: string,
  after: number | undefined,
  signal: AbortSignal,
): Promise<OutboxMessage | undefined> => {
  const [newest] = after === undefined ? await outbox.newest({ to, limit: 1 }) : [];
  if (newest !== undefined) return newest;
  for (let isOpen = true; ;) {
    // Asked for before the look, so that what comes meanwhile is not missed; looked once more at the end.
    const changed = changes.next(signal);
    const message = await outbox.after(to, after ?? 0);
    if (message !== undefined || !isOpen) return message;
    isOpen = await changed;
  }
};

/** `GET /_poolhouse/inbox/wait?to=&after=&timeout=`: one message, or 404 when none came in time. */
const wait = (parts: InboxParts): Route => {
  let waiting = 0;
  return {
    method: "GET",
    match: (path) => (path === "/_poolhouse/inbox/wait" ? {} : undefined),
    handle: forLoopback(async ({ url }) => {
      const query = queryOf(url);
      const to = query.get("to");
      const after = query.get("after");
      const position = whole(after, 0, Number.MAX_SAFE_INTEGER);
      const timeoutMs = whole(query.get("timeout"), WAIT_MS, WAIT_MAX_MS);
      if (to === null || to === "") return bad("to is the address or the number that the message goes to.");
      if (position === undefined || timeoutMs === undefined) return bad("after and timeout are whole numbers.");
      if (waiting >= WAITERS_MAX) return jsonAnswer(503, { message: "Too many are waiting already." });
      waiting += 1;
      try {
        const message = await messageFor(parts, to, after === null ? undefined : position, parts.timeout(timeoutMs));
        return message === undefined
          ? jsonAnswer(404, { message: "No message came in time." })
          : jsonAnswer(200, shown(message));
      } finally {
        waiting -= 1;
      }
    }),
  };
};

/** The inbox's routes. */
export const inboxRoutes = (parts: InboxParts): readonly Route[] => [list(parts), wait(parts)];
