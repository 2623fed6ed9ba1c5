/**
 * The address at which the file of a job is taken in. Whoever has it may send the file, for a quarter of an hour and for
 * this job alone: it carries a keyed hash of both, which nobody makes without the master key.
 */
import type { KeyedHash } from "../crypto/keyed-hash.ts";
import { UPLOAD_URL_LIFETIME_MS, type UserImportJob } from "../model/user-import-job.ts";
import type { ImportKey } from "../storage/user-imports.ts";

/** Where files are sent to, on this server. */
export const UPLOAD_PATH = "/_poolhouse/imports";

const PURPOSE = "user-import-upload";

/** What an address says beside the job it names. */
export interface UploadTicket {
  /** Milliseconds since the epoch. */
  readonly expires: string;
  readonly signature: string;
}

export interface UploadUrls {
  of(job: UserImportJob): string;
  /** Why the address does not admit its holder; undefined when it does. */
  refusal(job: ImportKey, ticket: UploadTicket, now: number): "expired" | "forged" | undefined;
}

export const createUploadUrls = (keyedHash: KeyedHash, publicUrl: () => string): UploadUrls => ({
  of: ({ poolId, id, createdAt }) => {
    const expires = String(createdAt + UPLOAD_URL_LIFETIME_MS);
    const signature = Buffer.from(keyedHash.hash(PURPOSE, [poolId, id], expires)).toString("base64url");
    return `${publicUrl()}${UPLOAD_PATH}/${poolId}/${id}?expires=${expires}&signature=${signature}`;
  },
  refusal: ({ poolId, id }, { expires, signature }, now) => {
    // Judged first: only of an address of ours may it be told that its time is over.
    const isOurs = keyedHash.matches(PURPOSE, [poolId, id], expires, Buffer.from(signature, "base64url"));
    if (!isOurs) return "forged";
    return now >= Number(expires) ? "expired" : undefined;
  },
});
