/**
 * The second factors and passkeys of a pool. SMS is a factor exactly while the pool has MFA and SMS settings.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
 */
import type { SetUserPoolMfaConfig } from "../contracts/index.ts";
import type { InputOf, OutputOf } from "../contracts/vocabulary.ts";
import type { PoolMfaSettings, PoolSettings } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

type MfaInput = InputOf<typeof SetUserPoolMfaConfig>;

const isOn = (settings: PoolSettings): boolean => (settings.MfaConfiguration ?? "OFF") !== "OFF";

/** MFA is off with no factor beside it; the SMS settings stay, for other messages. @throws InvalidParameterException */
const requireNoFactor = (input: MfaInput): void => {
  const hasFactor =
    input.SmsMfaConfiguration !== undefined ||
    input.EmailMfaConfiguration !== undefined ||
    input.SoftwareTokenMfaConfiguration?.Enabled === true;
  if (hasFactor) {
    throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.");
  }
};

/** Every factor that MFA shall have is named anew. @throws InvalidParameterException */
const requireFactors = (settings: PoolSettings, input: MfaInput): void => {
  const { SmsMfaConfiguration: sms, EmailMfaConfiguration: email, SoftwareTokenMfaConfiguration: app } = input;
  if (sms === undefined && email === undefined && app?.Enabled !== true) {
    throw invalidParameter(
      "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
    );
  }
  if (sms === undefined && settings.SmsConfiguration !== undefined) {
    // Observed when another factor is to take its place. UpdateUserPool takes the SMS settings away.
    throw invalidParameter("Can't turn off SMS_MFA when SMS configuration is set for the user pool");
  }
};

/** A domain without scheme, port and path: passkeys are bound to nothing else. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

const passkeys = ({ WebAuthnConfiguration: given }: MfaInput): PoolMfaSettings["webAuthn"] => {
  if (given === undefined) return undefined;
  if (given.RelyingPartyId !== undefined && !DOMAIN.test(given.RelyingPartyId)) {
    throw invalidParameter("RelyingPartyId must be a domain name, without scheme, port and path."); // Assumed: the wording.
  }
  return {
    relyingPartyId: given.RelyingPartyId,
    userVerification: given.UserVerification,
    factorConfiguration: given.FactorConfiguration,
  };
};

const requireReachable = (settings: PoolSettings, input: MfaInput, sendsEmail: boolean): void => {
  if (input.SmsMfaConfiguration !== undefined) {
    if ((input.SmsMfaConfiguration.SmsConfiguration ?? settings.SmsConfiguration) === undefined) {
      // Observed: the member that it names is the wrong one.
      throw invalidParameter("[SmsConfiguration] is a required member of [SoftwareTokenMfaConfiguration].");
    }
  }
  const isDefaultSender = settings.EmailConfiguration?.EmailSendingAccount !== "DEVELOPER";
  if (input.EmailMfaConfiguration !== undefined && isDefaultSender && !sendsEmail) {
    throw invalidParameter(
      "Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.",
    );
  }
};

/**
 * The settings of a pool after SetUserPoolMfaConfig, which says everything anew: observed, without `MfaConfiguration` MFA
 * is off; assumed, without `WebAuthnConfiguration` passkeys have their defaults. `sendsEmail`: e-mail goes out from here,
 * whatever the pool says.
 * @throws InvalidParameterException
 */
export const mfaConfigured = (settings: PoolSettings, input: MfaInput, sendsEmail: boolean): PoolSettings => {
  const { SmsMfaConfiguration: sms, EmailMfaConfiguration: email, SoftwareTokenMfaConfiguration: app } = input;
  const webAuthn = passkeys(input);
  const mode = input.MfaConfiguration ?? "OFF";
  if (mode === "OFF") {
    requireNoFactor(input);
    return { ...settings, MfaConfiguration: "OFF", mfa: { webAuthn } };
  }
  requireFactors(settings, input);
  requireReachable(settings, input, sendsEmail);
  return {
    ...settings,
    MfaConfiguration: mode,
    SmsConfiguration: sms?.SmsConfiguration ?? settings.SmsConfiguration,
    SmsAuthenticationMessage: sms?.SmsAuthenticationMessage ?? settings.SmsAuthenticationMessage,
    mfa: {
      softwareToken: app && app.Enabled === true,
      email: email && { message: email.Message, subject: email.Subject },
      webAuthn,
    },
  };
};

/** What is configured, as the API shows it: factors that were named, while MFA is on. */
export const mfaView = (settings: PoolSettings): OutputOf<typeof SetUserPoolMfaConfig> => {
  const { SmsConfiguration, SmsAuthenticationMessage, mfa } = settings;
  const { email, webAuthn } = mfa ?? {};
  const factors = {
    SmsMfaConfiguration: SmsConfiguration && { SmsAuthenticationMessage, SmsConfiguration },
    SoftwareTokenMfaConfiguration: mfa?.softwareToken === undefined ? undefined : { Enabled: mfa.softwareToken },
    EmailMfaConfiguration: email && { Message: email.message, Subject: email.subject },
  };
  return {
    ...(isOn(settings) ? factors : {}),
    MfaConfiguration: settings.MfaConfiguration ?? "OFF",
    WebAuthnConfiguration: webAuthn && {
      RelyingPartyId: webAuthn.relyingPartyId,
      UserVerification: webAuthn.userVerification,
      FactorConfiguration: webAuthn.factorConfiguration,
    },
  };
};
