/** Reads a body within its bound. */
import type { IncomingMessage } from "node:http";

/** What became of a body: its bytes, or the reason why there are none. */
export type BodyOutcome = Buffer | "too large" | "aborted";

/** Whether the request announces more than `limit` bytes, so that nothing of it need be read. */
export const announcesMoreThan = (message: IncomingMessage, limit: number): boolean => {
  const length = message.headers["content-length"];
  return length !== undefined && Number(length) > limit;
};

/** Reads at most `limit` bytes. Stops a caller from filling the memory, with or without a Content-Length. */
export const readBody = (message: IncomingMessage, limit: number): Promise<BodyOutcome> => {
  if (announcesMoreThan(message, limit)) return Promise.resolve("too large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (outcome: BodyOutcome) => {
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
    message.on("data", onData).on("end", onEnd).on("close", onAborted).on("error", onAborted);
  });
};

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
