/** The operations of the group "clients", as the wire promises them. */
import {
  AccessTokenValidityType,
  AnalyticsConfigurationType,
  AuthSessionValidityType,
  BooleanType,
  CallbackURLsListType,
  ClientIdType,
  ClientNameType,
  ClientPermissionListType,
  ClientSecretDescriptorListType,
  ClientSecretDescriptorType,
  ClientSecretIdType,
  ClientSecretType,
  ClientTypeType,
  ExplicitAuthFlowsListType,
  GenerateSecret,
  IdTokenValidityType,
  LogoutURLsListType,
  OAuthFlowsType,
  PaginationKey,
  PreventUserExistenceErrorTypes,
  QueryLimit,
  RedirectUrlType,
  RefreshTokenRotationType,
  RefreshTokenValidityType,
  ScopeListType,
  SupportedIdentityProvidersListType,
  TokenValidityUnitsType,
  UserPoolClientListType,
  UserPoolClientType,
  UserPoolIdType,
  WrappedBooleanType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Gives a client a further secret, so that the old one can be retired. */
export const AddUserPoolClientSecret = operation({
  name: "AddUserPoolClientSecret",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ClientSecret: ClientSecretType,
  }),
  output: structure({
    ClientSecretDescriptor: ClientSecretDescriptorType,
  }),
  errors: [
    "InvalidParameterException",
    "InternalServerException",
    "TooManyRequestsException",
    "LimitExceededException",
    "AccessDeniedException",
    "ResourceNotFoundException",
  ],
});

/** Registers an application with a pool. */
export const CreateUserPoolClient = operation({
  name: "CreateUserPoolClient",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientName: required(ClientNameType),
    GenerateSecret: GenerateSecret,
    ClientSecret: ClientSecretType,
    RefreshTokenValidity: RefreshTokenValidityType,
    AccessTokenValidity: AccessTokenValidityType,
    IdTokenValidity: IdTokenValidityType,
    TokenValidityUnits: TokenValidityUnitsType,
    ReadAttributes: ClientPermissionListType,
    WriteAttributes: ClientPermissionListType,
    ExplicitAuthFlows: ExplicitAuthFlowsListType,
    SupportedIdentityProviders: SupportedIdentityProvidersListType,
    CallbackURLs: CallbackURLsListType,
    LogoutURLs: LogoutURLsListType,
    DefaultRedirectURI: RedirectUrlType,
    AllowedOAuthFlows: OAuthFlowsType,
    AllowedOAuthScopes: ScopeListType,
    AllowedOAuthFlowsUserPoolClient: BooleanType,
    AnalyticsConfiguration: AnalyticsConfigurationType,
    PreventUserExistenceErrors: PreventUserExistenceErrorTypes,
    EnableTokenRevocation: WrappedBooleanType,
    EnablePropagateAdditionalUserContextData: WrappedBooleanType,
    AuthSessionValidity: AuthSessionValidityType,
    RefreshTokenRotation: RefreshTokenRotationType,
  }),
  output: structure({
    UserPoolClient: UserPoolClientType,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "LimitExceededException",
    "NotAuthorizedException",
    "ScopeDoesNotExistException",
    "InvalidOAuthFlowException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "FeatureUnavailableInTierException",
  ],
});

/** Removes an application from a pool. */
export const DeleteUserPoolClient = operation({
  name: "DeleteUserPoolClient",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
  }),
  output: null,
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "ConcurrentModificationException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Retires one of a client's secrets. */
export const DeleteUserPoolClientSecret = operation({
  name: "DeleteUserPoolClientSecret",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ClientSecretId: required(ClientSecretIdType),
  }),
  output: structure({}),
  errors: [
    "InvalidParameterException",
    "InternalServerException",
    "TooManyRequestsException",
    "LimitExceededException",
    "ResourceNotFoundException",
  ],
});

/** Shows an application's settings. */
export const DescribeUserPoolClient = operation({
  name: "DescribeUserPoolClient",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
  }),
  output: structure({
    UserPoolClient: UserPoolClientType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "NotAuthorizedException",
    "InternalErrorException",
  ],
});

/** Lists a client's secrets without their values. */
export const ListUserPoolClientSecrets = operation({
  name: "ListUserPoolClientSecrets",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    NextToken: PaginationKey,
  }),
  output: structure({
    ClientSecrets: ClientSecretDescriptorListType,
    NextToken: PaginationKey,
  }),
  errors: [
    "InvalidParameterException",
    "InternalServerException",
    "TooManyRequestsException",
    "LimitExceededException",
    "ResourceNotFoundException",
  ],
});

/** Lists a pool's applications. */
export const ListUserPoolClients = operation({
  name: "ListUserPoolClients",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: QueryLimit,
    NextToken: PaginationKey,
    ClientType: ClientTypeType,
  }),
  output: structure({
    UserPoolClients: UserPoolClientListType,
    NextToken: PaginationKey,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Replaces an application's settings; what is not said goes back to its default. */
export const UpdateUserPoolClient = operation({
  name: "UpdateUserPoolClient",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ClientName: ClientNameType,
    RefreshTokenValidity: RefreshTokenValidityType,
    AccessTokenValidity: AccessTokenValidityType,
    IdTokenValidity: IdTokenValidityType,
    TokenValidityUnits: TokenValidityUnitsType,
    ReadAttributes: ClientPermissionListType,
    WriteAttributes: ClientPermissionListType,
    ExplicitAuthFlows: ExplicitAuthFlowsListType,
    SupportedIdentityProviders: SupportedIdentityProvidersListType,
    CallbackURLs: CallbackURLsListType,
    LogoutURLs: LogoutURLsListType,
    DefaultRedirectURI: RedirectUrlType,
    AllowedOAuthFlows: OAuthFlowsType,
    AllowedOAuthScopes: ScopeListType,
    AllowedOAuthFlowsUserPoolClient: BooleanType,
    AnalyticsConfiguration: AnalyticsConfigurationType,
    PreventUserExistenceErrors: PreventUserExistenceErrorTypes,
    EnableTokenRevocation: WrappedBooleanType,
    EnablePropagateAdditionalUserContextData: WrappedBooleanType,
    AuthSessionValidity: AuthSessionValidityType,
    RefreshTokenRotation: RefreshTokenRotationType,
  }),
  output: structure({
    UserPoolClient: UserPoolClientType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "ConcurrentModificationException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "ScopeDoesNotExistException",
    "InvalidOAuthFlowException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "FeatureUnavailableInTierException",
  ],
});
