/** The operations of the group "attributes", as the wire promises them. */
import {
  AttributeListType,
  AttributeNameListType,
  AttributeNameType,
  ClientMetadataType,
  CodeDeliveryDetailsListType,
  CodeDeliveryDetailsType,
  ConfirmationCodeType,
  CustomAttributesListType,
  TokenModelType,
  UserPoolIdType,
  UsernameType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Adds custom attributes to a pool's schema; they can never be removed. */
export const AddCustomAttributes = operation({
  name: "AddCustomAttributes",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    CustomAttributes: required(CustomAttributesListType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "UserImportInProgressException",
    "InternalErrorException",
  ],
});

/** Removes attributes from a user. */
export const AdminDeleteUserAttributes = operation({
  name: "AdminDeleteUserAttributes",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    UserAttributeNames: required(AttributeNameListType),
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

/** Sets attributes of a user; a changed address may be sent a code. */
export const AdminUpdateUserAttributes = operation({
  name: "AdminUpdateUserAttributes",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    UserAttributes: required(AttributeListType),
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "UnexpectedLambdaException",
    "UserLambdaValidationException",
    "InvalidLambdaResponseException",
    "AliasExistsException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "InternalErrorException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidEmailRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "OperationNotEnabledException",
  ],
});

/** Removes attributes from the caller. */
export const DeleteUserAttributes = operation({
  name: "DeleteUserAttributes",
  caller: "user",
  input: structure({
    UserAttributeNames: required(AttributeNameListType),
    AccessToken: required(TokenModelType),
  }),
  output: structure({}),
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

/** Sends the caller a code with which to verify an address or telephone number. */
export const GetUserAttributeVerificationCode = operation({
  name: "GetUserAttributeVerificationCode",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    AttributeName: required(AttributeNameType),
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({
    CodeDeliveryDetails: CodeDeliveryDetailsType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UnexpectedLambdaException",
    "UserLambdaValidationException",
    "InvalidLambdaResponseException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "InvalidEmailRoleAccessPolicyException",
    "CodeDeliveryFailureException",
    "LimitExceededException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Sets attributes of the caller; a changed address may be sent a code. */
export const UpdateUserAttributes = operation({
  name: "UpdateUserAttributes",
  caller: "user",
  input: structure({
    UserAttributes: required(AttributeListType),
    AccessToken: required(TokenModelType),
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({
    CodeDeliveryDetailsList: CodeDeliveryDetailsListType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "CodeMismatchException",
    "ExpiredCodeException",
    "NotAuthorizedException",
    "UnexpectedLambdaException",
    "UserLambdaValidationException",
    "InvalidLambdaResponseException",
    "TooManyRequestsException",
    "AliasExistsException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "InvalidEmailRoleAccessPolicyException",
    "CodeDeliveryFailureException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Takes the code that proves the caller owns an address or telephone number. */
export const VerifyUserAttribute = operation({
  name: "VerifyUserAttribute",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    AttributeName: required(AttributeNameType),
    Code: required(ConfirmationCodeType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "CodeMismatchException",
    "ExpiredCodeException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "LimitExceededException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "AliasExistsException",
    "ForbiddenException",
  ],
});
