/** The operations of the group "devices", as the wire promises them. */
import {
  BooleanType,
  DeviceKeyType,
  DeviceListType,
  DeviceNameType,
  DeviceRememberedStatusType,
  DeviceSecretVerifierConfigType,
  DeviceType,
  QueryLimitType,
  SearchPaginationTokenType,
  TokenModelType,
  UserPoolIdType,
  UsernameType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Forgets a user's device. */
export const AdminForgetDevice = operation({
  name: "AdminForgetDevice",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    DeviceKey: required(DeviceKeyType),
  }),
  output: null,
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "InvalidUserPoolConfigurationException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "UserNotFoundException",
    "InternalErrorException",
  ],
});

/** Shows a user's device. */
export const AdminGetDevice = operation({
  name: "AdminGetDevice",
  caller: "administrator",
  input: structure({
    DeviceKey: required(DeviceKeyType),
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  output: structure({
    Device: required(DeviceType),
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "InvalidUserPoolConfigurationException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "NotAuthorizedException",
  ],
});

/** Lists a user's devices. */
export const AdminListDevices = operation({
  name: "AdminListDevices",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    Limit: QueryLimitType,
    PaginationToken: SearchPaginationTokenType,
  }),
  output: structure({
    Devices: DeviceListType,
    PaginationToken: SearchPaginationTokenType,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "InvalidUserPoolConfigurationException",
    "TooManyRequestsException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "NotAuthorizedException",
  ],
});

/** Says whether a user's device is remembered. */
export const AdminUpdateDeviceStatus = operation({
  name: "AdminUpdateDeviceStatus",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    DeviceKey: required(DeviceKeyType),
    DeviceRememberedStatus: DeviceRememberedStatusType,
  }),
  output: structure({}),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "InvalidUserPoolConfigurationException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "UserNotFoundException",
    "InternalErrorException",
  ],
});

/** Registers the caller's device with the verifier of its secret. */
export const ConfirmDevice = operation({
  name: "ConfirmDevice",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    DeviceKey: required(DeviceKeyType),
    DeviceSecretVerifierConfig: DeviceSecretVerifierConfigType,
    DeviceName: DeviceNameType,
  }),
  output: structure({
    UserConfirmationNecessary: BooleanType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "InvalidPasswordException",
    "InvalidLambdaResponseException",
    "UsernameExistsException",
    "InvalidUserPoolConfigurationException",
    "TooManyRequestsException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "InternalErrorException",
    "OperationNotEnabledException",
    "DeviceKeyExistsException",
    "ForbiddenException",
  ],
});

/** Forgets a device of the caller. */
export const ForgetDevice = operation({
  name: "ForgetDevice",
  caller: "anyone",
  input: structure({
    AccessToken: TokenModelType,
    DeviceKey: required(DeviceKeyType),
  }),
  output: null,
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InvalidUserPoolConfigurationException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Shows a device of the caller. */
export const GetDevice = operation({
  name: "GetDevice",
  caller: "anyone",
  input: structure({
    DeviceKey: required(DeviceKeyType),
    AccessToken: TokenModelType,
  }),
  output: structure({
    Device: required(DeviceType),
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "InvalidUserPoolConfigurationException",
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

/** Lists the caller's devices. */
export const ListDevices = operation({
  name: "ListDevices",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    Limit: QueryLimitType,
    PaginationToken: SearchPaginationTokenType,
  }),
  output: structure({
    Devices: DeviceListType,
    PaginationToken: SearchPaginationTokenType,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "InvalidUserPoolConfigurationException",
    "TooManyRequestsException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Says whether the caller's device is remembered. */
export const UpdateDeviceStatus = operation({
  name: "UpdateDeviceStatus",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    DeviceKey: required(DeviceKeyType),
    DeviceRememberedStatus: DeviceRememberedStatusType,
  }),
  output: structure({}),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "InvalidUserPoolConfigurationException",
    "TooManyRequestsException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});
