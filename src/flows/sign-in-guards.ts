/** What bars a sign-in, and what its writes check again. */
import type { ApiException } from "../contracts/exceptions.ts";
import { countFailure, isLocked } from "../model/lockout.ts";
import { passwordAttemptsExceeded, passwordResetRequired, userDisabled, userNotConfirmed } from "../model/refusals.ts";
import type { Credential, User } from "../model/user.ts";
import type { Tx } from "../runtime/transaction.ts";
import { Conflict, type Subject } from "../storage/store.ts";

/** What the user's state answers to every password; undefined when it bars nothing. */
export const signInBar = (user: User): ApiException | undefined => {
  if (!user.enabled) return userDisabled();
  if (user.status === "UNCONFIRMED") return userNotConfirmed();
  return user.status === "RESET_REQUIRED" ? passwordResetRequired() : undefined;
};

/** @throws NotAuthorizedException, UserNotConfirmedException, PasswordResetRequiredException */
export const requireSignInState = (user: User): void => {
  const bar = signInBar(user);
  if (bar !== undefined) throw bar;
};

/** Everything about a user that decides about a sign-in. */
const judgedOf = ({ enabled, status, tokenEpoch, mfaFactors, preferredMfa, hasMfaOption, attributes }: User): string =>
  JSON.stringify([
    enabled,
    status,
    tokenEpoch,
    mfaFactors,
    preferredMfa,
    hasMfaOption,
    ...["email", "email_verified", "phone_number", "phone_number_verified"].map((name) => attributes[name] ?? null),
  ]);

/** Whether a sign-in that was judged on `judged` would be judged the same on `current`. */
const isJudgedSame = (judged: User, current: User | undefined): current is User =>
  current !== undefined && (judged.version === current.version || judgedOf(judged) === judgedOf(current));

/**
 * The user as the row is now, guarded, where nothing that was judged has changed. Other attributes may have: functions
 * that are asked during a sign-in like to write into them, which must not make it start again and again.
 * @throws Conflict
 */
export const stillAsJudged = async (tx: Tx, judged: User): Promise<User> => {
  const current = await tx.users.bySub(judged.poolId, judged.sub);
  if (!isJudgedSame(judged, current)) throw new Conflict();
  await tx.users.guard(current);
  return current;
};

/** The password is still the one that was judged, or there is still none. @throws Conflict */
export const guardCredential = async (tx: Tx, subject: Subject, judged: Credential | undefined): Promise<void> => {
  if (judged !== undefined) return tx.credentials.guard(judged);
  if ((await tx.credentials.find(subject)) !== undefined) throw new Conflict();
};

/** @throws NotAuthorizedException while the lock holds, however right the try */
export const requireUnlocked = async (tx: Tx, subject: Subject, now: number): Promise<void> => {
  if (isLocked(await tx.failures.find(subject), now)) throw passwordAttemptsExceeded();
};

/**
 * Counts one failure, unless the lock has fallen meanwhile: then it answers false. Of any number of tries at once no
 * more are judged than the lock allows, because a try judged while it is locked is refused even when it was right.
 */
export const countFailedTry = async (tx: Tx, subject: Subject, now: number): Promise<boolean> => {
  const failures = await tx.failures.find(subject);
  if (isLocked(failures, now)) return false;
  await tx.failures.replace(subject, countFailure(failures, now));
  return true;
};

/**
 * The count starts anew, once every challenge is answered: a password that is known already would otherwise wipe out
 * the wrong codes that follow it. @throws NotAuthorizedException while the lock holds
 */
export const clearFailures = async (tx: Tx, subject: Subject, now: number): Promise<void> => {
  const failures = await tx.failures.find(subject);
  if (isLocked(failures, now)) throw passwordAttemptsExceeded();
  if (failures !== undefined) await tx.failures.delete(subject);
};
