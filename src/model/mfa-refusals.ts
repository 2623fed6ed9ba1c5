/** The words in which authenticator apps are refused, each in one place. */
import { ApiException } from "../contracts/exceptions.ts";

/** The pool has no authenticator apps. */
export const softwareTokenOff = () =>
  new ApiException("SoftwareTokenMFANotFoundException", "Software Token MFA has not been enabled by the userPool");
/** The user has none, or none that waits for its first code. */
export const softwareTokenMissing = () =>
  new ApiException("SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user.");
/** The code of a sign-in is wrong. */
export const softwareTokenMismatch = () => new ApiException("CodeMismatchException", "Invalid code received for user");
/** The code is right, and was used before. */
export const softwareTokenSpent = () =>
  new ApiException("ExpiredCodeException", "Your software token has already been used once.");
/** The first code is wrong. */
export const softwareTokenNotEnabled = () =>
  new ApiException("EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA");
