/**
 * With what a choice-based sign-in may begin.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
 */
import type { ContactAttribute } from "./code.ts";
import { passwordSchemeOf, type Pool } from "./pool.ts";
import { destinationOf } from "./recovery.ts";
import { relyingPartyIdOf } from "./relying-party.ts";
import { activeFactors, type User } from "./user.ts";

/** A factor that proves who signs in. */
export type FirstFactor = "PASSWORD_SRP" | "PASSWORD" | "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN";

/** A first factor whose code is sent. */
export type SentFirstFactor = "EMAIL_OTP" | "SMS_OTP";

const contacts: Readonly<Record<SentFirstFactor, ContactAttribute>> = { EMAIL_OTP: "email", SMS_OTP: "phone_number" };

/** The attribute to which the codes of a factor go. */
export const contactOfFirst = (factor: SentFirstFactor): ContactAttribute => contacts[factor];

/** What of a user's means is no attribute. */
export interface Means {
  readonly hasPassword: boolean;
  readonly hasPasskey: boolean;
}

const isPassword = (factor: FirstFactor): boolean => factor === "PASSWORD" || factor === "PASSWORD_SRP";

/** What counts as two factors at once, in a pool that says so. */
const isMultiFactor = ({ settings }: Pool, factor: FirstFactor): boolean =>
  factor === "WEB_AUTHN" && settings.mfa?.webAuthn?.factorConfiguration === "MULTI_FACTOR_WITH_USER_VERIFICATION";

/** What the pool allows, in the order in which it is listed. Without SRP verifiers there is no SRP. */
const allowedFactors = (pool: Pool): FirstFactor[] => {
  const allowed = new Set<string>(pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ["PASSWORD"]);
  const factors: readonly FirstFactor[] = ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"];
  return factors.filter((factor) => {
    if (factor === "PASSWORD_SRP") return allowed.has("PASSWORD") && passwordSchemeOf(pool) === "srp";
    return allowed.has(factor) && (factor !== "WEB_AUTHN" || relyingPartyIdOf(pool) !== undefined);
  });
};

/** Whether the pool demands a second factor of everybody, or the user has one switched on. */
export const needsSecondFactor = ({ settings }: Pool, user: User | undefined): boolean => {
  const mode = settings.MfaConfiguration ?? "OFF";
  if (mode !== "OPTIONAL" || user === undefined) return mode === "ON";
  return user.preferredMfa !== null || activeFactors(user).length > 0;
};

/** Where a second factor is needed, only what it can follow, or what brings it along, may come first. */
const beforeSecondFactor = (pool: Pool, factors: readonly FirstFactor[], user: User | undefined): FirstFactor[] =>
  needsSecondFactor(pool, user)
    ? factors.filter((factor) => isPassword(factor) || isMultiFactor(pool, factor))
    : [...factors];

/** What the pool offers whoever signs in, whatever they have. */
export const poolFirstFactors = (pool: Pool): FirstFactor[] =>
  beforeSecondFactor(pool, allowedFactors(pool), undefined);

/** Whether the user's status lets the factor come first. Assumed: what the reference of Amazon leaves open. */
const suitsStatus = ({ status }: User, factor: FirstFactor): boolean => {
  // The temporary password has to be replaced, so it has to be given.
  if (status === "FORCE_CHANGE_PASSWORD") return isPassword(factor);
  // A code at the address that was signed up with proves as much as the code that confirms it.
  if (status === "UNCONFIRMED") return factor === "EMAIL_OTP" || factor === "SMS_OTP";
  return status !== "EXTERNAL_PROVIDER";
};

const hasMeans = (user: User, factor: FirstFactor, { hasPassword, hasPasskey }: Means): boolean => {
  if (isPassword(factor)) return hasPassword;
  if (factor === "WEB_AUTHN") return hasPasskey;
  return (factor === "EMAIL_OTP" || factor === "SMS_OTP") && destinationOf(user, contactOfFirst(factor)) !== undefined;
};

/** What the user can begin with: what the pool allows and the user has. */
export const userFirstFactors = (pool: Pool, user: User, means: Means): FirstFactor[] =>
  user.enabled
    ? beforeSecondFactor(pool, allowedFactors(pool), user).filter(
        (factor) => suitsStatus(user, factor) && hasMeans(user, factor, means),
      )
    : [];
