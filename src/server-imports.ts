/** Imports of users, put together: where files are taken in, and who runs the jobs. */
import type { KeyedHash } from "./crypto/keyed-hash.ts";
import { importUploadRoute } from "./http/routes/import-uploads.ts";
import type { ReceivingRoute } from "./http/wire.ts";
import { createReceiver } from "./imports/receive-upload.ts";
import type { ImportReports } from "./imports/reports.ts";
import { createUploadUrls, UPLOAD_PATH } from "./imports/upload-url.ts";
import { createImportWorker, type ImportWorker } from "./imports/worker.ts";
import { IMPORT_FILE_MAX_BYTES } from "./model/import-file.ts";
import type { Log } from "./model/log-fields.ts";
import type { Random } from "./runtime/random.ts";
import type { UserImports } from "./runtime/user-imports.ts";
import type { Store } from "./storage/store.ts";

export interface ImportAdapters {
  readonly random: Random;
  readonly log: Log;
  readonly importReports: ImportReports;
}

export interface ImportParts {
  readonly store: Store;
  readonly keyedHash: KeyedHash;
  readonly now: () => number;
  readonly publicUrl: () => string;
  /** Removes what ended jobs leave. */
  readonly sweep: () => Promise<unknown>;
}

export interface Imports {
  readonly worker: ImportWorker;
  readonly route: ReceivingRoute;
  /** What operations have of it. */
  readonly facility: UserImports;
}

export const createImports = (
  { random, log, importReports: reports }: ImportAdapters,
  { store, keyedHash, now, publicUrl, sweep }: ImportParts,
): Imports => {
  const urls = createUploadUrls(keyedHash, publicUrl);
  const worker = createImportWorker({ store, random, log, reports, now, onEnd: sweep });
  return {
    worker,
    route: importUploadRoute({
      path: UPLOAD_PATH,
      maxBytes: IMPORT_FILE_MAX_BYTES,
      refusal: (job, ticket) => urls.refusal(job, ticket, now()),
      receive: createReceiver({ store, random, now }),
    }),
    facility: { uploadUrl: (job) => urls.of(job), wake: () => worker.wake() },
  };
};
