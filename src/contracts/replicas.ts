/** The operations of the group "replicas", as the wire promises them. */
import {
  PaginationKeyType,
  RegionNameType,
  UpdateReplicaStatusType,
  UserPoolIdType,
  UserPoolReplicaListType,
  UserPoolReplicaType,
  UserPoolTagsType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Creates a copy of a pool in another region. */
export const CreateUserPoolReplica = operation({
  name: "CreateUserPoolReplica",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    RegionName: required(RegionNameType),
    UserPoolTags: UserPoolTagsType,
  }),
  output: structure({
    UserPoolReplica: UserPoolReplicaType,
  }),
  errors: [
    "InvalidParameterException",
    "TooManyRequestsException",
    "LimitExceededException",
    "NotAuthorizedException",
    "UserPoolTaggingException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ResourceNotFoundException",
    "FeatureUnavailableInTierException",
  ],
});

/** Deletes a copy of a pool. */
export const DeleteUserPoolReplica = operation({
  name: "DeleteUserPoolReplica",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    RegionName: required(RegionNameType),
  }),
  output: structure({
    UserPoolReplica: UserPoolReplicaType,
  }),
  errors: [
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ResourceNotFoundException",
  ],
});

/** Lists the copies of a pool. */
export const ListUserPoolReplicas = operation({
  name: "ListUserPoolReplicas",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    NextToken: PaginationKeyType,
  }),
  output: structure({
    UserPoolReplicas: UserPoolReplicaListType,
    NextToken: PaginationKeyType,
  }),
  errors: [
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ResourceNotFoundException",
  ],
});

/** Takes a copy of a pool into or out of use. */
export const UpdateUserPoolReplica = operation({
  name: "UpdateUserPoolReplica",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    RegionName: required(RegionNameType),
    Status: required(UpdateReplicaStatusType),
  }),
  output: structure({
    UserPoolReplica: UserPoolReplicaType,
  }),
  errors: [
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ResourceNotFoundException",
  ],
});
