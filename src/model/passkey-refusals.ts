/** The words with which passkeys are refused. Assumed: all of them; clients match on the names. */
import { ApiException } from "../contracts/exceptions.ts";
import { invalidParameter, notFound } from "./refusals.ts";

export const passkeysNotEnabled = () =>
  new ApiException(
    "WebAuthnNotEnabledException",
    "Passkeys are not enabled for the user pool: WEB_AUTHN is not one of its AllowedFirstAuthFactors.",
  );
export const passkeyConfigurationMissing = () =>
  new ApiException(
    "WebAuthnConfigurationMissingException",
    "The user pool has neither a relying party ID nor a domain.",
  );
/** Expired, spent, replaced or never begun: the caller cannot do anything else about any of them. */
export const passkeyChallengeNotFound = () =>
  new ApiException("WebAuthnChallengeNotFoundException", "The passkey challenge is unknown, spent or expired.");
export const passkeyClientMismatch = () =>
  new ApiException("WebAuthnClientMismatchException", "The registration was started with another app client.");
export const passkeyOriginNotAllowed = () =>
  new ApiException(
    "WebAuthnOriginNotAllowedException",
    "The origin of the passkey does not belong to the relying party of the user pool.",
  );
export const passkeyRelyingPartyMismatch = () =>
  new ApiException(
    "WebAuthnRelyingPartyMismatchException",
    "The passkey was made for another relying party than that of the user pool.",
  );
export const passkeyNotSupported = () =>
  new ApiException("WebAuthnCredentialNotSupportedException", "The passkey is not of a supported kind.");

/** The document is not what a browser makes of a new passkey. */
export const invalidPasskeyDocument = () => invalidParameter("Credential is not a registration response of WebAuthn.");
/** A credential of this id is there already, whosever it is. */
export const passkeyTaken = () => invalidParameter("The passkey is registered already.");
export const tooManyPasskeys = () =>
  new ApiException("LimitExceededException", "The user has the most passkeys that a user may have.");
export const passkeyNotFound = () => notFound("The passkey does not exist.");
