/** Stand-ins for what leaves the process: the clock, the mail and SMS carriers, trigger functions. */
import type { LogBatch, LogSink } from "../delivery/log-sink.ts";
import type { LogRecord } from "../model/log-record.ts";
import type { Delivery, OutgoingMessage, Sender } from "../delivery/sender.ts";
import type { Clock } from "../runtime/clock.ts";
import { FUNCTION_NOT_FOUND, type Invoker } from "../triggers/invoker.ts";
import { payloadOf } from "../triggers/payload.ts";

/** A clock that moves only when it is told to. */
export interface TestClock extends Clock {
  advance(ms: number): void;
  set(ms: number): void;
}

export const createTestClock = (start: number): TestClock => {
  let at = start;
  return {
    now: () => at,
    advance: (ms) => {
      at += ms;
    },
    set: (ms) => {
      at = ms;
    },
  };
};

/** The digits that a reader would type in: those of the link, or those of the text. */
const CODE = /(?<=confirmation_code=)\d+|\d{6,}/;

/** A message that arrived; `code` is the code in it, if any. */
export interface Arrived extends OutgoingMessage {
  readonly code: string;
}

/** What has been delivered, and what the next attempts shall answer. */
export interface TestInbox {
  readonly all: readonly Arrived[];
  /** The newest message to `to`. @throws when there is none */
  latest(to: string): Arrived;
  /** All messages to `to`, oldest first. */
  to(to: string): readonly Arrived[];
  /** The carrier's answers from now on; undefined: everything arrives. */
  answer: ((message: OutgoingMessage) => Delivery | Promise<Delivery>) | undefined;
}

const close = async (): Promise<void> => undefined;

export const createTestInbox = (): TestInbox & { readonly sender: Sender } => {
  const all: Arrived[] = [];
  const inbox: TestInbox = {
    all,
    to: (to) => all.filter((message) => message.to === to),
    latest: (to) => {
      const message = all.findLast((arrived) => arrived.to === to);
      if (message === undefined) throw new Error(`no message has come to ${to}`);
      return message;
    },
    answer: undefined,
  };
  return Object.assign(inbox, {
    sender: {
      send: async (message) => {
        const delivery = (await inbox.answer?.(message)) ?? { outcome: "sent" };
        if (delivery.outcome === "sent") all.push({ ...message, code: CODE.exec(message.body)?.[0] ?? "" });
        return delivery;
      },
      close,
      [Symbol.asyncDispose]: close,
    } satisfies Sender,
  });
};

/** An event as a function receives it. */
export interface ReceivedEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly callerContext: { readonly clientId: string | null; readonly awsSdkVersion: string };
  readonly request: Readonly<Record<string, unknown>>;
  response: Record<string, unknown>;
}

/** A trigger function: what it throws is its error, what it returns is its answer. */
export type TestFunction = (event: ReceivedEvent) => unknown;

export interface TestFunctions {
  /** Makes the function and answers with its ARN. */
  set(name: string, handler: TestFunction): string;
  /** Every event that was sent, oldest first. */
  readonly events: readonly ReceivedEvent[];
}

const ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

export const createTestFunctions = (): TestFunctions & { readonly invoker: Invoker } => {
  const handlers = new Map<string, TestFunction>();
  const events: ReceivedEvent[] = [];
  return {
    events,
    set: (name, handler) => {
      handlers.set(`${ARN}${name}`, handler);
      return `${ARN}${name}`;
    },
    invoker: {
      isKnown: async (arn) => handlers.has(arn),
      invoke: async (arn, event) => {
        const handler = handlers.get(arn);
        if (handler === undefined) return FUNCTION_NOT_FOUND;
        const received = JSON.parse(payloadOf(event)) as ReceivedEvent;
        events.push(structuredClone(received));
        try {
          return { kind: "answer", payload: (await handler(received)) ?? null };
        } catch (error) {
          return { kind: "function-error", message: error instanceof Error ? error.message : String(error) };
        }
      },
      close: async () => undefined,
    },
  };
};

/** What pools have logged. */
export interface TestLogs {
  /** Oldest first. */
  readonly all: readonly { readonly destination: string; readonly record: LogRecord }[];
  /** How the next batches end; undefined: everything is taken. */
  answer: ((batch: LogBatch) => Delivery | Promise<Delivery>) | undefined;
}

export const createTestLogs = (): TestLogs & { readonly sink: LogSink } => {
  const all: { destination: string; record: LogRecord }[] = [];
  const logs: TestLogs = { all, answer: undefined };
  return Object.assign(logs, {
    sink: {
      write: async (batch) => {
        const delivery = (await logs.answer?.(batch)) ?? { outcome: "sent" };
        const { destination, records } = batch;
        if (delivery.outcome === "sent") {
          all.push(...records.map((line) => ({ destination, record: JSON.parse(line) as LogRecord })));
        }
        return delivery;
      },
      close,
    } satisfies LogSink,
  });
};
