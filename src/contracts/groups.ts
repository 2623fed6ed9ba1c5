/** The operations of the group "groups", as the wire promises them. */
import {
  ArnType,
  DescriptionType,
  GroupListType,
  GroupNameType,
  GroupType,
  PaginationKey,
  PrecedenceType,
  QueryLimitType,
  UserPoolIdType,
  UsernameType,
  UsersListType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Makes a user a member of a group. */
export const AdminAddUserToGroup = operation({
  name: "AdminAddUserToGroup",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    GroupName: required(GroupNameType),
  }),
  output: null,
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Lists the groups that a user is a member of. */
export const AdminListGroupsForUser = operation({
  name: "AdminListGroupsForUser",
  caller: "administrator",
  input: structure({
    Username: required(UsernameType),
    UserPoolId: required(UserPoolIdType),
    Limit: QueryLimitType,
    NextToken: PaginationKey,
  }),
  output: structure({
    Groups: GroupListType,
    NextToken: PaginationKey,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Ends a user's membership of a group. */
export const AdminRemoveUserFromGroup = operation({
  name: "AdminRemoveUserFromGroup",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    GroupName: required(GroupNameType),
  }),
  output: null,
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Creates a group of users. */
export const CreateGroup = operation({
  name: "CreateGroup",
  caller: "administrator",
  input: structure({
    GroupName: required(GroupNameType),
    UserPoolId: required(UserPoolIdType),
    Description: DescriptionType,
    RoleArn: ArnType,
    Precedence: PrecedenceType,
  }),
  output: structure({
    Group: GroupType,
  }),
  errors: [
    "InvalidParameterException",
    "GroupExistsException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "LimitExceededException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Deletes a group; its members stay. */
export const DeleteGroup = operation({
  name: "DeleteGroup",
  caller: "administrator",
  input: structure({
    GroupName: required(GroupNameType),
    UserPoolId: required(UserPoolIdType),
  }),
  output: null,
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Shows a group. */
export const GetGroup = operation({
  name: "GetGroup",
  caller: "administrator",
  input: structure({
    GroupName: required(GroupNameType),
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({
    Group: GroupType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Lists a pool's groups. */
export const ListGroups = operation({
  name: "ListGroups",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Limit: QueryLimitType,
    NextToken: PaginationKey,
  }),
  output: structure({
    Groups: GroupListType,
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

/** Lists a group's members. */
export const ListUsersInGroup = operation({
  name: "ListUsersInGroup",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    GroupName: required(GroupNameType),
    Limit: QueryLimitType,
    NextToken: PaginationKey,
  }),
  output: structure({
    Users: UsersListType,
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

/** Changes a group. */
export const UpdateGroup = operation({
  name: "UpdateGroup",
  caller: "administrator",
  input: structure({
    GroupName: required(GroupNameType),
    UserPoolId: required(UserPoolIdType),
    Description: DescriptionType,
    RoleArn: ArnType,
    Precedence: PrecedenceType,
  }),
  output: structure({
    Group: GroupType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});
