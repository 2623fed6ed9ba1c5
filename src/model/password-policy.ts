/**
 * What a pool asks of a password.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { Secret } from "../contracts/secret.ts";
import type { Pool } from "./pool.ts";

/** Observed: some operations say "conform with", others "conform to". */
export type PolicyWording = "did not conform with" | "does not conform to";

const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_TEMPORARY_VALIDITY_DAYS = 7;
const DEFAULT_MINIMUM_LENGTH = 8;

/** The first rule that `password` breaks, in Amazon's words; undefined when it keeps them all. */
const violationOf = (pool: Pool, password: string): string | undefined => {
  const policy = pool.settings.Policies?.PasswordPolicy ?? {};
  if (password.length < (policy.MinimumLength ?? DEFAULT_MINIMUM_LENGTH)) return "Password not long enough";
  if (policy.RequireUppercase && !/\p{Lu}/u.test(password)) return "Password must have uppercase characters";
  if (policy.RequireLowercase && !/\p{Ll}/u.test(password)) return "Password must have lowercase characters";
  if (policy.RequireNumbers && !/\d/.test(password)) return "Password must have numeric characters";
  if (policy.RequireSymbols && !SYMBOL.test(password)) return "Password must have symbol characters";
  return undefined;
};

/** One violation at a time. @throws InvalidPasswordException */
export const requirePolicy = (pool: Pool, password: Secret, wording: PolicyWording): void => {
  const violation = violationOf(pool, password.reveal());
  if (violation !== undefined) {
    throw new ApiException("InvalidPasswordException", `Password ${wording} policy: ${violation}`);
  }
};

/** How many passwords a user may not choose again, the current one among them; 0: any. */
export const passwordHistorySize = (pool: Pool): number =>
  pool.settings.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0;

/** A password that the user has or had. Assumed: the words, which users' tests look for. */
export const passwordReused = () =>
  new ApiException("PasswordHistoryPolicyViolationException", "Password has previously been used");

/** How long a temporary password of the pool works, in milliseconds; 0 days means the default. */
export const temporaryPasswordLifetimeMs = (pool: Pool): number => {
  const days = pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 0;
  return (days === 0 ? DEFAULT_TEMPORARY_VALIDITY_DAYS : days) * DAY_MS;
};
