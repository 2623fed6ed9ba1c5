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

/** Gives a pool's login pages a host name. */
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

/** Takes a host name from a pool's login pages. */
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

/** Shows which pool a host name belongs to. */
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

/** Changes the certificate or version of a pool's login pages. */
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
