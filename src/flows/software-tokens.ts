/** The codes of authenticator apps: each step of an app works once, wrong codes are counted. */
import type { Secret } from "../contracts/secret.ts";
import { matchingStep, stepEndsAt } from "../crypto/totp.ts";
import { isLocked } from "../model/lockout.ts";
import { softwareTokenOff } from "../model/mfa-refusals.ts";
import type { Pool } from "../model/pool.ts";
import { REGISTERED, type SoftwareToken } from "../model/software-token.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Subject } from "../storage/store.ts";
import { countFailedTry } from "./sign-in-guards.ts";

/** @throws SoftwareTokenMFANotFoundException in a pool without MFA or without authenticator apps */
export const requireSoftwareTokens = ({ settings }: Pool): void => {
  const hasMfa = (settings.MfaConfiguration ?? "OFF") !== "OFF";
  if (!hasMfa || settings.mfa?.softwareToken !== true) throw softwareTokenOff();
};

/** How long a used step is remembered beyond its own end, for a clock that is put back. */
const MARK_KEPT_MS = 60 * 60 * 1000;

/** What trying a code leads to; `spent`: it is right, and was used before. */
export type StepOutcome = "right" | "wrong" | "spent";

/**
 * Tries a code of an app and spends its step, whatever it is used for. Stops who saw a code from using it a second time.
 * @see https://datatracker.ietf.org/doc/html/rfc6238#section-5.2
 */
export const spendStep = async (tx: Tx, token: SoftwareToken, code: Secret, now: number): Promise<StepOutcome> => {
  const step = matchingStep(token.secret, code, now);
  if (step === undefined) return "wrong";
  const isFirst = await tx.spentMarks.spend(
    token.poolId,
    "software-token-step",
    `${token.id} ${step}`,
    stepEndsAt(step) + MARK_KEPT_MS,
  );
  return isFirst ? "right" : "spent";
};

/**
 * Tries the code of a sign-in. A wrong one is counted on the user's budget and on the lock that wrong passwords count
 * on; this never throws, so that the count stays. While a lock holds or the budget is spent no code is looked at.
 */
export const presentAppCode = async (
  tx: Tx,
  subject: Subject,
  code: Secret,
  now: number,
): Promise<StepOutcome | "locked" | "missing"> => {
  if (isLocked(await tx.failures.find(subject), now)) return "locked";
  if (!(await tx.budgets.fits("wrong-software-token-code", subject))) return "locked";
  const token = await tx.softwareTokens.find(subject, REGISTERED);
  if (token === undefined) return "missing";
  const outcome = await spendStep(tx, token, code, now);
  if (outcome === "wrong") {
    await tx.budgets.spend("wrong-software-token-code", subject);
    await countFailedTry(tx, subject, now);
  }
  return outcome;
};
