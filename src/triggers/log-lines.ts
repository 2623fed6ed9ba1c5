import type { Readable } from "node:stream";

/** Characters of one line; the rest is cut off. */
export const LOG_LINE_MAX_CHARS = 4_096;
/** Bytes a second that are read from one stream. What is printed beyond waits in the function's own process. */
export const LOG_MAX_BYTES_PER_SECOND = 256 * 1024;
/** Lines a second that are passed on from one stream; more are counted and left out. */
export const LOG_MAX_LINES_PER_SECOND = 500;

const WINDOW_MS = 1_000;
const CUT_MARK = " …";

/**
 * Passes a stream's text on line by line, within bounds, so that a function that prints without end costs the server
 * next to nothing: the stream is not read further until its second is over.
 */
export const followLines = (stream: Readable, take: (text: string) => void): void => {
  let line = "";
  let bytes = 0;
  let lines = 0;
  let window: NodeJS.Timeout | undefined;

  const closeWindow = (): void => {
    window = undefined;
    if (lines > LOG_MAX_LINES_PER_SECOND) take(`${lines - LOG_MAX_LINES_PER_SECOND} lines left out`);
    bytes = 0;
    lines = 0;
    stream.resume();
  };
  const finishLine = (): void => {
    lines += 1;
    if (lines <= LOG_MAX_LINES_PER_SECOND && line !== "") take(line);
    line = "";
  };
  const extendLine = (text: string): void => {
    if (line.length > LOG_LINE_MAX_CHARS) return;
    const whole = line + text;
    line = whole.length > LOG_LINE_MAX_CHARS ? whole.slice(0, LOG_LINE_MAX_CHARS) + CUT_MARK : whole;
  };

  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    window ??= setTimeout(closeWindow, WINDOW_MS).unref();
    bytes += chunk.length;
    const [first = "", ...others] = chunk.split("\n");
    extendLine(first);
    for (const next of others) {
      finishLine();
      extendLine(next);
    }
    if (bytes >= LOG_MAX_BYTES_PER_SECOND) stream.pause();
  });
  stream.on("error", () => stream.destroy());
  stream.once("close", () => {
    clearTimeout(window);
    if (line !== "") finishLine();
    closeWindow();
  });
};
