/** The operations of the group "sessions", as the wire promises them. */
import {
  ClientIdType,
  ClientSSOSessionConfigType,
  PaginationKey,
  RevokeAssociatedSessionsType,
  SessionIdType,
  SessionsListType,
  TokenModelType,
  UserPoolIdType,
  UserPoolTokenSessionConfigType,
  UserSessionTrackingType,
  UsernameType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

export const AdminListUserSessions = operation({
  name: "AdminListUserSessions",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    NextToken: PaginationKey,
  }),
  output: structure({
    Sessions: SessionsListType,
    NextToken: PaginationKey,
  }),
  errors: [
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "UserNotFoundException",
  ],
});

export const AdminRevokeUserSession = operation({
  name: "AdminRevokeUserSession",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    SessionId: required(SessionIdType),
    RevokeAssociatedSessions: RevokeAssociatedSessionsType,
  }),
  output: structure({}),
  errors: [
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "UserNotFoundException",
  ],
});

export const GetUserPoolClientSessionConfiguration = operation({
  name: "GetUserPoolClientSessionConfiguration",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
  }),
  output: structure({
    UserPoolId: UserPoolIdType,
    ClientId: ClientIdType,
    SSOSession: ClientSSOSessionConfigType,
  }),
  errors: [
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
  ],
});

export const GetUserPoolSessionConfiguration = operation({
  name: "GetUserPoolSessionConfiguration",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({
    UserPoolId: UserPoolIdType,
    UserSessionTracking: UserSessionTrackingType,
    TokenSession: UserPoolTokenSessionConfigType,
  }),
  errors: [
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
  ],
});

export const ListUserSessions = operation({
  name: "ListUserSessions",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    NextToken: PaginationKey,
  }),
  output: structure({
    Sessions: SessionsListType,
    NextToken: PaginationKey,
  }),
  errors: [
    "ForbiddenException",
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "PasswordResetRequiredException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "UserNotConfirmedException",
    "UserNotFoundException",
  ],
});

export const RevokeUserSession = operation({
  name: "RevokeUserSession",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    SessionId: required(SessionIdType),
    RevokeAssociatedSessions: RevokeAssociatedSessionsType,
  }),
  output: structure({}),
  errors: [
    "ForbiddenException",
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "PasswordResetRequiredException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "UserNotConfirmedException",
    "UserNotFoundException",
  ],
});

export const SetUserPoolClientSessionConfiguration = operation({
  name: "SetUserPoolClientSessionConfiguration",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    SSOSession: required(ClientSSOSessionConfigType),
  }),
  output: structure({
    UserPoolId: UserPoolIdType,
    ClientId: ClientIdType,
    SSOSession: ClientSSOSessionConfigType,
  }),
  errors: [
    "ConcurrentModificationException",
    "FeatureUnavailableInTierException",
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
  ],
});

export const SetUserPoolSessionConfiguration = operation({
  name: "SetUserPoolSessionConfiguration",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    UserSessionTracking: required(UserSessionTrackingType),
    TokenSession: required(UserPoolTokenSessionConfigType),
  }),
  output: structure({
    UserPoolId: UserPoolIdType,
    UserSessionTracking: UserSessionTrackingType,
    TokenSession: UserPoolTokenSessionConfigType,
  }),
  errors: [
    "ConcurrentModificationException",
    "FeatureUnavailableInTierException",
    "InternalErrorException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
  ],
});
