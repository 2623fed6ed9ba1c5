/**
 * Every exception that can leave the server. Modelled ones are HTTP 400, the two faults 500.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */

/** The exceptions that the API model declares. */
export const MODELLED_EXCEPTIONS = [
  "AccessDeniedException",
  "AliasExistsException",
  "CodeDeliveryFailureException",
  "CodeMismatchException",
  "ConcurrentModificationException",
  "DeviceKeyExistsException",
  "DuplicateProviderException",
  "EnableSoftwareTokenMFAException",
  "ExpiredCodeException",
  "FeatureUnavailableInTierException",
  "ForbiddenException",
  "GroupExistsException",
  "InternalErrorException",
  "InternalServerException",
  "InvalidEmailRoleAccessPolicyException",
  "InvalidLambdaResponseException",
  "InvalidOAuthFlowException",
  "InvalidParameterException",
  "InvalidPasswordException",
  "InvalidSmsRoleAccessPolicyException",
  "InvalidSmsRoleTrustRelationshipException",
  "InvalidUserPoolConfigurationException",
  "LimitExceededException",
  "MFAMethodNotFoundException",
  "ManagedLoginBrandingExistsException",
  "NotAuthorizedException",
  "OperationNotEnabledException",
  "PasswordHistoryPolicyViolationException",
  "PasswordResetRequiredException",
  "PreconditionNotMetException",
  "RefreshTokenReuseException",
  "ResourceNotFoundException",
  "ScopeDoesNotExistException",
  "ServiceQuotaExceededException",
  "SoftwareTokenMFANotFoundException",
  "TermsExistsException",
  "TierChangeNotAllowedException",
  "TooManyFailedAttemptsException",
  "TooManyRequestsException",
  "UnauthorizedException",
  "UnexpectedLambdaException",
  "UnsupportedIdentityProviderException",
  "UnsupportedOperationException",
  "UnsupportedTokenTypeException",
  "UnsupportedUserStateException",
  "UserImportInProgressException",
  "UserLambdaValidationException",
  "UserNotConfirmedException",
  "UserNotFoundException",
  "UserPoolAddOnNotEnabledException",
  "UserPoolTaggingException",
  "UsernameExistsException",
  "WebAuthnChallengeNotFoundException",
  "WebAuthnClientMismatchException",
  "WebAuthnConfigurationMissingException",
  "WebAuthnCredentialNotSupportedException",
  "WebAuthnNotEnabledException",
  "WebAuthnOriginNotAllowedException",
  "WebAuthnRelyingPartyMismatchException",
] as const;

/** The exceptions of the protocol itself, which any operation may answer without declaring them. */
export const PROTOCOL_EXCEPTIONS = [
  "UnknownOperationException",
  "SerializationException",
  "MissingAuthenticationTokenException",
  "IncompleteSignatureException",
  "InvalidSignatureException",
  "UnrecognizedClientException",
  "ExpiredTokenException",
  "RequestEntityTooLargeException",
] as const;

export type ExceptionName = (typeof MODELLED_EXCEPTIONS)[number] | (typeof PROTOCOL_EXCEPTIONS)[number];

/** The HTTP status that carries an exception. */
export const statusOf = (name: ExceptionName): 400 | 500 =>
  name === "InternalErrorException" || name === "InternalServerException" ? 500 : 400;

/**
 * A refusal that the caller is told. Its message is sent as it stands, so it never holds a secret.
 * `message` may be undefined: some protocol errors have none on the wire.
 */
export class ApiException extends Error {
  override readonly name: ExceptionName;
  /** False when the body carries `__type` alone. */
  readonly told: boolean;

  constructor(name: ExceptionName, message?: string) {
    super(message ?? "");
    this.name = name;
    this.told = message !== undefined;
  }
}
