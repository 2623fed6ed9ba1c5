/** The operations of the group "passkeys", as the wire promises them. */
import {
  Document,
  PaginationKey,
  StringType,
  TokenModelType,
  WebAuthnCredentialDescriptionListType,
  WebAuthnCredentialsQueryLimitType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Registers the passkey that the caller's authenticator has made. */
export const CompleteWebAuthnRegistration = operation({
  name: "CompleteWebAuthnRegistration",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    Credential: required(Document),
  }),
  output: structure({}),
  errors: [
    "ForbiddenException",
    "InternalErrorException",
    "InvalidParameterException",
    "LimitExceededException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "WebAuthnNotEnabledException",
    "WebAuthnChallengeNotFoundException",
    "WebAuthnRelyingPartyMismatchException",
    "WebAuthnClientMismatchException",
    "WebAuthnOriginNotAllowedException",
    "PasswordResetRequiredException",
    "WebAuthnCredentialNotSupportedException",
    "OperationNotEnabledException",
  ],
});

/** Removes one of the caller's passkeys. */
export const DeleteWebAuthnCredential = operation({
  name: "DeleteWebAuthnCredential",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    CredentialId: required(StringType),
  }),
  output: structure({}),
  errors: [
    "ForbiddenException",
    "InternalErrorException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "LimitExceededException",
    "PasswordResetRequiredException",
    "NotAuthorizedException",
    "ResourceNotFoundException",
    "OperationNotEnabledException",
  ],
});

/** Lists the caller's passkeys. */
export const ListWebAuthnCredentials = operation({
  name: "ListWebAuthnCredentials",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    NextToken: PaginationKey,
    MaxResults: WebAuthnCredentialsQueryLimitType,
  }),
  output: structure({
    Credentials: required(WebAuthnCredentialDescriptionListType),
    NextToken: PaginationKey,
  }),
  errors: [
    "ForbiddenException",
    "InternalErrorException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "LimitExceededException",
    "PasswordResetRequiredException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
  ],
});

/** Answers the options with which an authenticator makes a passkey for the caller. */
export const StartWebAuthnRegistration = operation({
  name: "StartWebAuthnRegistration",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  output: structure({
    CredentialCreationOptions: required(Document),
  }),
  errors: [
    "ForbiddenException",
    "InternalErrorException",
    "InvalidParameterException",
    "LimitExceededException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "WebAuthnNotEnabledException",
    "PasswordResetRequiredException",
    "WebAuthnConfigurationMissingException",
    "OperationNotEnabledException",
  ],
});
