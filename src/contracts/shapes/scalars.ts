/**
 * The scalar shapes of the API, by their names in the public model.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Types.html
 */
import { blob, boolean, integer, long, oneOf, secret, string, timestamp } from "../vocabulary.ts";

export const AWSAccountIdType = string({ max: 12, pattern: "[0-9]+" });
export const AccessTokenValidityType = integer({ min: 1, max: 86400 });
export const AccountTakeoverActionNotifyType = boolean();
export const AccountTakeoverEventActionType = oneOf("BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION");
/** The levels of authentication that tokens tell of. Assumed: keys are constrained to the four that are documented. */
export const AcrLevelType = oneOf("Level1", "Level2", "Level3", "Level4");
/** The name of a level, a URI. Assumed: bounded as other long texts are; the published model has no bounds for it. */
export const AcrValueType = string({ min: 1, max: 2048 });
export const AdminCreateUserUnusedAccountValidityDaysType = integer({ min: 0, max: 365 });
export const AdvancedSecurityEnabledModeType = oneOf("AUDIT", "ENFORCED");
export const AdvancedSecurityModeType = oneOf("OFF", "AUDIT", "ENFORCED");
export const AliasAttributeType = oneOf("phone_number", "email", "preferred_username");
export const ArnType = string({
  min: 20,
  max: 2048,
  pattern: "arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?",
});
export const AssetBytesType = blob({ max: 1000000 });
export const AssetCategoryType = oneOf(
  "FAVICON_ICO",
  "FAVICON_SVG",
  "EMAIL_GRAPHIC",
  "SMS_GRAPHIC",
  "AUTH_APP_GRAPHIC",
  "PASSWORD_GRAPHIC",
  "PASSKEY_GRAPHIC",
  "PAGE_HEADER_LOGO",
  "PAGE_HEADER_BACKGROUND",
  "PAGE_FOOTER_LOGO",
  "PAGE_FOOTER_BACKGROUND",
  "PAGE_BACKGROUND",
  "FORM_BACKGROUND",
  "FORM_LOGO",
  "IDP_BUTTON_ICON",
);
export const AssetExtensionType = oneOf("ICO", "JPEG", "PNG", "SVG", "WEBP");
export const AttributeDataType = oneOf("String", "Number", "DateTime", "Boolean");
export const AttributeMappingKeyType = string({ min: 1, max: 32 });
export const AttributeNameType = string({ min: 1, max: 32, pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+" });
export const AttributeValueType = string({ max: 2048, sensitive: true });
export const AuthFactorType = oneOf("PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN", "SOFTWARE_TOKEN");
export const AuthFlowType = oneOf(
  "USER_SRP_AUTH",
  "REFRESH_TOKEN_AUTH",
  "REFRESH_TOKEN",
  "CUSTOM_AUTH",
  "ADMIN_NO_SRP_AUTH",
  "USER_PASSWORD_AUTH",
  "ADMIN_USER_PASSWORD_AUTH",
  "USER_AUTH",
);
export const AuthSessionValidityType = integer({ min: 3, max: 15 });
export const BooleanType = boolean();
export const CSSType = string({ min: 0, max: 131072 });
export const CSSVersionType = string();
export const ChallengeName = oneOf("Password", "Mfa");
export const ChallengeNameType = oneOf(
  "SMS_MFA",
  "EMAIL_OTP",
  "SOFTWARE_TOKEN_MFA",
  "SELECT_MFA_TYPE",
  "MFA_SETUP",
  "PASSWORD_VERIFIER",
  "CUSTOM_CHALLENGE",
  "SELECT_CHALLENGE",
  "DEVICE_SRP_AUTH",
  "DEVICE_PASSWORD_VERIFIER",
  "ADMIN_NO_SRP_AUTH",
  "NEW_PASSWORD_REQUIRED",
  "SMS_OTP",
  "PASSWORD",
  "WEB_AUTHN",
  "PASSWORD_SRP",
);
export const ChallengeResponse = oneOf("Success", "Failure");
export const ClientIdType = string({ min: 1, max: 128, pattern: "[\\w+]+", sensitive: true });
export const ClientNameType = string({ min: 1, max: 128, pattern: "[\\w\\s+=,.@-]+" });
export const ClientPermissionType = string({ min: 1, max: 2048 });
export const ClientSecretIdType = string({ min: 1, max: 128 });
export const ClientSecretType = secret({ min: 24, max: 64, pattern: "[\\w+]+" });
export const ClientTypeType = oneOf("DCR", "REGULAR");
export const ColorSchemeModeType = oneOf("LIGHT", "DARK", "DYNAMIC");
export const CompletionMessageType = string({ min: 1, max: 128, pattern: "[\\w]+" });
export const CompromisedCredentialsEventActionType = oneOf("BLOCK", "NO_ACTION");
export const ConfirmationCodeType = secret({ min: 1, max: 2048, pattern: "[\\S]+", echoed: true });
export const CustomAttributeNameType = string({ min: 1, max: 20, pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+" });
export const CustomEmailSenderLambdaVersionType = oneOf("V1_0");
export const CustomSMSSenderLambdaVersionType = oneOf("V1_0");
export const DateType = timestamp();
export const DefaultEmailOptionType = oneOf("CONFIRM_WITH_LINK", "CONFIRM_WITH_CODE");
export const DeletionProtectionType = oneOf("ACTIVE", "INACTIVE");
export const DeliveryMediumType = oneOf("SMS", "EMAIL");
export const DescriptionType = string({ max: 2048 });
export const DeviceKeyType = string({ min: 1, max: 55, pattern: "[\\w-]+_[0-9a-f-]+" });
export const DeviceNameType = string({ min: 1, max: 1024 });
export const DeviceRememberedStatusType = oneOf("remembered", "not_remembered");
export const DomainStatusType = oneOf("CREATING", "DELETING", "UPDATING", "ACTIVE", "FAILED");
/** Observed: characters are judged by the operations, in words of their own, and names of operators' own have dots. */
export const DomainType = string({
  min: 1,
  max: 63,
  pattern: "^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$",
  accepts: ".*",
});
export const DomainVersionType = string({ min: 1, max: 20 });
export const EmailAddressType = string({
  pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
  // In linear time: the first `@` behind the first character decides.
  accepts:
    "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}](?:(?!@)[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}])*@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
});
export const EmailInviteMessageType = string({ min: 6, max: 20000, pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*" });
export const EmailMfaMessageType = string({
  min: 6,
  max: 20000,
  pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*",
  // In linear time.
  accepts: "(?=[^]*?\\{####\\})[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*",
});
export const EmailMfaSubjectType = string({ pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+" });
export const EmailNotificationBodyType = string({
  min: 6,
  max: 20000,
  pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]+",
});
export const EmailNotificationSubjectType = string({
  min: 1,
  max: 140,
  pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+",
});
export const EmailSendingAccountType = oneOf("COGNITO_DEFAULT", "DEVELOPER");
export const EmailVerificationMessageByLinkType = string({
  min: 6,
  max: 20000,
  pattern:
    "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{##[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*##\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*",
  // In linear time: the first opening decides.
  accepts: "(?=(?:(?!\\{##)[^])*\\{##[^]*?##\\})[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*",
});
export const EmailVerificationMessageType = string({
  min: 6,
  max: 20000,
  pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*",
  // In linear time.
  accepts: "(?=[^]*?\\{####\\})[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*",
});
export const EmailVerificationSubjectByLinkType = string({
  min: 1,
  max: 140,
  pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+",
});
export const EmailVerificationSubjectType = string({
  min: 1,
  max: 140,
  pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s]+",
});
export const EncryptionKeyArnType = string({
  min: 20,
  max: 2048,
  pattern: "arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?",
});
export const EncryptionKeyType = oneOf("AWS_OWNED_KEY", "CUSTOMER_MANAGED_KEY");
export const EventFilterType = oneOf("SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP");
export const EventIdType = string({ min: 1, max: 50, pattern: "[\\w+-]+" });
export const EventResponseType = oneOf("Pass", "Fail", "InProgress");
export const EventSourceName = oneOf("userNotification", "userAuthEvents");
export const EventType = oneOf("SignIn", "SignUp", "ForgotPassword", "PasswordChange", "ResendCode");
export const ExplicitAuthFlowsType = oneOf(
  "ADMIN_NO_SRP_AUTH",
  "CUSTOM_AUTH_FLOW_ONLY",
  "USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_AUTH",
  // Amazon's pages name it for GetClientToken; the published model does not list it yet.
  "ALLOW_CLIENT_TOKEN_AUTH",
);
export const FeatureType = oneOf("ENABLED", "DISABLED");
export const FeedbackValueType = oneOf("Valid", "Invalid");
export const ForceAliasCreation = boolean();
export const GenerateSecret = boolean();
export const GroupNameType = string({ min: 1, max: 128, pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+" });
export const HealthCheckIdType = string({ max: 64 });
export const HexStringType = string({ pattern: "^[0-9a-fA-F]+$" });
export const IdTokenValidityType = integer({ min: 1, max: 86400 });
export const IdentityProviderTypeType = oneOf(
  "SAML",
  "Facebook",
  "Google",
  "LoginWithAmazon",
  "SignInWithApple",
  "OIDC",
);
export const IdpIdentifierType = string({ min: 1, max: 40, pattern: "[\\w\\s+=.@-]+" });
export const ImageFileType = blob({ min: 0, max: 131072 });
export const ImageUrlType = string();
export const InboundFederationLambdaVersionType = oneOf("V1_0");
export const IntegerType = integer();
export const IssuerType = oneOf("ORIGINAL", "UPDATED");
export const LanguageIdType = string({
  pattern:
    "^cognito:(default|dutch|english|french|spanish|german|bahasa-indonesia|italian|japanese|korean|portuguese-brazil|chinese-(simplified|traditional))$",
});
export const LimitClass = oneOf("API_CATEGORY");
export const LinkUrlType = string({ min: 1, max: 1024, pattern: "^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$" });
export const ListProvidersLimitType = integer({ min: 0, max: 60 });
export const ListResourceServersLimitType = integer({ min: 1, max: 50 });
export const ListTermsRequestMaxResultsInteger = integer({ min: 1, max: 60 });
export const LogLevel = oneOf("ERROR", "INFO");
export const LongType = long();
export const ManagedLoginBrandingIdType = string({
  pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
});
/** How many sessions with tokens a user may have in a pool. */
export const MaxSessionsPerUserType = integer({ min: 1, max: 100 });
export const MessageActionType = oneOf("RESEND", "SUPPRESS");
export const OAuthFlowType = oneOf("code", "implicit", "client_credentials");
export const OptionalArnType = string({
  min: 0,
  max: 2048,
  pattern: "(arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?)?",
});
export const PaginationKey = string({ min: 1, max: 131072, pattern: "[\\S]+" });
export const PaginationKeyType = string({ min: 1, pattern: "[\\S]+" });
export const PasswordHashingAlgorithmType = oneOf("BCRYPT", "SCRYPT", "ARGON2ID", "PBKDF2_SHA256");
export const PasswordHistorySizeType = integer({ min: 0, max: 24 });
export const PasswordPolicyMinLengthType = integer({ min: 6, max: 99 });
export const PasswordType = secret({ max: 256, pattern: "[\\S]+", accepts: "\\S+(?: +\\S+)*" });
export const PoolQueryLimitType = integer({ min: 1, max: 60 });
export const PreSignedUrlType = string({ min: 0, max: 2048 });
export const PreTokenGenerationLambdaVersionType = oneOf("V1_0", "V2_0", "V3_0");
export const PrecedenceType = integer({ min: 0 });
export const PreventUserExistenceErrorTypes = oneOf("LEGACY", "ENABLED");
export const PriorityType = integer({ min: 1, max: 2 });
export const ProviderNameType = string({ min: 1, max: 32, pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+" });
export const ProviderNameTypeV2 = string({
  min: 1,
  max: 32,
  pattern: "[^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+",
});
export const QueryLimit = integer({ min: 1, max: 60 });
export const QueryLimitType = integer({ min: 0, max: 60 });
export const RecoveryOptionNameType = oneOf("verified_email", "verified_phone_number", "admin_only");
export const RedirectUrlType = string({ min: 1, max: 1024, pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+" });
export const RefreshTokenValidityType = integer({ min: 0, max: 315360000 });
export const RegionCodeType = string({ min: 5, max: 32 });
export const RegionNameType = string({ min: 5, max: 32 });
export const RelyingPartyIdType = string({ min: 1, max: 127 });
export const ReplicaRoleType = oneOf("PRIMARY", "SECONDARY");
export const ReplicaStatusType = oneOf("CREATING", "ACTIVE", "INACTIVE", "DELETING");
export const ResourceIdType = string({ min: 1, max: 40, pattern: "^[\\w\\- ]+$" });
export const ResourceServerIdentifierType = string({ min: 1, max: 256, pattern: "[\\x21\\x23-\\x5B\\x5D-\\x7E]+" });
export const ResourceServerManagedByType = oneOf("COGNITO");
export const ResourceServerNameType = string({ min: 1, max: 256, pattern: "[\\w\\s+=,.@-]+" });
export const ResourceServerScopeDescriptionType = string({ min: 1, max: 256 });
export const ResourceServerScopeNameType = string({
  min: 1,
  max: 256,
  pattern: "[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+",
});
export const RetryGracePeriodSecondsType = integer({ min: 0, max: 60 });
export const RevokeAssociatedSessionsType = oneOf("LINKED", "NONE");
export const RiskDecisionType = oneOf("NoRisk", "AccountTakeover", "Block");
export const RiskLevelType = oneOf("Low", "Medium", "High");
export const S3ArnType = string({
  min: 3,
  max: 1024,
  pattern: "arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:::[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?",
});
export const S3BucketType = string({ min: 3, max: 1024, pattern: "^[0-9A-Za-z\\.\\-_]*(?<!\\.)$" });
export const SESConfigurationSet = string({ min: 1, max: 64, pattern: "^[a-zA-Z0-9_-]+$" });
export const ScopeType = string({ min: 1, max: 256, pattern: "[\\x21\\x23-\\x5B\\x5D-\\x7E]+" });
export const SearchPaginationTokenType = string({ min: 1, pattern: "[\\S]+" });
export const SecretCodeType = secret({ min: 16, pattern: "[A-Za-z0-9]+" });
export const SecretHashType = secret({ min: 1, max: 128, pattern: "[\\w+=/]+" });
export const SecurityPolicyType = oneOf("TLS_V1", "TLS_V1_2_2021", "TLS_V1_3_2025");
export const SessionCityType = string({ max: 256 });
export const SessionDeviceType = string({ max: 1024 });
/** Assumed: the published model has no bounds for it; these are those of its siblings. */
export const SessionIdType = string({ min: 1, max: 128, pattern: "[\\S]+" });
export const SessionIpAddressType = string({ max: 128, sensitive: true });
export const SessionType = secret({ min: 20, max: 2048 });
export const SessionTypeType = oneOf("SSO", "TOKEN");
/** Minutes in which a session of the login pages is reused; 0 is never. */
export const SessionValidityMinutesType = integer({ min: 0, max: 129600 });
export const SmsInviteMessageType = string({ min: 6, max: 140, pattern: "(?s).*" });
export const SmsVerificationMessageType = string({ min: 6, max: 140, pattern: ".*\\{####\\}.*" });
export const SoftwareTokenMFAUserCodeType = secret({ min: 6, max: 6, pattern: "[0-9]+" });
export const StatusType = oneOf("Enabled", "Disabled");
/** A value of AuthParameters or ChallengeResponses: a name, a password, a hash or a code. Nobody may print it. */
export const SecretStringType = secret({ min: 0, max: 131072 });
export const StringType = string({ min: 0, max: 131072 });
export const TagKeysType = string({ min: 1, max: 128 });
export const TagValueType = string({ min: 0, max: 256 });
export const TemporaryPasswordValidityDaysType = integer({ min: 0, max: 365 });
export const TermsEnforcementType = oneOf("NONE");
export const TermsIdType = string({
  pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
});
export const TermsNameType = string({ pattern: "^(terms-of-use|privacy-policy)$" });
export const TermsSourceType = oneOf("LINK");
export const TimeUnitsType = oneOf("seconds", "minutes", "hours", "days");
export const TokenModelType = secret({ pattern: "[A-Za-z0-9-_=.]+" });
export const UpdateReplicaStatusType = oneOf("ACTIVE", "INACTIVE");
export const UserFilterType = string({ max: 256 });
export const UserImportJobIdType = string({ min: 1, max: 55, pattern: "import-[0-9a-zA-Z-]+" });
export const UserImportJobNameType = string({ min: 1, max: 128, pattern: "[\\w\\s+=,.@-]+" });
export const UserImportJobStatusType = oneOf(
  "Created",
  "Pending",
  "InProgress",
  "Stopping",
  "Expired",
  "Stopped",
  "Failed",
  "Succeeded",
);
export const UserPoolIdType = string({ min: 1, max: 55, pattern: "[\\w-]+_[0-9a-zA-Z]+" });
export const UserPoolMfaType = oneOf("OFF", "ON", "OPTIONAL");
export const UserPoolNameType = string({ min: 1, max: 128, pattern: "[\\w\\s+=,.@-]+" });
export const UserPoolTierType = oneOf("LITE", "ESSENTIALS", "PLUS");
export const UserSessionTrackingType = oneOf("DISABLED", "ENABLED");
export const UserStatusType = oneOf(
  "UNCONFIRMED",
  "CONFIRMED",
  "ARCHIVED",
  "COMPROMISED",
  "UNKNOWN",
  "RESET_REQUIRED",
  "FORCE_CHANGE_PASSWORD",
  "EXTERNAL_PROVIDER",
);
export const UserVerificationType = oneOf("required", "preferred");
export const UsernameAttributeType = oneOf("phone_number", "email");
export const UsernameType = string({ min: 1, max: 128, pattern: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+", sensitive: true });
export const VerifiedAttributeType = oneOf("phone_number", "email");
export const VerifySoftwareTokenResponseType = oneOf("SUCCESS", "ERROR");
export const WebAuthnAuthenticatorAttachmentType = string();
export const WebAuthnAuthenticatorTransportType = string();
export const WebAuthnCredentialsQueryLimitType = integer({ min: 0, max: 20 });
export const WebAuthnFactorConfigurationType = oneOf("SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION");
export const WrappedBooleanType = boolean();
export const WrappedIntegerType = integer();
