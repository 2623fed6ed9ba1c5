/** Reads a body within its bound. */
import type { IncomingMessage } from "node:http";

/** What became of a body: its bytes, or the reason why there are none. */
export type BodyOutcome = Buffer | "too large" | "too slow" | "aborted";

/** Whoever sent a body went away before its end. */
export class BodyBrokenOff extends Error {
  override readonly name = "BodyBrokenOff";
}

/** Whether the request announces more than `limit` bytes, so that nothing of it need be read. */
export const announcesMoreThan = (message: IncomingMessage, limit: number): boolean => {
  const length = message.headers["content-length"];
  return length !== undefined && Number(length) > limit;
};

/**
 * Reads at most `limit` bytes in `timeoutMs`. Stops a caller from filling the memory, with or without a Content-Length,
 * and from holding a connection by sending slowly.
 */
export const readBody = (message: IncomingMessage, limit: number, timeoutMs: number): Promise<BodyOutcome> => {
  if (announcesMoreThan(message, limit)) return Promise.resolve("too large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (outcome: BodyOutcome) => {
      clearTimeout(timer);
      message.off("data", onData).off("end", onEnd).off("close", onAborted).off("error", onAborted);
      // An error after this point (a reset connection) has nobody left to tell.
      message.on("error", () => undefined);
      resolve(outcome);
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        message.pause();
        settle("too large");
      } else chunks.push(chunk);
    };
    const onEnd = () => settle(Buffer.concat(chunks, length));
    const onAborted = () => settle("aborted");
    const timer = setTimeout(() => settle("too slow"), timeoutMs);
    message.on("data", onData).on("end", onEnd).on("close", onAborted).on("error", onAborted);
  });
};

/** A body as it comes, no faster than it is worked on. @throws BodyBrokenOff */
export async function* bodyOf(message: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of message.iterator({ destroyOnReturn: false })) yield chunk;
  } catch (error) {
    throw new BodyBrokenOff("the sender went away", { cause: error });
  }
}

/**
 * Takes in and forgets the rest of a body until it ends, `limit` bytes have come or `timeoutMs` has passed. A connection
 * that is closed while data is on its way is reset, and the caller would never read why it was refused.
 */
export const discardBody = (message: IncomingMessage, limit: number, timeoutMs: number): Promise<void> =>
  new Promise((resolve) => {
    let length = 0;
    const done = () => {
      clearTimeout(timer);
      message.off("data", onData).off("end", done).off("close", done).off("error", done);
      message.on("error", () => undefined);
      resolve();
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) done();
    };
    const timer = setTimeout(done, timeoutMs);
    if (message.readableEnded || message.destroyed) done();
    else message.on("data", onData).on("end", done).on("close", done).on("error", done).resume();
  });
