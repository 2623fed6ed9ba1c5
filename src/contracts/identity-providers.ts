/** The operations of the group "identity providers", as the wire promises them. */
import {
  AcrMappingType,
  AttributeMappingType,
  IdentityProviderType,
  IdentityProviderTypeType,
  IdpIdentifierType,
  IdpIdentifiersListType,
  ListProvidersLimitType,
  PaginationKeyType,
  ProviderDetailsType,
  ProviderNameType,
  ProviderNameTypeV2,
  ProviderUserIdentifierType,
  ProvidersListType,
  StringType,
  UserPoolIdType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Cuts the link between a user and an external identity. */
export const AdminDisableProviderForUser = operation({
  name: "AdminDisableProviderForUser",
  caller: "administrator",
  input: structure({
    UserPoolId: required(StringType),
    User: required(ProviderUserIdentifierType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "AliasExistsException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Lets an external identity sign in as an existing user. */
export const AdminLinkProviderForUser = operation({
  name: "AdminLinkProviderForUser",
  caller: "administrator",
  input: structure({
    UserPoolId: required(StringType),
    DestinationUser: required(ProviderUserIdentifierType),
    SourceUser: required(ProviderUserIdentifierType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "AliasExistsException",
    "LimitExceededException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Lets a pool's users sign in through another provider. */
export const CreateIdentityProvider = operation({
  name: "CreateIdentityProvider",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ProviderName: required(ProviderNameTypeV2),
    ProviderType: required(IdentityProviderTypeType),
    ProviderDetails: required(ProviderDetailsType),
    AttributeMapping: AttributeMappingType,
    IdpIdentifiers: IdpIdentifiersListType,
    AcrMapping: AcrMappingType,
  }),
  output: structure({
    IdentityProvider: required(IdentityProviderType),
  }),
  errors: [
    "InvalidParameterException",
    "DuplicateProviderException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "LimitExceededException",
    "InternalErrorException",
  ],
});

/** Removes a provider from a pool. */
export const DeleteIdentityProvider = operation({
  name: "DeleteIdentityProvider",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ProviderName: required(ProviderNameType),
  }),
  output: null,
  errors: [
    "InvalidParameterException",
    "UnsupportedIdentityProviderException",
    "ConcurrentModificationException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InternalErrorException",
  ],
});

/** Shows a provider's settings. */
export const DescribeIdentityProvider = operation({
  name: "DescribeIdentityProvider",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ProviderName: required(ProviderNameType),
  }),
  output: structure({
    IdentityProvider: required(IdentityProviderType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InternalErrorException",
  ],
});

/** Finds the provider that an identifier, such as a mail domain, leads to. */
export const GetIdentityProviderByIdentifier = operation({
  name: "GetIdentityProviderByIdentifier",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    IdpIdentifier: required(IdpIdentifierType),
  }),
  output: structure({
    IdentityProvider: required(IdentityProviderType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InternalErrorException",
  ],
});

/** Lists a pool's providers. */
export const ListIdentityProviders = operation({
  name: "ListIdentityProviders",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: ListProvidersLimitType,
    NextToken: PaginationKeyType,
  }),
  output: structure({
    Providers: required(ProvidersListType),
    NextToken: PaginationKeyType,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InternalErrorException",
  ],
});

/** Changes a provider's settings. */
export const UpdateIdentityProvider = operation({
  name: "UpdateIdentityProvider",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ProviderName: required(ProviderNameType),
    ProviderDetails: ProviderDetailsType,
    AttributeMapping: AttributeMappingType,
    IdpIdentifiers: IdpIdentifiersListType,
    AcrMapping: AcrMappingType,
  }),
  output: structure({
    IdentityProvider: required(IdentityProviderType),
  }),
  errors: [
    "InvalidParameterException",
    "UnsupportedIdentityProviderException",
    "ResourceNotFoundException",
    "ConcurrentModificationException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InternalErrorException",
  ],
});
