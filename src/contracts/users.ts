/** The operations of the group "users", as the wire promises them. */
import {
  AttributeListType,
  BooleanType,
  ClientMetadataType,
  DateType,
  DeliveryMediumListType,
  ForceAliasCreation,
  MFAOptionListType,
  MessageActionType,
  PasswordType,
  QueryLimitType,
  SearchPaginationTokenType,
  SearchedAttributeNamesListType,
  StringType,
  TokenModelType,
  UserFilterType,
  UserMFASettingListType,
  UserPoolIdType,
  UserStatusType,
  UserType,
  UsernameType,
  UsersListType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Creates a user with a temporary password, and sends an invitation. */
export const AdminCreateUser = operation({
  name: "AdminCreateUser",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    UserAttributes: AttributeListType,
    ValidationData: AttributeListType,
    TemporaryPassword: PasswordType,
    ForceAliasCreation: ForceAliasCreation,
    MessageAction: MessageActionType,
    DesiredDeliveryMediums: DeliveryMediumListType,
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({
    User: UserType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "UserNotFoundException",
    "UsernameExistsException",
    "InvalidPasswordException",
    "CodeDeliveryFailureException",
    "UnexpectedLambdaException",
    "UserLambdaValidationException",
    "InvalidLambdaResponseException",
    "PreconditionNotMetException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UnsupportedUserStateException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Deletes a user. */
export const AdminDeleteUser = operation({
  name: "AdminDeleteUser",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  output: null,
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

/** Bars a user from signing in, and revokes the user's tokens. */
export const AdminDisableUser = operation({
  name: "AdminDisableUser",
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

/** Lets a barred user sign in again. */
export const AdminEnableUser = operation({
  name: "AdminEnableUser",
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

/** Shows a user. */
export const AdminGetUser = operation({
  name: "AdminGetUser",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  output: structure({
    Username: required(UsernameType),
    UserAttributes: AttributeListType,
    UserCreateDate: DateType,
    UserLastModifiedDate: DateType,
    Enabled: BooleanType,
    UserStatus: UserStatusType,
    MFAOptions: MFAOptionListType,
    PreferredMfaSetting: StringType,
    UserMFASettingList: UserMFASettingListType,
  }),
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

/** Deletes the caller. */
export const DeleteUser = operation({
  name: "DeleteUser",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  output: null,
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Shows the caller. */
export const GetUser = operation({
  name: "GetUser",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  output: structure({
    Username: required(UsernameType),
    UserAttributes: required(AttributeListType),
    MFAOptions: MFAOptionListType,
    PreferredMfaSetting: StringType,
    UserMFASettingList: UserMFASettingListType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Lists a pool's users, or those that a filter matches. */
export const ListUsers = operation({
  name: "ListUsers",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    AttributesToGet: SearchedAttributeNamesListType,
    Limit: QueryLimitType,
    PaginationToken: SearchPaginationTokenType,
    Filter: UserFilterType,
  }),
  output: structure({
    Users: UsersListType,
    PaginationToken: SearchPaginationTokenType,
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
