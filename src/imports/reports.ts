/** What became of each line of a file, for whoever sent it: in a file of its own beside the database. */
import { constants } from "node:fs";
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
    // Neither emptied when it is there nor appended to, wherever the text belongs.
    const file = await open(join(folder, `${jobId}.log`), constants.O_WRONLY | constants.O_CREAT, OWNER_ONLY_FILE);
    try {
      await file.truncate(position);
      await file.write(text, position, "utf8");
    } finally {
      await file.close();
    }
  },
});
