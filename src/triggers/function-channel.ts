import type { Duplex } from "node:stream";
import { ANSWER_MAX_BYTES, type Invocation } from "./invoker.ts";

/** What a function's process replied. */
export interface Reply {
  readonly invocation: Invocation;
  /** The process cannot serve again. */
  readonly isFinal: boolean;
}

/** The conversation with a function's process: one question, one reply. */
export interface FunctionChannel {
  /** Writes a line; its reply must carry the same id. */
  ask(requestId: string, line: string): void;
}

/** Room for the reply's own members around the answer. */
const REPLY_MAX_BYTES = ANSWER_MAX_BYTES + 1024;
const LINE_END = 0x0a;

const parse = (bytes: Buffer, requestId: string): Reply | undefined => {
  let reply: unknown;
  try {
    reply = JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof reply !== "object" || reply === null || !("requestId" in reply) || reply.requestId !== requestId) {
    return undefined;
  }
  if ("answer" in reply) return { invocation: { kind: "answer", payload: reply.answer }, isFinal: false };
  if (!("error" in reply) || typeof reply.error !== "string") return undefined;
  const isFinal = "final" in reply && reply.final === true;
  return { invocation: { kind: "function-error", message: reply.error }, isFinal };
};

/**
 * Reads replies from a stream. Bytes that nobody asked for, a reply that is too long and one that cannot be understood
 * are `offend`ed at once and nothing is read after them, so that a process that writes without end is ended instead of
 * filling the server's memory.
 */
export const openChannel = (stream: Duplex, answered: (reply: Reply) => void, offend: () => void): FunctionChannel => {
  let expected: string | undefined;
  let chunks: Buffer[] = [];
  let size = 0;

  const refuse = (): void => {
    expected = undefined;
    chunks = [];
    stream.destroy();
    offend();
  };
  stream.on("data", (chunk: Buffer) => {
    if (expected === undefined) return refuse();
    const end = chunk.indexOf(LINE_END);
    chunks.push(end === -1 ? chunk : chunk.subarray(0, end));
    size += chunk.length;
    if (size > REPLY_MAX_BYTES) return refuse();
    if (end === -1) return;
    // Nothing may follow the reply: there is one question at a time.
    if (end !== chunk.length - 1) return refuse();
    const reply = parse(Buffer.concat(chunks), expected);
    if (reply === undefined) return refuse();
    expected = undefined;
    chunks = [];
    size = 0;
    answered(reply);
  });
  stream.on("error", refuse);
  stream.on("end", refuse);

  return {
    ask(requestId, line) {
      expected = requestId;
      stream.write(line);
    },
  };
};
