/** The operations of the group "passwords", as the wire promises them. */
import {
  AnalyticsMetadataType,
  BooleanType,
  ClientIdType,
  ClientMetadataType,
  CodeDeliveryDetailsType,
  ConfirmationCodeType,
  PasswordType,
  SecretHashType,
  TokenModelType,
  UserContextDataType,
  UserPoolIdType,
  UsernameType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Stops a user's password from signing in, and sends the user a code with which to choose another. */
export const AdminResetUserPassword = operation({
  name: "AdminResetUserPassword",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "UnexpectedLambdaException",
    "UserLambdaValidationException",
    "NotAuthorizedException",
    "InvalidLambdaResponseException",
    "TooManyRequestsException",
    "LimitExceededException",
    "UserNotFoundException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidEmailRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Sets a user's password, for good or until the next sign-in. */
export const AdminSetUserPassword = operation({
  name: "AdminSetUserPassword",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    Password: required(PasswordType),
    Permanent: BooleanType,
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "InternalErrorException",
    "TooManyRequestsException",
    "InvalidParameterException",
    "InvalidPasswordException",
    "PasswordHistoryPolicyViolationException",
    "OperationNotEnabledException",
  ],
});

/** Changes the caller's password. */
export const ChangePassword = operation({
  name: "ChangePassword",
  caller: "user",
  input: structure({
    PreviousPassword: PasswordType,
    ProposedPassword: required(PasswordType),
    AccessToken: required(TokenModelType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "InvalidPasswordException",
    "PasswordHistoryPolicyViolationException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "LimitExceededException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Takes the code of a reset and the new password. */
export const ConfirmForgotPassword = operation({
  name: "ConfirmForgotPassword",
  caller: "anyone",
  input: structure({
    ClientId: required(ClientIdType),
    SecretHash: SecretHashType,
    Username: required(UsernameType),
    ConfirmationCode: required(ConfirmationCodeType),
    Password: required(PasswordType),
    AnalyticsMetadata: AnalyticsMetadataType,
    UserContextData: UserContextDataType,
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "UnexpectedLambdaException",
    "UserLambdaValidationException",
    "InvalidParameterException",
    "InvalidPasswordException",
    "PasswordHistoryPolicyViolationException",
    "NotAuthorizedException",
    "CodeMismatchException",
    "ExpiredCodeException",
    "TooManyFailedAttemptsException",
    "InvalidLambdaResponseException",
    "TooManyRequestsException",
    "LimitExceededException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Sends a code with which a new password can be chosen. */
export const ForgotPassword = operation({
  name: "ForgotPassword",
  caller: "anyone",
  input: structure({
    ClientId: required(ClientIdType),
    SecretHash: SecretHashType,
    UserContextData: UserContextDataType,
    Username: required(UsernameType),
    AnalyticsMetadata: AnalyticsMetadataType,
    ClientMetadata: ClientMetadataType,
  }),
  output: structure({
    CodeDeliveryDetails: CodeDeliveryDetailsType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "UnexpectedLambdaException",
    "UserLambdaValidationException",
    "NotAuthorizedException",
    "InvalidLambdaResponseException",
    "TooManyRequestsException",
    "LimitExceededException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "InvalidEmailRoleAccessPolicyException",
    "CodeDeliveryFailureException",
    "UserNotFoundException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});
