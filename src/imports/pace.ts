/**
 * How many lines come into a transaction. Of short lines many, because fewer transactions write much less to the disk;
 * where the disk is slow or others want it, fewer, because everybody waits while a transaction is made safe.
 */

/** Lines of one transaction. */
export const LINES = { min: 50, max: 400 } as const;
/** Bytes of one transaction: of lines with every attribute fewer come, which cost as much. */
export const BATCH_BYTES = 32 * 1024;

/** Longer than this nobody should wait for a transaction of an import; half of it leaves room for more lines. */
const LONG_MS = 120;

/** The number of lines for the next transaction, after one that took so long. */
export const pacedLines = (lines: number, tookMs: number): number => {
  if (tookMs > LONG_MS) return Math.max(LINES.min, Math.floor(lines / 2));
  return tookMs < LONG_MS / 2 ? Math.min(LINES.max, lines * 2) : lines;
};
