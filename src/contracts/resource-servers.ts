/** The operations of the group "resource servers", as the wire promises them. */
import {
  ListResourceServersLimitType,
  PaginationKeyType,
  ResourceServerIdentifierType,
  ResourceServerNameType,
  ResourceServerScopeListType,
  ResourceServerType,
  ResourceServersListType,
  UserPoolIdType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Registers an API and the scopes that it understands. */
export const CreateResourceServer = operation({
  name: "CreateResourceServer",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Identifier: required(ResourceServerIdentifierType),
    Name: required(ResourceServerNameType),
    Scopes: ResourceServerScopeListType,
  }),
  output: structure({
    ResourceServer: required(ResourceServerType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "LimitExceededException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Removes an API and its scopes. */
export const DeleteResourceServer = operation({
  name: "DeleteResourceServer",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Identifier: required(ResourceServerIdentifierType),
  }),
  output: null,
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Shows an API and its scopes. */
export const DescribeResourceServer = operation({
  name: "DescribeResourceServer",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Identifier: required(ResourceServerIdentifierType),
  }),
  output: structure({
    ResourceServer: required(ResourceServerType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Lists a pool's APIs. */
export const ListResourceServers = operation({
  name: "ListResourceServers",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: ListResourceServersLimitType,
    NextToken: PaginationKeyType,
  }),
  output: structure({
    ResourceServers: required(ResourceServersListType),
    NextToken: PaginationKeyType,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Replaces an API's name and scopes. */
export const UpdateResourceServer = operation({
  name: "UpdateResourceServer",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Identifier: required(ResourceServerIdentifierType),
    Name: required(ResourceServerNameType),
    Scopes: ResourceServerScopeListType,
  }),
  output: structure({
    ResourceServer: required(ResourceServerType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});
