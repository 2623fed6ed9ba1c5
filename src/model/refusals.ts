/**
 * The words of Amazon's refusals, each in one place. Every function returns the exception to throw.
 * Texts are those that clients have been seen to match on.
 */
import { ApiException } from "../contracts/exceptions.ts";

const notAuthorized = (message: string) => new ApiException("NotAuthorizedException", message);
const invalidParameter = (message: string) => new ApiException("InvalidParameterException", message);
const notFound = (message: string) => new ApiException("ResourceNotFoundException", message);

/** The request is well-formed but means nothing here; `message` says what to change. */
export { invalidParameter, notAuthorized, notFound };

export const poolNotFound = (poolId: string) => notFound(`User pool ${poolId} does not exist.`);
export const clientNotFound = (clientId: string) => notFound(`User pool client ${clientId} does not exist.`);
export const groupNotFound = () => notFound("Group not found.");

export const userNotFound = () => new ApiException("UserNotFoundException", "User does not exist.");
/** The form that sign-up and forgot-password operations use. */
export const usernameNotFound = () =>
  new ApiException("UserNotFoundException", "Username/client id combination not found.");

export const usernameExists = () => new ApiException("UsernameExistsException", "User already exists");
export const userAccountExists = () => new ApiException("UsernameExistsException", "User account already exists");
/** A pool whose usernames are addresses: the address is taken. */
export const addressExists = (attribute: string) =>
  new ApiException("UsernameExistsException", `An account with the given ${attribute} already exists.`);
export const aliasExists = (attribute: string) =>
  new ApiException("AliasExistsException", `An account with the given ${attribute} already exists.`);
/** The form that confirming a sign-up uses. */
export const aliasTaken = (attribute: string) =>
  new ApiException("AliasExistsException", `An account with the ${attribute} already exists.`);

export const userDisabled = () => notAuthorized("User is disabled.");
export const userNotConfirmed = () => new ApiException("UserNotConfirmedException", "User is not confirmed.");
export const passwordResetRequired = () =>
  new ApiException("PasswordResetRequiredException", "Password reset required for the user");
export const incorrectPassword = () => notAuthorized("Incorrect username or password.");
export const passwordAttemptsExceeded = () => notAuthorized("Password attempts exceeded");
export const temporaryPasswordExpired = () =>
  notAuthorized("Temporary password has expired and must be reset by an administrator.");

/** The status does not allow a reset. */
export const resetNotPossible = () => notAuthorized("User password cannot be reset in the current state.");
/** No verified address or number that a code may go to. */
export const noVerifiedContact = () =>
  invalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number");
export const contactAdministrator = () => notAuthorized("Contact administrator to reset password.");

export const codeMismatch = () =>
  new ApiException("CodeMismatchException", "Invalid verification code provided, please try again.");
export const codeExpired = () =>
  new ApiException("ExpiredCodeException", "Invalid code provided, please request a code again.");
export const attemptLimitExceeded = () =>
  new ApiException("LimitExceededException", "Attempt limit exceeded, please try after some time.");
export const rateExceeded = () => new ApiException("TooManyRequestsException", "Rate exceeded");

export const secretHashMissing = (clientId: string) =>
  notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);
export const secretHashWrong = (clientId: string) =>
  notAuthorized(`Unable to verify secret hash for client ${clientId}`);

/** Where the secret itself is sent. Observed. */
export const clientSecretMissing = (clientId: string) =>
  notAuthorized(`Client ${clientId} is configured for secret but secret was not received`);
/** Assumed: the words. */
export const clientSecretMismatch = (clientId: string) =>
  notAuthorized(`Client secret does not match for the client: ${clientId}`);

/** Assumed: the words, after those of the other flows. */
export const clientTokenNotEnabled = () => invalidParameter("ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.");
/** Where the operation declares no ScopeDoesNotExistException. Assumed. */
export const scopeUnknown = (scope: string) => invalidParameter(`Invalid scope requested: ${scope}`);

export const invalidAccessToken = () => notAuthorized("Invalid Access Token");
export const unverifiedAccessToken = () => notAuthorized("Could not verify signature for Access Token");
export const accessTokenExpired = () => notAuthorized("Access Token has expired");
export const accessTokenRevoked = () => notAuthorized("Access Token has been revoked");
export const accessTokenScope = () => notAuthorized("Access Token does not have required scopes");
export const invalidRefreshToken = () => notAuthorized("Invalid Refresh Token.");
export const refreshTokenExpired = () => notAuthorized("Refresh Token has expired");
export const refreshTokenRevoked = () => notAuthorized("Refresh Token has been revoked");

/** A refresh token was replaced, and used again after its grace period. Assumed: the words. */
export const refreshTokenReused = () => new ApiException("RefreshTokenReuseException", "Refresh token has been reused");

export const invalidSession = () => notAuthorized("Invalid session for the user.");
export const spentSession = () => notAuthorized("Invalid session for the user, session can only be used once.");
export const expiredSession = () => notAuthorized("Invalid session for the user, session is expired.");

/** The pool's settings make the call impossible; `message` says what is missing. */
export const invalidConfiguration = (message: string) =>
  new ApiException("InvalidUserPoolConfigurationException", message);

/** The code of a second factor is wrong, or belongs to another sign-in. */
export const secondFactorMismatch = () =>
  new ApiException("CodeMismatchException", "Invalid code or auth state for the user.");
/** The user's factor has nowhere to send its code. Assumed: the words. */
export const secondFactorUnreachable = () => notAuthorized("No MFA mechanism registered in the account.");

export const refreshSecretHashWrong = (clientId: string) =>
  notAuthorized(`SecretHash does not match for the client: ${clientId}`);
/** The client of a revocation. Assumed: the words. */
export const unknownClient = (clientId: string) =>
  new ApiException("UnauthorizedException", `User pool client ${clientId} does not exist.`);
/** Assumed: the words. */
export const clientSecretWrong = () =>
  new ApiException("UnauthorizedException", "Client secret was not received, or is not the client's.");
export const unsupportedTokenType = () => new ApiException("UnsupportedTokenTypeException", "Unsupported token type");
/** Assumed: the words. */
export const tokenRevocationOff = (clientId: string) =>
  new ApiException("UnsupportedOperationException", `Token revocation is not enabled for client ${clientId}`);

/** A required attribute that no answer to NEW_PASSWORD_REQUIRED gave. */
export const requiredAttributeMissing = (name: string) =>
  invalidParameter(`Invalid attributes given, ${name} is missing`);
export const attributeProvidedAlready = (name: string) => notAuthorized(`Cannot modify an already provided ${name}`);

/** A parameter of a flow is absent. */
export const missingParameter = (name: string) => invalidParameter(`Missing required parameter ${name}`);
/** Observed: the token of another list, or a changed one. */
export const invalidPaginationToken = () => invalidParameter("Invalid pagination token.");

/** A message that was awaited could not be handed over; `reason` is the sender's, without address or code. */
export const deliveryFailed = (reason: string) => new ApiException("CodeDeliveryFailureException", reason);
