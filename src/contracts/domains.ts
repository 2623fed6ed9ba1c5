/** The operations of the group "domains", as the wire promises them. */
import {
  CustomDomainConfigType,
  DomainDescriptionType,
  DomainType,
  RoutingType,
  UserPoolIdType,
  WrappedIntegerType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

export const CreateUserPoolDomain = operation({
  name: "CreateUserPoolDomain",
  caller: "administrator",
  input: structure({
    Domain: required(DomainType),
    UserPoolId: required(UserPoolIdType),
    ManagedLoginVersion: WrappedIntegerType,
    CustomDomainConfig: CustomDomainConfigType,
    Routing: RoutingType,
  }),
  output: structure({
    ManagedLoginVersion: WrappedIntegerType,
    CloudFrontDomain: DomainType,
    Routing: RoutingType,
  }),
  errors: [
    "InvalidParameterException",
    "NotAuthorizedException",
    "ConcurrentModificationException",
    "ResourceNotFoundException",
    "LimitExceededException",
    "InternalErrorException",
    "OperationNotEnabledException",
    "FeatureUnavailableInTierException",
  ],
});

export const DeleteUserPoolDomain = operation({
  name: "DeleteUserPoolDomain",
  caller: "administrator",
  input: structure({
    Domain: required(DomainType),
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({}),
  errors: [
    "NotAuthorizedException",
    "InvalidParameterException",
    "ConcurrentModificationException",
    "ResourceNotFoundException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

export const DescribeUserPoolDomain = operation({
  name: "DescribeUserPoolDomain",
  caller: "administrator",
  input: structure({
    Domain: required(DomainType),
  }),
  output: structure({
    DomainDescription: DomainDescriptionType,
  }),
  errors: [
    "NotAuthorizedException",
    "InvalidParameterException",
    "ResourceNotFoundException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

export const UpdateUserPoolDomain = operation({
  name: "UpdateUserPoolDomain",
  caller: "administrator",
  input: structure({
    Domain: required(DomainType),
    UserPoolId: required(UserPoolIdType),
    ManagedLoginVersion: WrappedIntegerType,
    CustomDomainConfig: CustomDomainConfigType,
    Routing: RoutingType,
  }),
  output: structure({
    ManagedLoginVersion: WrappedIntegerType,
    CloudFrontDomain: DomainType,
    Routing: RoutingType,
  }),
  errors: [
    "InvalidParameterException",
    "NotAuthorizedException",
    "ConcurrentModificationException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "FeatureUnavailableInTierException",
  ],
});
