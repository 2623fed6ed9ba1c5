/**
 * Takes in the file of a job while it is being sent, piece by piece into the database, so that no file fills the memory.
 * It counts only once the last byte is safe; one that is broken off leaves what was there before.
 */
import { CHUNK_BYTES } from "./line-reader.ts";
import { IMPORT_FILE_MAX_BYTES } from "../model/import-file.ts";
import { awaitsUpload, expiryOf, type ImportUpload } from "../model/user-import-job.ts";
import { uuidFrom, type Random } from "../runtime/random.ts";
import { Conflict, type Store } from "../storage/store.ts";
import type { ImportKey } from "../storage/user-imports.ts";

/** `gone`: the job does not wait for a file any more; `busy`: as many are being taken in as may be. */
export type UploadOutcome = "received" | "gone" | "too large" | "busy";

/**
 * Files that are taken in at the same time, and those of one pool among them. Stops a holder of one address from filling
 * the disk with many, and one pool's administrator, or a connection that went silent, from holding up the others'.
 */
const UPLOADS_AT_ONCE = 4;
const UPLOADS_OF_A_POOL = 2;
/** Bytes that wait for one transaction. */
const BATCH_BYTES = 8 * CHUNK_BYTES;
/** What no transaction has kept by then is swept: longer than any sender may take. */
const UNFINISHED_KEPT_MS = 60 * 60 * 1000;
/** How often the end is tried when the job changes under it. */
const ATTEMPTS = 3;
const LINE_FEED = 0x0a;

export interface ReceiverParts {
  readonly store: Store;
  readonly random: Random;
  readonly now: () => number;
}

/** Takes in a file. `body` is begun to be read only when the job waits for it. Rejects when the sender breaks off. */
export type ReceiveUpload = (job: ImportKey, body: () => AsyncIterable<Uint8Array>) => Promise<UploadOutcome>;

/** Bytes in the order in which they come, in pieces of one size but the last. @throws Conflict when the file was swept */
const createWriter = ({ store, now }: ReceiverParts, poolId: string, uploadId: string) => {
  const parts: Uint8Array[] = [];
  let waiting = 0;
  let written = 0;
  const counts = { bytes: 0, lines: 0, endsLine: true };

  const write = async (all: boolean): Promise<void> => {
    const bytes = Buffer.concat(parts.splice(0), waiting);
    const first = written;
    const whole = all ? Math.ceil(bytes.length / CHUNK_BYTES) : Math.floor(bytes.length / CHUNK_BYTES);
    await store.transaction(async (tx) => {
      // Stops pieces from staying for ever that come when the sweeper has had the pool and all its files.
      await tx.userImports.keepUpload(poolId, uploadId, now(), now() + UNFINISHED_KEPT_MS);
      for (let index = 0; index < whole; index += 1) {
        const piece = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
        await tx.userImports.addChunk(poolId, uploadId, first + index, piece);
      }
    });
    written += whole;
    const left = bytes.subarray(whole * CHUNK_BYTES);
    waiting = left.length;
    if (left.length > 0) parts.push(left);
  };

  return {
    add: async (bytes: Uint8Array): Promise<void> => {
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) counts.lines += 1;
      counts.bytes += bytes.length;
      if (bytes.length > 0) counts.endsLine = bytes.at(-1) === LINE_FEED;
      parts.push(bytes);
      waiting += bytes.length;
      if (waiting >= BATCH_BYTES) await write(false);
    },
    bytes: () => counts.bytes,
    end: async (): Promise<ImportUpload> => {
      if (waiting > 0) await write(true);
      return { id: uploadId, bytes: counts.bytes, lines: counts.lines + (counts.endsLine ? 0 : 1) };
    },
  };
};

/** Makes the file the job's; the one before it is swept. Answers false when the job does not wait for it any more. */
const attach = ({ store, now }: ReceiverParts, key: ImportKey, upload: ImportUpload): Promise<boolean> =>
  store.transaction(async (tx) => {
    const at = now();
    const job = await tx.userImports.find(key.poolId, key.id);
    if (job === undefined || !awaitsUpload(job, at)) return false;
    await tx.userImports.save({ ...job, upload });
    await tx.userImports.keepUpload(key.poolId, upload.id, at, expiryOf(job));
    if (job.upload !== null) await tx.userImports.keepUpload(key.poolId, job.upload.id, at, at);
    return true;
  });

/** Tries again while another file of the same job, or its start, comes between. */
const attachAtLast = async (parts: ReceiverParts, key: ImportKey, upload: ImportUpload): Promise<boolean> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attach(parts, key, upload);
    } catch (error) {
      if (attempt >= ATTEMPTS || !(error instanceof Conflict)) throw error;
    }
  }
};

export const createReceiver = (parts: ReceiverParts): ReceiveUpload => {
  const { store, random, now } = parts;
  /** The pools whose files are being taken in, one entry a file. */
  const underway: string[] = [];

  const receive: ReceiveUpload = async (key, body) => {
    const job = await store.reader.userImports.find(key.poolId, key.id);
    if (job === undefined || !awaitsUpload(job, now())) return "gone";
    const uploadId = uuidFrom(random);
    await store.transaction((tx) => tx.userImports.openUpload(key.poolId, uploadId, now() + UNFINISHED_KEPT_MS));
    let isKept = false;
    try {
      const writer = createWriter(parts, key.poolId, uploadId);
      for await (const bytes of body()) {
        if (writer.bytes() + bytes.length > IMPORT_FILE_MAX_BYTES) return "too large";
        await writer.add(bytes);
      }
      isKept = await attachAtLast(parts, key, await writer.end());
      return isKept ? "received" : "gone";
    } catch (error) {
      // The file was swept, or the job does not stand still.
      if (error instanceof Conflict) return "gone";
      throw error;
    } finally {
      if (!isKept) {
        // What cannot be given up now goes when its time has come.
        const at = now();
        const drop = store.transaction((tx) => tx.userImports.keepUpload(key.poolId, uploadId, at, at));
        await drop.catch(() => undefined);
      }
    }
  };

  return async (key, body) => {
    const { poolId } = key;
    const ofPool = underway.filter((id) => id === poolId).length;
    if (underway.length >= UPLOADS_AT_ONCE || ofPool >= UPLOADS_OF_A_POOL) return "busy";
    underway.push(poolId);
    try {
      return await receive(key, body);
    } finally {
      underway.splice(underway.indexOf(poolId), 1);
    }
  };
};
