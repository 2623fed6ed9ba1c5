/** The operations of the group "mfa", as the wire promises them. */
import {
  ConfiguredUserAuthFactorsListType,
  EmailMfaConfigType,
  EmailMfaSettingsType,
  MFAOptionListType,
  SMSMfaSettingsType,
  SecretCodeType,
  SessionType,
  SmsMfaConfigType,
  SoftwareTokenMFAUserCodeType,
  SoftwareTokenMfaConfigType,
  SoftwareTokenMfaSettingsType,
  StringType,
  TokenModelType,
  UserMFASettingListType,
  UserPoolIdType,
  UserPoolMfaType,
  UsernameType,
  VerifySoftwareTokenResponseType,
  WebAuthnConfigurationType,
  WebAuthnMfaSettingsType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Removes a user's authenticator app. */
export const AdminDeleteSoftwareToken = operation({
  name: "AdminDeleteSoftwareToken",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Shows with what a user can sign in. */
export const AdminGetUserAuthFactors = operation({
  name: "AdminGetUserAuthFactors",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
  }),
  output: structure({
    Username: required(UsernameType),
    PreferredMfaSetting: StringType,
    UserMFASettingList: UserMFASettingListType,
    ConfiguredUserAuthFactors: ConfiguredUserAuthFactorsListType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "TooManyRequestsException",
    "UserNotFoundException",
    "InternalErrorException",
  ],
});

/** Chooses a user's second factors. */
export const AdminSetUserMFAPreference = operation({
  name: "AdminSetUserMFAPreference",
  caller: "administrator",
  input: structure({
    SMSMfaSettings: SMSMfaSettingsType,
    SoftwareTokenMfaSettings: SoftwareTokenMfaSettingsType,
    EmailMfaSettings: EmailMfaSettingsType,
    WebAuthnMfaSettings: WebAuthnMfaSettingsType,
    Username: required(UsernameType),
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Chooses SMS as a user's second factor; AdminSetUserMFAPreference has replaced it. */
export const AdminSetUserSettings = operation({
  name: "AdminSetUserSettings",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Username: required(UsernameType),
    MFAOptions: required(MFAOptionListType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "UserNotFoundException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Makes the secret that an authenticator app shares with the server. */
export const AssociateSoftwareToken = operation({
  name: "AssociateSoftwareToken",
  caller: "anyone",
  input: structure({
    AccessToken: TokenModelType,
    Session: SessionType,
  }),
  output: structure({
    SecretCode: SecretCodeType,
    Session: SessionType,
  }),
  errors: [
    "ConcurrentModificationException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "ResourceNotFoundException",
    "InternalErrorException",
    "SoftwareTokenMFANotFoundException",
    "ForbiddenException",
    "OperationNotEnabledException",
  ],
});

/** Shows with what the caller can sign in. */
export const GetUserAuthFactors = operation({
  name: "GetUserAuthFactors",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
  }),
  output: structure({
    Username: required(UsernameType),
    PreferredMfaSetting: StringType,
    UserMFASettingList: UserMFASettingListType,
    ConfiguredUserAuthFactors: ConfiguredUserAuthFactorsListType,
  }),
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

/** Shows a pool's second factors and passkey settings. */
export const GetUserPoolMfaConfig = operation({
  name: "GetUserPoolMfaConfig",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({
    SmsMfaConfiguration: SmsMfaConfigType,
    SoftwareTokenMfaConfiguration: SoftwareTokenMfaConfigType,
    EmailMfaConfiguration: EmailMfaConfigType,
    MfaConfiguration: UserPoolMfaType,
    WebAuthnConfiguration: WebAuthnConfigurationType,
  }),
  errors: [
    "InvalidParameterException",
    "TooManyRequestsException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "InternalErrorException",
  ],
});

/** Chooses the caller's second factors. */
export const SetUserMFAPreference = operation({
  name: "SetUserMFAPreference",
  caller: "user",
  input: structure({
    SMSMfaSettings: SMSMfaSettingsType,
    SoftwareTokenMfaSettings: SoftwareTokenMfaSettingsType,
    EmailMfaSettings: EmailMfaSettingsType,
    WebAuthnMfaSettings: WebAuthnMfaSettingsType,
    AccessToken: required(TokenModelType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Chooses a pool's second factors and passkey settings. */
export const SetUserPoolMfaConfig = operation({
  name: "SetUserPoolMfaConfig",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    SmsMfaConfiguration: SmsMfaConfigType,
    SoftwareTokenMfaConfiguration: SoftwareTokenMfaConfigType,
    EmailMfaConfiguration: EmailMfaConfigType,
    MfaConfiguration: UserPoolMfaType,
    WebAuthnConfiguration: WebAuthnConfigurationType,
  }),
  output: structure({
    SmsMfaConfiguration: SmsMfaConfigType,
    SoftwareTokenMfaConfiguration: SoftwareTokenMfaConfigType,
    EmailMfaConfiguration: EmailMfaConfigType,
    MfaConfiguration: UserPoolMfaType,
    WebAuthnConfiguration: WebAuthnConfigurationType,
  }),
  errors: [
    "InvalidParameterException",
    "TooManyRequestsException",
    "ConcurrentModificationException",
    "ResourceNotFoundException",
    "InvalidSmsRoleAccessPolicyException",
    "InvalidSmsRoleTrustRelationshipException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "FeatureUnavailableInTierException",
  ],
});

/** Chooses SMS as the caller's second factor; SetUserMFAPreference has replaced it. */
export const SetUserSettings = operation({
  name: "SetUserSettings",
  caller: "user",
  input: structure({
    AccessToken: required(TokenModelType),
    MFAOptions: required(MFAOptionListType),
  }),
  output: structure({}),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "NotAuthorizedException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "OperationNotEnabledException",
    "InternalErrorException",
    "ForbiddenException",
  ],
});

/** Takes the first code of an authenticator app, which registers it. */
export const VerifySoftwareToken = operation({
  name: "VerifySoftwareToken",
  caller: "anyone",
  input: structure({
    AccessToken: TokenModelType,
    Session: SessionType,
    UserCode: required(SoftwareTokenMFAUserCodeType),
    FriendlyDeviceName: StringType,
  }),
  output: structure({
    Status: VerifySoftwareTokenResponseType,
    Session: SessionType,
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "InvalidUserPoolConfigurationException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "PasswordResetRequiredException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "InternalErrorException",
    "EnableSoftwareTokenMFAException",
    "SoftwareTokenMFANotFoundException",
    "CodeMismatchException",
    "ForbiddenException",
    "OperationNotEnabledException",
  ],
});
