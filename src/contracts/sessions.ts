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

/** Lists where a user is signed in. */
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

/** Ends one of a user's sessions. */
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

/** Shows how long a client reuses a session of the login pages. */
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

/** Shows whether a pool keeps track of sessions, and how many a user may have. */
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

/** Lists where the caller is signed in. */
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

/** Ends one of the caller's sessions. */
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

/** Chooses how long a client reuses a session of the login pages. */
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

/** Chooses whether a pool keeps track of sessions, and how many a user may have. */
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
