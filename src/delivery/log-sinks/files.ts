/** Writes logs to files: one for each destination, a JSON object a line, readable by the server's own account alone. */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { LogBatch, LogSink } from "../log-sink.ts";
import type { Delivery } from "../sender.ts";
import { postponed } from "../senders/attempt.ts";

/** A file that has grown this far is set aside as `….1`, in the place of the one before. */
export const LOG_FILE_BYTES = 64 * 1024 * 1024;
const NAME_MAX_LENGTH = 180;
const KEPT_OF_LONG_NAMES = 120;

// A link that somebody has put in the place of a file is not followed.
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW;

/**
 * The file of a destination: its ARN, with `+` for `:` and everything else that could be more than a name escaped. No two
 * destinations have one file, and none leads out of the folder: stops an ARN such as `…:log-group:../../etc/x`.
 */
export const logFileName = (arn: string): string => {
  const name = encodeURIComponent(arn).replaceAll("%3A", "+");
  if (name.length <= NAME_MAX_LENGTH) return `${name}.jsonl`;
  const digest = createHash("sha256").update(arn).digest("hex").slice(0, 32);
  return `${name.slice(0, KEPT_OF_LONG_NAMES)}~${digest}.jsonl`;
};

/** By its code alone: the text of an error names the path. */
const explain = (error: unknown): Delivery => {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
  return postponed(`The log file could not be written (${code}).`);
};

/** Opens the file, or a new one in the place of one that is full; answers with what is in it, in bytes. */
const openAppending = async (path: string, fullBytes: number) => {
  const file = await open(path, APPEND, 0o600);
  try {
    const { size } = await file.stat();
    if (size < fullBytes) return { file, size };
    await rename(path, `${path}.1`);
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return { file: await open(path, APPEND, 0o600), size: 0 };
};

const append = async (path: string, text: string, fullBytes: number): Promise<void> => {
  const { file, size } = await openAppending(path, fullBytes);
  try {
    await file.appendFile(text);
  } catch (error) {
    // A full disk takes a part of it: the next attempt shall not go on in the middle of a line.
    await file.truncate(size);
    throw error;
  } finally {
    await file.close();
  }
};

/** The folder is made when the first record comes. `fullBytes` is `LOG_FILE_BYTES` unless said. */
export const fileLogSink = (folder: string, fullBytes: number = LOG_FILE_BYTES): LogSink => ({
  write: async ({ destination, records }: LogBatch) => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await append(join(folder, logFileName(destination)), `${records.join("\n")}\n`, fullBytes);
      return { outcome: "sent" };
    } catch (error) {
      return explain(error);
    }
  },
  close: async () => undefined,
});
