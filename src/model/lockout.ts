/**
 * The lock after failed sign-ins: one counter for a user whatever the entrance or the alias, so that none dodges it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html ("Lockout behavior for failed sign-in attempts")
 */

/** Failed sign-ins so far; `lastAt` in milliseconds since the epoch. */
export interface FailureCount {
  readonly count: number;
  readonly lastAt: number;
}

const FIRST_LOCKING_FAILURE = 5;
/** The longest lock, and the silence after which the count starts again. */
export const LONGEST_LOCK_MS = 15 * 60 * 1000;

/** How long the failure that made the count `count` locks: 1 s at the fifth, then doubling. */
export const lockMs = (count: number): number =>
  count < FIRST_LOCKING_FAILURE ? 0 : Math.min(1000 * 2 ** (count - FIRST_LOCKING_FAILURE), LONGEST_LOCK_MS);

/** Whether tries fail now, right or wrong, without being counted. */
export const isLocked = (failures: FailureCount | undefined, now: number): boolean =>
  failures !== undefined && failures.count >= FIRST_LOCKING_FAILURE && now < failures.lastAt + lockMs(failures.count);

/** The count after one more failure at `now`, which may lie before the newest: a slow try counts when it is judged. */
export const countFailure = (failures: FailureCount | undefined, now: number): FailureCount =>
  failures === undefined || now >= failures.lastAt + LONGEST_LOCK_MS
    ? { count: 1, lastAt: now }
    : { count: failures.count + 1, lastAt: Math.max(failures.lastAt, now) };
