/** What became of each line of a file, for whoever sent it: in a file of its own beside the database. */
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

export interface ImportReports {
  /** Puts text at a position of a job's report, and nothing stays after it. The same text twice is there once. */
  write(jobId: string, position: number, text: string): Promise<void>;
}

/** Reports `<jobId>.log` in a folder, which is made when the first is. */
export const createReports = (folder: string): ImportReports => ({
  write: async (jobId, position, text) => {
    await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
    const file = await open(join(folder, `${jobId}.log`), "a", OWNER_ONLY_FILE);
    try {
      await file.truncate(position);
      await file.appendFile(text);
    } finally {
      await file.close();
    }
  },
});
