/** The operations of the group "tags", as the wire promises them. */
import { ArnType, UserPoolTagsListType, UserPoolTagsType } from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Lists a pool's tags. */
export const ListTagsForResource = operation({
  name: "ListTagsForResource",
  caller: "administrator",
  input: structure({
    ResourceArn: required(ArnType),
  }),
  output: structure({
    Tags: UserPoolTagsType,
  }),
  errors: [
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InvalidParameterException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Sets tags of a pool. */
export const TagResource = operation({
  name: "TagResource",
  caller: "administrator",
  input: structure({
    ResourceArn: required(ArnType),
    Tags: required(UserPoolTagsType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InvalidParameterException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Removes tags from a pool. */
export const UntagResource = operation({
  name: "UntagResource",
  caller: "administrator",
  input: structure({
    ResourceArn: required(ArnType),
    TagKeys: required(UserPoolTagsListType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InvalidParameterException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});
