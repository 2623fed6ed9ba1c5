/**
 * Which second factors a user signs in with, and which first.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
 */
import { destinationOf } from "./recovery.ts";
import { invalidParameter } from "./refusals.ts";
import type { MfaFactor, User } from "./user.ts";

interface FactorSettings {
  readonly Enabled?: boolean | undefined;
  readonly PreferredMfa?: boolean | undefined;
}

/** The factors that a request speaks of; those it leaves out stay as they are. */
export interface MfaPreference {
  readonly SMSMfaSettings?: FactorSettings | undefined;
  readonly SoftwareTokenMfaSettings?: FactorSettings | undefined;
  readonly EmailMfaSettings?: FactorSettings | undefined;
  readonly WebAuthnMfaSettings?: { readonly Enabled?: boolean | undefined } | undefined;
}

/** Whether the user has what the factor needs. An authenticator app, once registered, is among the factors. */
const canUse: Readonly<Record<MfaFactor, (user: User) => boolean>> = {
  SMS_MFA: (user) => destinationOf(user, "phone_number") !== undefined,
  EMAIL_OTP: (user) => destinationOf(user, "email") !== undefined,
  SOFTWARE_TOKEN_MFA: (user) => user.mfaFactors.includes("SOFTWARE_TOKEN_MFA"),
};

/**
 * The user's factors as an administrator sets them. A factor that is named without `PreferredMfa` is not preferred.
 * @throws InvalidParameterException
 */
export const preferFactors = (user: User, preference: MfaPreference): Pick<User, "mfaFactors" | "preferredMfa"> => {
  // Assumed: the words; passkeys as a second factor are refused.
  if (preference.WebAuthnMfaSettings?.Enabled === true) {
    throw invalidParameter("User does not have delivery config set to turn on WEB_AUTHN");
  }
  const named = (
    [
      ["SMS_MFA", preference.SMSMfaSettings],
      ["SOFTWARE_TOKEN_MFA", preference.SoftwareTokenMfaSettings],
      ["EMAIL_OTP", preference.EmailMfaSettings],
    ] as const
  ).filter(([, settings]) => settings !== undefined);
  const preferred = named.filter(([, settings]) => settings?.PreferredMfa === true);
  // Assumed: the words.
  if (preferred.length > 1) throw invalidParameter("Only one MFA factor can be preferred.");
  const factors = new Set(user.mfaFactors);
  for (const [factor, settings] of named) {
    if (settings?.Enabled !== true) {
      if (settings?.PreferredMfa === true) throw invalidParameter(`${factor} must be enabled to be preferred.`);
      factors.delete(factor);
      continue;
    }
    if (!canUse[factor](user)) {
      throw invalidParameter(`User does not have delivery config set to turn on ${factor}`);
    }
    factors.add(factor);
  }
  const kept = user.preferredMfa !== null && !named.some(([factor]) => factor === user.preferredMfa);
  return { mfaFactors: [...factors], preferredMfa: preferred[0]?.[0] ?? (kept ? user.preferredMfa : null) };
};
