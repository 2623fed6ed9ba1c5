import { UnsealingError } from "../crypto/seal.ts";
import type { Reader } from "../storage/store.ts";
import { CommandError } from "./command.ts";

/**
 * Finds out at the start, not at the first sign-in, that the master key is not the one that sealed this database: opens
 * the access keys, and one app client's secrets.
 * @throws CommandError
 */
export const requireReadable = async (reader: Reader): Promise<void> => {
  try {
    await reader.accessKeys.list();
    const [pool] = (await reader.pools.list({ limit: 1 })).rows;
    if (pool !== undefined) await reader.clients.list(pool.id, { limit: 1 });
  } catch (error) {
    if (!(error instanceof UnsealingError)) throw error;
    throw new CommandError(
      `The database cannot be opened with this master key. ${error.message} Set POOLHOUSE_MASTER_KEY (or …_FILE, …_COMMAND) ` +
        "to the key that sealed it, or name that key in POOLHOUSE_OLD_MASTER_KEYS.",
      { cause: error },
    );
  }
};
