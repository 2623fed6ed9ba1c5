/**
 * The lines of a file that comes in pieces, from any position in it. However long the file and its lines are, one piece
 * and the beginning of one line are held.
 */
import { Buffer, isUtf8 } from "node:buffer";
import { IMPORT_LINE_MAX_LENGTH } from "../model/import-file.ts";

/** Bytes of one piece of a file. */
export const CHUNK_BYTES = 32 * 1024;
/** A character of UTF-16 takes three bytes of UTF-8 at most: more than this is too long whatever it says. */
const LINE_MAX_BYTES = 3 * IMPORT_LINE_MAX_LENGTH;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A line, and the position after it. */
export type FileLine = { readonly end: number } & (
  | { readonly text: string }
  | { readonly problem: "too long" | "not UTF-8" }
);

/** A piece of the file is not there. */
export class ChunkMissing extends Error {
  override readonly name = "ChunkMissing";
}

export interface FileSource {
  /** In bytes. */
  readonly size: number;
  /** The `n`-th piece, from 0. */
  readonly chunk: (n: number) => Promise<Uint8Array | undefined>;
}

export interface LineReader {
  /** The next lines, `limit` at most, and no further line once they have `bytes`; none at the end. @throws ChunkMissing */
  take(limit: number, bytes?: number): Promise<readonly FileLine[]>;
}

const lineOf = (bytes: Buffer, end: number): FileLine => {
  const content = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
  if (!isUtf8(content)) return { end, problem: "not UTF-8" };
  const text = content.toString("utf8");
  return text.length > IMPORT_LINE_MAX_LENGTH ? { end, problem: "too long" } : { end, text };
};

/** Reads on from a position that is the beginning of a line. */
export const createLineReader = ({ size, chunk }: FileSource, from = 0): LineReader => {
  let position = from;
  /** What has been read of the file after `position`. */
  let ahead: Buffer = Buffer.alloc(0);

  const readOn = async (): Promise<void> => {
    const n = Math.floor(position / CHUNK_BYTES);
    const piece = await chunk(n);
    const isWhole = piece?.length === Math.min(CHUNK_BYTES, size - n * CHUNK_BYTES);
    if (piece === undefined || !isWhole) throw new ChunkMissing();
    ahead = Buffer.from(piece.buffer, piece.byteOffset, piece.length).subarray(position - n * CHUNK_BYTES);
  };

  /** The next bytes up to the next line's end, without it, of what has been read; and whether the line ended. */
  const piece = (): { readonly bytes: Buffer; readonly isEnd: boolean } => {
    const at = ahead.indexOf(LINE_FEED);
    const bytes = at < 0 ? ahead : ahead.subarray(0, at);
    const used = at < 0 ? ahead.length : at + 1;
    ahead = ahead.subarray(used);
    position += used;
    return { bytes, isEnd: at >= 0 };
  };

  const nextLine = async (): Promise<FileLine | undefined> => {
    if (position >= size) return undefined;
    let line: Buffer | undefined;
    let isTooLong = false;
    for (;;) {
      if (ahead.length === 0) await readOn();
      const { bytes, isEnd } = piece();
      isTooLong ||= (line?.length ?? 0) + bytes.length > LINE_MAX_BYTES;
      line = isTooLong || line === undefined ? bytes : Buffer.concat([line, bytes]);
      if (isEnd || position >= size) return isTooLong ? { end: position, problem: "too long" } : lineOf(line, position);
    }
  };

  return {
    take: async (limit, bytes = size) => {
      const lines: FileLine[] = [];
      const until = position + bytes;
      while (lines.length < limit && (lines.at(-1)?.end ?? 0) < until) {
        const line = await nextLine();
        if (line === undefined) break;
        lines.push(line);
      }
      return lines;
    },
  };
};
