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
