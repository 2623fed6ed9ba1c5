/**
 * Which second factor a sign-in needs after a password.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
import type { ContactAttribute } from "./code.ts";
import { isVerifiedFlag } from "./destination.ts";
import type { Pool } from "./pool.ts";
import { destinationOf } from "./recovery.ts";
import { activeFactors, type MfaFactor, type User } from "./user.ts";

/** Every second factor. */
export const MFA_FACTORS: readonly MfaFactor[] = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"];

/** A factor whose code is sent. */
export type SentFactor = Exclude<MfaFactor, "SOFTWARE_TOKEN_MFA">;

/**
 * `factor`: this one; `choice`: one of these, as the user says; `set-up`: the pool demands one and the user has none yet;
 * `unreachable`: the user has one, but no address or number for it.
 */
export type SecondFactor =
  | { readonly kind: "none" }
  | { readonly kind: "factor"; readonly factor: MfaFactor }
  | { readonly kind: "choice"; readonly factors: readonly MfaFactor[] }
  | { readonly kind: "set-up"; readonly factors: readonly MfaFactor[] }
  | { readonly kind: "unreachable" };

const contacts: Readonly<Record<SentFactor, ContactAttribute>> = { SMS_MFA: "phone_number", EMAIL_OTP: "email" };

/** The attribute to which the codes of a factor go. */
export const contactOf = (factor: SentFactor): ContactAttribute => contacts[factor];

/** The factors that the pool has switched on. */
export const poolFactors = ({ settings }: Pool): MfaFactor[] => {
  const { mfa } = settings;
  return [
    ...(settings.SmsConfiguration === undefined ? [] : (["SMS_MFA"] as const)),
    ...(mfa?.softwareToken === true ? (["SOFTWARE_TOKEN_MFA"] as const) : []),
    ...(mfa?.email === undefined ? [] : (["EMAIL_OTP"] as const)),
  ];
};

const mechanisms: Readonly<Record<string, ContactAttribute>> = {
  verified_email: "email",
  verified_phone_number: "phone_number",
};

/** What recovers accounts may not also be the second factor, or who holds it alone becomes the user. */
const isOnlyRecovery = ({ settings }: Pool, contact: ContactAttribute): boolean => {
  const channels = (settings.AccountRecoverySetting?.RecoveryMechanisms ?? []).map(({ Name }) => mechanisms[Name]);
  const known = channels.filter((channel) => channel !== undefined);
  return known.length === 1 && known[0] === contact;
};

const isSent = (factor: MfaFactor): factor is SentFactor => factor !== "SOFTWARE_TOKEN_MFA";

const isReachable = (user: User, factor: MfaFactor): boolean =>
  !isSent(factor) || destinationOf(user, contactOf(factor)) !== undefined;

/** Factors that serve without having been switched on by the user: a verified address or number in a pool that demands MFA. */
const eligibleFactors = (pool: Pool, user: User): SentFactor[] =>
  poolFactors(pool)
    .filter(isSent)
    .filter((factor) => {
      const contact = contactOf(factor);
      return (
        isReachable(user, factor) &&
        isVerifiedFlag(user.attributes[`${contact}_verified`]) &&
        !isOnlyRecovery(pool, contact)
      );
    });

/**
 * What the pool would have a user set up. Not an address that could not be the factor afterwards. SMS is told like the
 * rest, though nothing in a sign-in can set it up: applications tell their users whom to ask.
 */
export const setUpFactors = (pool: Pool): MfaFactor[] =>
  poolFactors(pool).filter((factor) => factor !== "EMAIL_OTP" || !isOnlyRecovery(pool, "email"));

/** The only one, or the choice between several. */
export const oneOf = (factors: readonly MfaFactor[]): SecondFactor =>
  factors.length === 1 ? { kind: "factor", factor: factors[0]! } : { kind: "choice", factors };

/** The factors of which one is asked for. */
const askedFactors = (needed: SecondFactor): readonly MfaFactor[] => {
  if (needed.kind === "factor") return [needed.factor];
  return needed.kind === "choice" ? needed.factors : [];
};

/**
 * The addresses and numbers to which a sign-in may have its second factor sent, also where there is none as yet: whoever
 * has proven the password alone must not choose them. `demanded`: what a risk asks for.
 */
export const secondFactorContacts = (
  pool: Pool,
  user: User,
  demanded: readonly MfaFactor[] = [],
): readonly ContactAttribute[] => {
  const { preferredMfa } = user;
  const own =
    (pool.settings.MfaConfiguration ?? "OFF") === "OFF"
      ? []
      : [...activeFactors(user), ...(preferredMfa === null ? [] : [preferredMfa])];
  const all = new Set([...demanded, ...own, ...askedFactors(secondFactor(pool, user, false))]);
  return [...all].filter(isSent).map(contactOf);
};

/**
 * The second factors of which a sign-in that looks risky must give one: those that it would be asked for anyway, or else
 * those that the user could have switched on. Empty where there is none, and where the user has yet to set one up:
 * whoever signs in would set up their own.
 */
export const demandedFactors = (pool: Pool, user: User, hasApp: boolean): readonly MfaFactor[] => {
  const needed = secondFactor(pool, user, hasApp);
  const asked = askedFactors(needed);
  if (asked.length > 0) return asked;
  if (needed.kind !== "none" || (pool.settings.MfaConfiguration ?? "OFF") === "OFF") return [];
  const isAppUsable = hasApp && poolFactors(pool).includes("SOFTWARE_TOKEN_MFA");
  return [...eligibleFactors(pool, user), ...(isAppUsable ? (["SOFTWARE_TOKEN_MFA"] as const) : [])];
};

/**
 * What follows a proven password; `hasApp`: an authenticator app is registered. Assumed: the order, where the guide is
 * silent; and a factor that the user has switched on counts as long as the pool has MFA, whatever became of the pool's
 * settings for it (failing closed). Assumed too: a registered app that is switched off is asked for where another would
 * be set up, or who knows the password alone would set up their own.
 */
export const secondFactor = (pool: Pool, user: User, hasApp: boolean): SecondFactor => {
  const mode = pool.settings.MfaConfiguration ?? "OFF";
  if (mode === "OFF") return { kind: "none" };
  const { preferredMfa } = user;
  const active = [...new Set(activeFactors(user))];
  if (active.length > 0 || preferredMfa !== null) {
    if (preferredMfa !== null && isReachable(user, preferredMfa)) return { kind: "factor", factor: preferredMfa };
    const reachable = active.filter((factor) => isReachable(user, factor));
    return reachable.length === 0 ? { kind: "unreachable" } : oneOf(reachable);
  }
  if (mode === "OPTIONAL") return { kind: "none" };
  const eligible = eligibleFactors(pool, user);
  if (eligible.length > 0) return oneOf(eligible);
  return hasApp ? oneOf(["SOFTWARE_TOKEN_MFA"]) : { kind: "set-up", factors: setUpFactors(pool) };
};
