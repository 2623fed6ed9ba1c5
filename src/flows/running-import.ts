/** What must not happen to a pool while users are imported into it. */
import { userImportInProgress } from "../model/user-import-job.ts";
import type { Pool } from "../model/pool.ts";
import type { Tx } from "../runtime/transaction.ts";

/**
 * Called after the pool was written in the same transaction: a job that is started at the same moment guards the pool,
 * and one of the two comes second.
 * @throws UserImportInProgressException
 */
export const requireNoImport = async (tx: Tx, pool: Pool): Promise<void> => {
  const active = await tx.userImports.active();
  if (active?.poolId === pool.id) throw userImportInProgress();
};
