/** The operations of the group "terms", as the wire promises them. */
import {
  ClientIdType,
  LinksType,
  ListTermsRequestMaxResultsInteger,
  StringType,
  TermsDescriptionListType,
  TermsEnforcementType,
  TermsIdType,
  TermsNameType,
  TermsSourceType,
  TermsType,
  UserPoolIdType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Gives a client's login pages terms to accept. */
export const CreateTerms = operation({
  name: "CreateTerms",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    TermsName: required(TermsNameType),
    TermsSource: required(TermsSourceType),
    Enforcement: required(TermsEnforcementType),
    Links: LinksType,
  }),
  output: structure({
    Terms: TermsType,
  }),
  errors: [
    "ResourceNotFoundException",
    "ConcurrentModificationException",
    "TermsExistsException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "LimitExceededException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Removes terms. */
export const DeleteTerms = operation({
  name: "DeleteTerms",
  caller: "administrator",
  input: structure({
    TermsId: required(TermsIdType),
    UserPoolId: required(UserPoolIdType),
  }),
  output: null,
  errors: [
    "ResourceNotFoundException",
    "ConcurrentModificationException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Shows terms. */
export const DescribeTerms = operation({
  name: "DescribeTerms",
  caller: "administrator",
  input: structure({
    TermsId: required(TermsIdType),
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({
    Terms: TermsType,
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

/** Shows a client's terms of one name. */
export const DescribeTermsByClient = operation({
  name: "DescribeTermsByClient",
  caller: "administrator",
  input: structure({
    ClientId: required(ClientIdType),
    UserPoolId: required(UserPoolIdType),
    TermsName: required(TermsNameType),
  }),
  output: structure({
    Terms: TermsType,
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

/** Lists a pool's terms. */
export const ListTerms = operation({
  name: "ListTerms",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: ListTermsRequestMaxResultsInteger,
    NextToken: StringType,
  }),
  output: structure({
    Terms: required(TermsDescriptionListType),
    NextToken: StringType,
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

/** Changes terms. */
export const UpdateTerms = operation({
  name: "UpdateTerms",
  caller: "administrator",
  input: structure({
    TermsId: required(TermsIdType),
    UserPoolId: required(UserPoolIdType),
    TermsName: TermsNameType,
    TermsSource: TermsSourceType,
    Enforcement: TermsEnforcementType,
    Links: LinksType,
  }),
  output: structure({
    Terms: TermsType,
  }),
  errors: [
    "ResourceNotFoundException",
    "ConcurrentModificationException",
    "TermsExistsException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});
