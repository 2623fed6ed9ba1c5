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
