/** What operations have of imports beside their rows. */
import type { UserImportJob } from "../model/user-import-job.ts";

export interface UserImports {
  /** Where the file of a job is sent. */
  uploadUrl(job: UserImportJob): string;
  /** Tells whoever runs jobs that one was started or stopped. After the commit. */
  wake(): void;
}
