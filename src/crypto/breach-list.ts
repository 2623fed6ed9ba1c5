/**
 * Passwords that were published in breaches, in a file of the operator's: one SHA-1 in hexadecimal a line, in ascending
 * order, each followed by a count or not (`HASH:COUNT`), as Have I Been Pwned publishes it ordered by hash. The file is
 * searched where it lies: it may have fifty gigabytes, and a look takes some forty short reads whatever its size.
 * @see https://haveibeenpwned.com/Passwords
 */
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import type { Secret } from "../contracts/secret.ts";

/** A file that is no list; the words are for the operator. */
export class BreachListError extends Error {
  override readonly name = "BreachListError";
}

const HASH_CHARS = 40;
/** The longest line: hash, colon, count, line end. */
const LINE_BYTES_MAX = 64;
/** What is left of the file is read at once when it is no longer than this. */
const BLOCK_BYTES = 4_096;
/** Halvings of a file of any size that there is. */
const STEPS_MAX = 64;
/** Lines that are compared when the list is looked over. */
const SAMPLES = 16;

interface Line {
  /** Where it begins. */
  readonly start: number;
  readonly hash: string;
}

const readText = async (file: FileHandle, position: number, length: number): Promise<string> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString("latin1", 0, bytesRead);
};

const hashAt = (text: string, index: number): string => {
  const hash = text.slice(index, index + HASH_CHARS).toUpperCase();
  const after = text.charAt(index + HASH_CHARS);
  if (!/^[0-9A-F]{40}$/u.test(hash) || !["", ":", "\r", "\n"].includes(after)) {
    throw new BreachListError("has lines that are no SHA-1 hashes in hexadecimal");
  }
  return hash;
};

/** The first line that begins after `position`; undefined where none does. */
const lineAfter = async (file: FileHandle, position: number): Promise<Line | undefined> => {
  const text = await readText(file, position, 2 * LINE_BYTES_MAX);
  const index = text.indexOf("\n") + 1;
  if (index === 0 && text.length > LINE_BYTES_MAX) throw new BreachListError("has lines that are too long");
  return index === 0 || index === text.length ? undefined : { start: position + index, hash: hashAt(text, index) };
};

const contains = async (file: FileHandle, hash: string): Promise<boolean> => {
  const { size } = await file.stat();
  // The line, if there is one, begins from `low` on and before `high`.
  let low = 0;
  let high = size;
  for (let step = 0; step < STEPS_MAX && high - low > BLOCK_BYTES; step += 1) {
    const middle = low + Math.floor((high - low) / 2);
    const line = await lineAfter(file, middle);
    if (line === undefined || line.start >= high || line.hash > hash) high = middle + 1;
    else low = line.start;
  }
  const block = await readText(file, low, BLOCK_BYTES + LINE_BYTES_MAX);
  return block.split("\n").some((line) => line.slice(0, HASH_CHARS).toUpperCase() === hash);
};

const within = async <T>(path: string, look: (file: FileHandle) => Promise<T>): Promise<T> => {
  const file = await open(path, "r");
  try {
    return await look(file);
  } finally {
    await file.close();
  }
};

/** Whether the list has the password. The file is opened anew, so a newer one may take its place at any time. */
export const isListed = (path: string, password: Secret): Promise<boolean> => {
  const hash = createHash("sha1").update(password.reveal(), "utf8").digest("hex").toUpperCase();
  return within(path, (file) => contains(file, hash));
};

/** Looks the file over: the form of some lines, and that they ascend. @throws BreachListError */
export const requireBreachList = (path: string): Promise<void> =>
  within(path, async (file) => {
    const { size } = await file.stat();
    if (size === 0) throw new BreachListError("is empty");
    let last = hashAt(await readText(file, 0, LINE_BYTES_MAX), 0);
    for (let sample = 1; sample < SAMPLES; sample += 1) {
      const line = await lineAfter(file, Math.floor((size * sample) / SAMPLES));
      if (line === undefined) continue;
      if (line.hash < last) throw new BreachListError("is not in ascending order of its hashes");
      last = line.hash;
    }
  });
