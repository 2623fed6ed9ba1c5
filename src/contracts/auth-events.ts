/** The operations of the group "auth events", as the wire promises them. */
import {
  AuthEventsType,
  EventIdType,
  FeedbackValueType,
  PaginationKey,
  QueryLimitType,
  TokenModelType,
  UserPoolIdType,
  UsernameType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Lists what was recorded of a user's sign-ins and password changes. */
export const AdminListUserAuthEvents = operation({
  name: "AdminListUserAuthEvents",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    MaxResults: QueryLimitType,
    NextToken: PaginationKey,
  }),
  output: structure({
    AuthEvents: AuthEventsType,
    NextToken: PaginationKey,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "OperationNotEnabledException",
    "UserPoolAddOnNotEnabledException",
    "InternalErrorException",
  ],
});

/** Says, as an administrator, whether a recorded event was the user's own. */
export const AdminUpdateAuthEventFeedback = operation({
  name: "AdminUpdateAuthEventFeedback",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    EventId: required(EventIdType),
    FeedbackValue: required(FeedbackValueType),
  }),
  output: structure({}),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "UserPoolAddOnNotEnabledException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Says, with the token from a notification, whether a recorded event was the user's own. */
export const UpdateAuthEventFeedback = operation({
  name: "UpdateAuthEventFeedback",
  caller: "anyone",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    EventId: required(EventIdType),
    FeedbackToken: required(TokenModelType),
    FeedbackValue: required(FeedbackValueType),
  }),
  output: structure({}),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "UserPoolAddOnNotEnabledException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});
