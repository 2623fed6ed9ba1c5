/**
 * Budgets: how often a user's name may be used for one purpose within a time, whatever the entrance.
 * Each is a list of moments in a row of its own, so spending never moves the user's version.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */

/** What is counted. No unsigned call can spend `admin-reset`. */
export type BudgetPurpose =
  | "admin-reset"
  | "message"
  | "sign-in-message"
  | "first-factor-message"
  | "wrong-reset-code"
  | "wrong-sign-up-code"
  | "wrong-sign-in-code"
  | "wrong-first-factor-code"
  | "wrong-software-token-code"
  | "wrong-set-up-code"
  | "change-password"
  | "refusal-record"
  | "risk-notice"
  | "reused-password";

/** At most `count` within any `windowMs`. */
export interface BudgetLimit {
  readonly count: number;
  readonly windowMs: number;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** The limits of each purpose; all of them hold at once, and a new code refills none. */
export const BUDGETS: Readonly<Record<BudgetPurpose, readonly BudgetLimit[]>> = {
  "admin-reset": [{ count: 20, windowMs: HOUR_MS }],
  message: [{ count: 10, windowMs: HOUR_MS }],
  // Second factors are sent after the password was proven. Assumed: the number; stops running up somebody's SMS bill.
  "sign-in-message": [{ count: 20, windowMs: HOUR_MS }],
  // Anybody can have these sent: their own budget, so that nobody can use up that of second factors. Assumed: the number.
  "first-factor-message": [{ count: 20, windowMs: HOUR_MS }],
  "wrong-reset-code": [
    { count: 10, windowMs: HOUR_MS },
    { count: 50, windowMs: DAY_MS },
  ],
  "wrong-sign-up-code": [
    { count: 15, windowMs: HOUR_MS },
    { count: 50, windowMs: DAY_MS },
  ],
  "wrong-sign-in-code": [
    { count: 10, windowMs: HOUR_MS },
    { count: 50, windowMs: DAY_MS },
  ],
  // Eight digits: fifty tries a day are right with a chance of 1 in 2,000,000.
  "wrong-first-factor-code": [
    { count: 20, windowMs: HOUR_MS },
    { count: 50, windowMs: DAY_MS },
  ],
  // Three codes of an app are right at any moment, so fewer tries leave a guess the same chance.
  "wrong-software-token-code": [
    { count: 10, windowMs: HOUR_MS },
    { count: 15, windowMs: DAY_MS },
  ],
  // Whoever types the first code has been given the secret: a bound, not a defence.
  "wrong-set-up-code": [{ count: 20, windowMs: HOUR_MS }],
  "change-password": [{ count: 5, windowMs: HOUR_MS }],
  // Refusals that cost no try and are recorded all the same: not the refusals are counted, but what is written of them.
  "refusal-record": [{ count: 20, windowMs: HOUR_MS }],
  // Mails of risky sign-ins, which whoever knows the password can cause.
  "risk-notice": [{ count: 5, windowMs: HOUR_MS }],
  // Assumed: the number. Stops whoever has caught a code or a temporary password from finding out what passwords the user
  // had before, which may be in use elsewhere.
  "reused-password": [{ count: 10, windowMs: HOUR_MS }],
};

/** Whether one more use at `now` fits, after uses at `marks` (ascending moments in milliseconds). */
export const fitsBudget = (purpose: BudgetPurpose, marks: readonly number[], now: number): boolean =>
  BUDGETS[purpose].every(({ count, windowMs }) => marks.filter((mark) => mark > now - windowMs).length < count);

/** The marks after one more use at `now`; those that no limit looks at any more are dropped. */
export const spendBudget = (purpose: BudgetPurpose, marks: readonly number[], now: number): number[] => {
  const longestMs = Math.max(...BUDGETS[purpose].map((limit) => limit.windowMs));
  return [...marks.filter((mark) => mark > now - longestMs), now];
};
