/** The operations of the group "tokens", as the wire promises them. */
import {
  AuthenticationResultType,
  ClientAuthenticationResultType,
  ClientIdType,
  ClientMetadataType,
  ClientSecretType,
  DeviceKeyType,
  RevokeAssociatedSessionsType,
  ScopeListType,
  StringType,
  TokenModelType,
  UserPoolIdType,
  UsernameType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Revokes every token of a user. */
export const AdminUserGlobalSignOut = operation({
  name: "AdminUserGlobalSignOut",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Answers an access token for an application itself. */
export const GetClientToken = operation({
  name: "GetClientToken",
  caller: "anyone",
  input: structure({
    ClientId: required(ClientIdType),
    Secret: required(ClientSecretType),
    Scopes: ScopeListType,
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({
    ClientAuthenticationResult: ClientAuthenticationResultType,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InternalErrorException",
    "OperationNotEnabledException",
    "ForbiddenException",
  ],
});

/** Answers the certificate with which a pool signs SAML requests. */
export const GetSigningCertificate = operation({
  name: "GetSigningCertificate",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({
    Certificate: StringType,
  }),
  errors: [
    "InternalErrorException",
    "InvalidParameterException",
    "ResourceNotFoundException",
    "OperationNotEnabledException",
  ],
});

/** Answers new tokens for a refresh token, which rotation may replace. */
export const GetTokensFromRefreshToken = operation({
  name: "GetTokensFromRefreshToken",
  caller: "anyone",
  input: structure({
    RefreshToken: required(TokenModelType),
    ClientId: required(ClientIdType),
    ClientSecret: ClientSecretType,
    DeviceKey: DeviceKeyType,
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({
    AuthenticationResult: AuthenticationResultType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "UserNotFoundException",
    "UnexpectedLambdaException",
    "UserLambdaValidationException",
    "InvalidLambdaResponseException",
    "ForbiddenException",
    "RefreshTokenReuseException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Revokes every token of the caller. */
export const GlobalSignOut = operation({
  name: "GlobalSignOut",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "PasswordResetRequiredException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Revokes a refresh token and the access tokens that came of it. */
export const RevokeToken = operation({
  name: "RevokeToken",
  caller: "anyone",
  input: structure({
    Token: required(TokenModelType),
    ClientId: required(ClientIdType),
    ClientSecret: ClientSecretType,
    RevokeAssociatedSessions: RevokeAssociatedSessionsType,
  }),
  output: structure({}),
  errors: [
    "TooManyRequestsException",
    "InternalErrorException",
    "UnauthorizedException",
    "InvalidParameterException",
    "UnsupportedOperationException",
    "UnsupportedTokenTypeException",
    "ForbiddenException",
    "OperationNotEnabledException",
  ],
});
