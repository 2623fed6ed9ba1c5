/**
 * Where the code goes with which a user recovers the account.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountRecoverySettingType.html
 */
import type { ContactAttribute } from "./code.ts";
import { isVerifiedFlag } from "./destination.ts";
import type { Pool } from "./pool.ts";
import { noVerifiedContact, resetNotPossible, userDisabled } from "./refusals.ts";
import { activeFactors, type MfaFactor, type User } from "./user.ts";

/** Where a message goes. */
export interface Destination {
  readonly attribute: ContactAttribute;
  readonly medium: "EMAIL" | "SMS";
  /** The stored attribute, as it stands: never a caller's text. */
  readonly value: string;
}

/** The medium of each contact. */
export const media = { email: "EMAIL", phone_number: "SMS" } as const;
const factorOf: Readonly<Record<ContactAttribute, MfaFactor>> = { email: "EMAIL_OTP", phone_number: "SMS_MFA" };

/** The user's address or number as a destination; undefined where there is none. */
export const destinationOf = (user: User, attribute: ContactAttribute): Destination | undefined => {
  const value = user.attributes[attribute];
  return value === undefined || value === "" ? undefined : { attribute, medium: media[attribute], value };
};

/** Whether the user has proven to own the address or number. */
export const isVerified = (user: User, attribute: ContactAttribute): boolean =>
  isVerifiedFlag(user.attributes[`${attribute}_verified`]);

/** Whether a code can go there and means anything there: the attribute is verified and has a value. */
const isReachable = (user: User, attribute: ContactAttribute): boolean =>
  isVerified(user, attribute) && destinationOf(user, attribute) !== undefined;

/** Whether the user proves a sign-in by messages to this attribute: then the same medium may not also recover the account. */
const isSecondFactor = (pool: Pool, user: User, attribute: ContactAttribute): boolean => {
  if ((pool.settings.MfaConfiguration ?? "OFF") === "OFF") return false;
  const factor = factorOf[attribute];
  return user.preferredMfa === null ? activeFactors(user).includes(factor) : user.preferredMfa === factor;
};

const mechanismAttributes: Readonly<Record<string, ContactAttribute>> = {
  verified_email: "email",
  verified_phone_number: "phone_number",
};

/** Whether users of the pool cannot recover their accounts by themselves. */
export const isRecoveredByAdministratorsOnly = (pool: Pool): boolean =>
  (pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? []).some(({ Name }) => Name === "admin_only");

/**
 * The one destination of a recovery code, in the order of the pool's priorities: only a verified attribute, and never
 * the medium of the user's second factor (who holds the phone alone must not become the user). Undefined: there is none.
 */
export const findRecoveryDestination = (pool: Pool, user: User): Destination | undefined => {
  const mechanisms = pool.settings.AccountRecoverySetting?.RecoveryMechanisms;
  if (mechanisms === undefined) {
    // The rule of pools without the setting: phone before e-mail, whatever the second factor.
    const attribute = (["phone_number", "email"] as const).find((name) => isReachable(user, name));
    return attribute === undefined ? undefined : destinationOf(user, attribute);
  }
  const attribute = [...mechanisms]
    .sort((a, b) => a.Priority - b.Priority)
    .map(({ Name }) => mechanismAttributes[Name])
    .find((name) => name !== undefined && isReachable(user, name) && !isSecondFactor(pool, user, name));
  return attribute === undefined ? undefined : destinationOf(user, attribute);
};

/** Whether the user has chosen the password, and so can have forgotten it. */
export const hasForgettablePassword = ({ status }: User): boolean =>
  status !== "FORCE_CHANGE_PASSWORD" && status !== "EXTERNAL_PROVIDER";

/** Where the user can ask for a recovery code without an administrator; undefined: nowhere. */
export const findForgottenDestination = (pool: Pool, user: User): Destination | undefined =>
  user.enabled && hasForgettablePassword(user) ? findRecoveryDestination(pool, user) : undefined;

/** @throws InvalidParameterException when no message can reach the user, also where only administrators recover accounts */
export const recoveryDestination = (pool: Pool, user: User): Destination => {
  const destination = findRecoveryDestination(pool, user);
  if (destination === undefined) throw noVerifiedContact();
  return destination;
};

/**
 * A password can be reset only for an enabled user who has chosen one.
 * Observed: FORCE_CHANGE_PASSWORD is refused, although a later text of the guide says otherwise.
 * Assumed: UNCONFIRMED and EXTERNAL_PROVIDER are refused in the same words; an unconfirmed user whom no message can
 * reach is told that first.
 * @throws NotAuthorizedException, InvalidParameterException
 */
export const requireResettable = (pool: Pool, user: User): void => {
  if (!user.enabled) throw userDisabled();
  if (user.status === "CONFIRMED" || user.status === "RESET_REQUIRED") return;
  if (user.status === "UNCONFIRMED") recoveryDestination(pool, user);
  throw resetNotPossible();
};
