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

/** How far the user is with an authenticator app; `waiting`: its first code has not been seen. */
export type AppState = "registered" | "waiting" | "none";

/** Who chooses. */
export interface Chooser {
  readonly app: AppState;
  readonly byAdministrator: boolean;
}

/** Whether the user has what the factor needs. */
const canUse: Readonly<Record<MfaFactor, (user: User, chooser: Chooser) => boolean>> = {
  SMS_MFA: (user) => destinationOf(user, "phone_number") !== undefined,
  EMAIL_OTP: (user) => destinationOf(user, "email") !== undefined,
  SOFTWARE_TOKEN_MFA: (_user, { app }) => app === "registered",
};

/** Observed: users are told how far they are with their app, administrators are not. */
const nothingFor = (factor: MfaFactor, { app, byAdministrator }: Chooser) =>
  factor === "SOFTWARE_TOKEN_MFA" && !byAdministrator
    ? invalidParameter(`User has not ${app === "waiting" ? "verified" : "set up"} software token mfa`)
    : invalidParameter(`User does not have delivery config set to turn on ${factor}`);

/**
 * The user's factors as they are chosen. A factor that is named without `PreferredMfa` is not preferred. Assumed: SMS
 * that is switched off is off in its old form too.
 * @throws InvalidParameterException
 */
export const preferFactors = (
  user: User,
  preference: MfaPreference,
  chooser: Chooser,
): Pick<User, "mfaFactors" | "preferredMfa" | "hasMfaOption"> => {
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
    if (!canUse[factor](user, chooser)) throw nothingFor(factor, chooser);
    factors.add(factor);
  }
  const kept = user.preferredMfa !== null && !named.some(([factor]) => factor === user.preferredMfa);
  const { SMSMfaSettings: sms } = preference;
  return {
    mfaFactors: [...factors],
    preferredMfa: preferred[0]?.[0] ?? (kept ? user.preferredMfa : null),
    hasMfaOption: user.hasMfaOption && (sms === undefined || sms.Enabled === true),
  };
};

/** The user's factors without an authenticator app. */
export const withoutApp = ({ mfaFactors, preferredMfa }: User): Pick<User, "mfaFactors" | "preferredMfa"> => ({
  mfaFactors: mfaFactors.filter((factor) => factor !== "SOFTWARE_TOKEN_MFA"),
  preferredMfa: preferredMfa === "SOFTWARE_TOKEN_MFA" ? null : preferredMfa,
});

/** The factors as the API's first years put them: SMS to the phone number, or nothing. */
export type MfaOptions = readonly {
  readonly DeliveryMedium?: string | undefined;
  readonly AttributeName?: string | undefined;
}[];

/**
 * Whether SMS is on as old options say. They are kept and shown beside the preferences, which stay as they are.
 * Observed: applications take a user with options and without a list of factors for one who signs in with SMS.
 * Assumed: the words of the first refusal.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
 * @throws InvalidParameterException
 */
export const requestedOption = (user: User, options: MfaOptions): Pick<User, "hasMfaOption"> => {
  for (const { DeliveryMedium: medium, AttributeName: attribute } of options) {
    if (medium !== "SMS" || attribute !== "phone_number") {
      throw invalidParameter("MFAOptions can name SMS to phone_number alone.");
    }
  }
  const hasMfaOption = options.length > 0;
  if (hasMfaOption && destinationOf(user, "phone_number") === undefined) {
    throw invalidParameter("User does not have delivery config set to turn on SMS_MFA");
  }
  return { hasMfaOption };
};
