/**
 * The rules of signing up: who may, and where the code goes that confirms it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { ContactAttribute } from "./code.ts";
import type { Pool } from "./pool.ts";
import { destinationOf, type Destination } from "./recovery.ts";
import { invalidParameter, missingParameter, notAuthorized } from "./refusals.ts";
import type { User } from "./user.ts";
import type { AttributeValues } from "./user-attributes.ts";

export const signUpNotPermitted = () => notAuthorized("SignUp is not permitted for this user pool");
export const alreadyConfirmed = () => invalidParameter("User is already confirmed.");
export const cannotConfirm = (status: User["status"]) =>
  notAuthorized(`User cannot be confirmed. Current status is ${status}`);
/** Nothing is verified automatically, or the user has nothing to verify. */
export const cannotResend = () => invalidParameter("Cannot resend codes. Auto verification not turned on.");
export const cannotResendInvitation = (username: string) =>
  new ApiException(
    "UnsupportedUserStateException",
    `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
  );

const PASSWORDLESS: ReadonlySet<string> = new Set(["EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]);

const firstFactors = (pool: Pool): readonly string[] =>
  pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];

/** Only where another first factor is allowed does a user sign up without a password. @throws InvalidParameterException */
export const requirePasswordless = (pool: Pool): void => {
  // Assumed: the wording.
  if (!firstFactors(pool).some((factor) => PASSWORDLESS.has(factor))) throw missingParameter("Password");
};

/** Whether somebody with these attributes can sign in by a code alone. */
export const hasOneTimePasswordContact = (pool: Pool, attributes: AttributeValues): boolean => {
  const factors = firstFactors(pool);
  return (
    (factors.includes("EMAIL_OTP") && attributes["email"] !== undefined) ||
    (factors.includes("SMS_OTP") && attributes["phone_number"] !== undefined)
  );
};

/**
 * Assumed: set at sign-up a preferred username could be somebody's name before they are anybody, so where it is an alias
 * it is set after confirmation alone, as the guide says.
 * @throws InvalidParameterException
 */
export const requireNoPreferredUsername = (pool: Pool, attributes: AttributeValues): void => {
  if (attributes["preferred_username"] !== undefined && pool.settings.AliasAttributes?.includes("preferred_username")) {
    throw invalidParameter("preferred_username cannot be set before the user is confirmed.");
  }
};

/** What the pool verifies by itself, in the order in which it is tried: SMS first, where SMS can be sent. */
export const signUpChannels = (pool: Pool, isSmsSent: boolean): readonly ContactAttribute[] => {
  const verified = pool.settings.AutoVerifiedAttributes ?? [];
  const order: readonly ContactAttribute[] = isSmsSent ? ["phone_number", "email"] : ["email", "phone_number"];
  return order.filter((attribute) => verified.includes(attribute));
};

/** Where the code goes that confirms a sign-up: one place at most. */
export const signUpDestination = (pool: Pool, user: User, isSmsSent: boolean): Destination | undefined =>
  signUpChannels(pool, isSmsSent)
    .map((attribute) => destinationOf(user, attribute))
    .find((destination) => destination !== undefined);
