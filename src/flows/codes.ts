/** One-time codes: making them, and presenting them. */
import type { Secret } from "../contracts/secret.ts";
import { oneTimeCode } from "../crypto/one-time-code.ts";
import type { BudgetPurpose } from "../model/budget.ts";
import {
  codeDigits,
  codeLifetimeMs,
  type CodeOutcome,
  type CodePurpose,
  type ContactAttribute,
  type NewCode,
} from "../model/code.ts";
import { attemptLimitExceeded, codeExpired, codeMismatch } from "../model/refusals.ts";
import { uuidFrom, type Random } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Subject } from "../storage/store.ts";

/** A code for `purpose` that works from `now` for `lifetimeMs`. `contact` is where it goes, if anywhere. */
export const newCode = (
  random: Random,
  now: number,
  purpose: CodePurpose,
  contact: ContactAttribute | null,
  lifetimeMs: number = codeLifetimeMs(purpose),
): NewCode => ({
  id: uuidFrom(random),
  purpose,
  value: oneTimeCode(random, codeDigits(purpose)),
  contact,
  createdAt: now,
  expiresAt: now + lifetimeMs,
});

const wrongCodeBudget: Readonly<Record<CodePurpose, BudgetPurpose>> = {
  reset: "wrong-reset-code",
  "sign-up": "wrong-sign-up-code",
  "sign-in": "wrong-sign-in-code",
  "first-factor": "wrong-first-factor-code",
  "verify-email": "wrong-sign-up-code",
  "verify-phone_number": "wrong-sign-up-code",
};

type TryCode = (tx: Tx, subject: Subject, purpose: CodePurpose, value: Secret, now: number) => Promise<CodeOutcome>;

const counting =
  (method: "present" | "prove"): TryCode =>
  async (tx, subject, purpose, value, now) => {
    const budget = wrongCodeBudget[purpose];
    if (!(await tx.budgets.fits(budget, subject))) return { kind: "exhausted" };
    const outcome = await tx.codes[method](subject, purpose, value, now);
    if (outcome.kind === "wrong") await tx.budgets.spend(budget, subject);
    return outcome;
  };

/**
 * Tries a code, and spends the right one. A wrong try is counted, on the code and on the subject's budget, so this never
 * throws: the caller decides outside the transaction. A spent budget answers `exhausted` without looking at the code, so
 * a newer code buys no tries.
 */
export const presentCode: TryCode = counting("present");

/**
 * Tries a code in the same way, and leaves the right one as it is, to be presented when what it pays for has been judged.
 */
export const proveCode: TryCode = counting("prove");

const refusals = { wrong: codeMismatch, missing: codeExpired, exhausted: attemptLimitExceeded } as const;

/** What a code that did not prove itself is answered with. */
export const codeRefusal = (outcome: Exclude<CodeOutcome, { kind: "right" }>) => refusals[outcome.kind]();
