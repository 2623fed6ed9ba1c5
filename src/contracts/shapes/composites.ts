/**
 * The lists, maps and structures of the API, by their names in the public model. Members stand in the order of the model,
 * which is the order in which violations are reported.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Types.html
 */
import { document, list, map, required, structure } from "../vocabulary.ts";
import {
  AWSAccountIdType,
  AccessTokenValidityType,
  AccountTakeoverActionNotifyType,
  AccountTakeoverEventActionType,
  AcrLevelType,
  AcrValueType,
  AdminCreateUserUnusedAccountValidityDaysType,
  AdvancedSecurityEnabledModeType,
  AdvancedSecurityModeType,
  AliasAttributeType,
  ArnType,
  AssetBytesType,
  AssetCategoryType,
  AssetExtensionType,
  AttributeDataType,
  AttributeMappingKeyType,
  AttributeNameType,
  AttributeValueType,
  AuthFactorType,
  AuthSessionValidityType,
  BooleanType,
  CSSType,
  CSSVersionType,
  ChallengeName,
  ChallengeNameType,
  ChallengeResponse,
  ClientIdType,
  ClientNameType,
  ClientPermissionType,
  ClientSecretIdType,
  ClientSecretType,
  ClientTypeType,
  ColorSchemeModeType,
  CompletionMessageType,
  CompromisedCredentialsEventActionType,
  CustomAttributeNameType,
  CustomEmailSenderLambdaVersionType,
  CustomSMSSenderLambdaVersionType,
  DateType,
  DefaultEmailOptionType,
  DeletionProtectionType,
  DeliveryMediumType,
  DescriptionType,
  DeviceKeyType,
  DomainStatusType,
  DomainType,
  DomainVersionType,
  EmailAddressType,
  EmailInviteMessageType,
  EmailMfaMessageType,
  EmailMfaSubjectType,
  EmailNotificationBodyType,
  EmailNotificationSubjectType,
  EmailSendingAccountType,
  EmailVerificationMessageByLinkType,
  EmailVerificationMessageType,
  EmailVerificationSubjectByLinkType,
  EmailVerificationSubjectType,
  EncryptionKeyArnType,
  EncryptionKeyType,
  EventFilterType,
  EventResponseType,
  EventSourceName,
  EventType,
  ExplicitAuthFlowsType,
  FeatureType,
  FeedbackValueType,
  GroupNameType,
  HealthCheckIdType,
  HexStringType,
  IdTokenValidityType,
  IdentityProviderTypeType,
  IdpIdentifierType,
  ImageUrlType,
  InboundFederationLambdaVersionType,
  IntegerType,
  IssuerType,
  LanguageIdType,
  LimitClass,
  LinkUrlType,
  LogLevel,
  LongType,
  ManagedLoginBrandingIdType,
  MaxSessionsPerUserType,
  OAuthFlowType,
  OptionalArnType,
  PasswordHashingAlgorithmType,
  PasswordHistorySizeType,
  PasswordPolicyMinLengthType,
  PreSignedUrlType,
  PreTokenGenerationLambdaVersionType,
  PrecedenceType,
  PreventUserExistenceErrorTypes,
  PriorityType,
  ProviderNameType,
  RecoveryOptionNameType,
  RedirectUrlType,
  RefreshTokenValidityType,
  RegionCodeType,
  RegionNameType,
  RelyingPartyIdType,
  ReplicaRoleType,
  ReplicaStatusType,
  ResourceIdType,
  ResourceServerIdentifierType,
  ResourceServerManagedByType,
  ResourceServerNameType,
  ResourceServerScopeDescriptionType,
  ResourceServerScopeNameType,
  RetryGracePeriodSecondsType,
  RiskDecisionType,
  RiskLevelType,
  S3ArnType,
  S3BucketType,
  SESConfigurationSet,
  ScopeType,
  SecurityPolicyType,
  SecretStringType,
  SessionCityType,
  SessionDeviceType,
  SessionIdType,
  SessionIpAddressType,
  SessionTypeType,
  SessionValidityMinutesType,
  SmsInviteMessageType,
  SmsVerificationMessageType,
  StatusType,
  StringType,
  TagKeysType,
  TagValueType,
  TemporaryPasswordValidityDaysType,
  TermsEnforcementType,
  TermsIdType,
  TermsNameType,
  TermsSourceType,
  TimeUnitsType,
  TokenModelType,
  UserImportJobIdType,
  UserImportJobNameType,
  UserImportJobStatusType,
  UserPoolIdType,
  UserPoolMfaType,
  UserPoolNameType,
  UserPoolTierType,
  UserStatusType,
  UserVerificationType,
  UsernameAttributeType,
  UsernameType,
  VerifiedAttributeType,
  WebAuthnAuthenticatorAttachmentType,
  WebAuthnAuthenticatorTransportType,
  WebAuthnFactorConfigurationType,
  WrappedBooleanType,
  WrappedIntegerType,
} from "./scalars.ts";

export const NumberAttributeConstraintsType = structure({
  MinValue: StringType,
  MaxValue: StringType,
});

export const StringAttributeConstraintsType = structure({
  MinLength: StringType,
  MaxLength: StringType,
});

export const SchemaAttributeType = structure({
  Name: CustomAttributeNameType,
  AttributeDataType: AttributeDataType,
  DeveloperOnlyAttribute: BooleanType,
  Mutable: BooleanType,
  Required: BooleanType,
  NumberAttributeConstraints: NumberAttributeConstraintsType,
  StringAttributeConstraints: StringAttributeConstraintsType,
});

export const CustomAttributesListType = list(SchemaAttributeType, { min: 1, max: 25 });

export const ClientSecretDescriptorType = structure({
  ClientSecretId: ClientSecretIdType,
  ClientSecretValue: ClientSecretType,
  ClientSecretCreateDate: DateType,
});

export const ClientMetadataType = map(StringType, StringType);

export const AttributeType = structure({
  Name: required(AttributeNameType),
  Value: AttributeValueType,
});

export const AttributeListType = list(AttributeType);

export const DeliveryMediumListType = list(DeliveryMediumType);

export const MFAOptionType = structure({
  DeliveryMedium: DeliveryMediumType,
  AttributeName: AttributeNameType,
});

export const MFAOptionListType = list(MFAOptionType);

export const UserType = structure({
  Username: UsernameType,
  Attributes: AttributeListType,
  UserCreateDate: DateType,
  UserLastModifiedDate: DateType,
  Enabled: BooleanType,
  UserStatus: UserStatusType,
  MFAOptions: MFAOptionListType,
});

export const AttributeNameListType = list(AttributeNameType);

export const ProviderUserIdentifierType = structure({
  ProviderName: ProviderNameType,
  ProviderAttributeName: StringType,
  ProviderAttributeValue: StringType,
});

export const DeviceType = structure({
  DeviceKey: DeviceKeyType,
  DeviceAttributes: AttributeListType,
  DeviceCreateDate: DateType,
  DeviceLastModifiedDate: DateType,
  DeviceLastAuthenticatedDate: DateType,
});

export const UserMFASettingListType = list(StringType);

export const ConfiguredUserAuthFactorsListType = list(AuthFactorType, { min: 0, max: 8 });

export const AuthParametersType = map(StringType, SecretStringType, { sensitive: true });

export const AnalyticsMetadataType = structure({
  AnalyticsEndpointId: StringType,
});

export const HttpHeader = structure({
  headerName: StringType,
  headerValue: StringType,
});

export const HttpHeaderList = list(HttpHeader);

export const ContextDataType = structure({
  IpAddress: required(StringType),
  ServerName: required(StringType),
  ServerPath: required(StringType),
  HttpHeaders: required(HttpHeaderList),
  EncodedData: StringType,
});

export const ChallengeParametersType = map(StringType, StringType);

export const NewDeviceMetadataType = structure({
  DeviceKey: DeviceKeyType,
  DeviceGroupKey: StringType,
});

export const AuthenticationResultType = structure({
  AccessToken: TokenModelType,
  ExpiresIn: IntegerType,
  TokenType: StringType,
  RefreshToken: TokenModelType,
  IdToken: TokenModelType,
  NewDeviceMetadata: NewDeviceMetadataType,
});

export const AvailableChallengeListType = list(ChallengeNameType);

export const DeviceListType = list(DeviceType);

export const GroupType = structure({
  GroupName: GroupNameType,
  UserPoolId: UserPoolIdType,
  Description: DescriptionType,
  RoleArn: ArnType,
  Precedence: PrecedenceType,
  LastModifiedDate: DateType,
  CreationDate: DateType,
});

export const GroupListType = list(GroupType);

export const EventRiskType = structure({
  RiskDecision: RiskDecisionType,
  RiskLevel: RiskLevelType,
  CompromisedCredentialsDetected: WrappedBooleanType,
});

export const ChallengeResponseType = structure({
  ChallengeName: ChallengeName,
  ChallengeResponse: ChallengeResponse,
});

export const ChallengeResponseListType = list(ChallengeResponseType);

export const EventContextDataType = structure({
  IpAddress: StringType,
  DeviceName: StringType,
  Timezone: StringType,
  City: StringType,
  Country: StringType,
});

export const EventFeedbackType = structure({
  FeedbackValue: required(FeedbackValueType),
  Provider: required(StringType),
  FeedbackDate: DateType,
});

export const AuthEventType = structure({
  EventId: StringType,
  EventType: EventType,
  CreationDate: DateType,
  EventResponse: EventResponseType,
  EventRisk: EventRiskType,
  ChallengeResponses: ChallengeResponseListType,
  EventContextData: EventContextDataType,
  EventFeedback: EventFeedbackType,
});

export const AuthEventsType = list(AuthEventType);

export const SessionLocationType = structure({
  City: SessionCityType,
  Country: StringType,
});

export const SessionDescriptionType = structure({
  SessionId: SessionIdType,
  SessionType: SessionTypeType,
  ClientId: ClientIdType,
  CreateDate: DateType,
  LastActiveDate: DateType,
  DeviceType: SessionDeviceType,
  LastIPAddress: SessionIpAddressType,
  LastLocation: SessionLocationType,
  OriginSessionId: SessionIdType,
  IsCurrentSession: BooleanType,
});

export const SessionsListType = list(SessionDescriptionType);

export const ChallengeResponsesType = map(StringType, SecretStringType, { sensitive: true });

export const SMSMfaSettingsType = structure({
  Enabled: BooleanType,
  PreferredMfa: BooleanType,
});

export const SoftwareTokenMfaSettingsType = structure({
  Enabled: BooleanType,
  PreferredMfa: BooleanType,
});

export const EmailMfaSettingsType = structure({
  Enabled: BooleanType,
  PreferredMfa: BooleanType,
});

export const WebAuthnMfaSettingsType = structure({
  Enabled: BooleanType,
});

export const Document = document();

export const DeviceSecretVerifierConfigType = structure({
  PasswordVerifier: StringType,
  Salt: StringType,
});

export const UserContextDataType = structure(
  {
    IpAddress: StringType,
    EncodedData: StringType,
  },
  { sensitive: true },
);

export const ProviderDetailsType = map(StringType, StringType);

export const AttributeMappingType = map(AttributeMappingKeyType, StringType);

export const IdpIdentifiersListType = list(IdpIdentifierType, { min: 0, max: 50 });

export const AcrMappingType = map(AcrLevelType, AcrValueType);

export const IdentityProviderType = structure({
  UserPoolId: UserPoolIdType,
  ProviderName: ProviderNameType,
  ProviderType: IdentityProviderTypeType,
  ProviderDetails: ProviderDetailsType,
  AttributeMapping: AttributeMappingType,
  IdpIdentifiers: IdpIdentifiersListType,
  LastModifiedDate: DateType,
  CreationDate: DateType,
  AcrMapping: AcrMappingType,
});

export const AssetType = structure({
  Category: required(AssetCategoryType),
  ColorMode: required(ColorSchemeModeType),
  Extension: required(AssetExtensionType),
  Bytes: AssetBytesType,
  ResourceId: ResourceIdType,
});

export const AssetListType = list(AssetType, { min: 0, max: 40 });

export const ManagedLoginBrandingType = structure({
  ManagedLoginBrandingId: ManagedLoginBrandingIdType,
  UserPoolId: UserPoolIdType,
  UseCognitoProvidedValues: BooleanType,
  Settings: Document,
  Assets: AssetListType,
  CreationDate: DateType,
  LastModifiedDate: DateType,
});

export const ResourceServerScopeType = structure({
  ScopeName: required(ResourceServerScopeNameType),
  ScopeDescription: required(ResourceServerScopeDescriptionType),
});

export const ResourceServerScopeListType = list(ResourceServerScopeType, { max: 100 });

export const ResourceServerType = structure({
  UserPoolId: UserPoolIdType,
  Identifier: ResourceServerIdentifierType,
  Name: ResourceServerNameType,
  Scopes: ResourceServerScopeListType,
  ManagedBy: ResourceServerManagedByType,
});

export const LinksType = map(LanguageIdType, LinkUrlType, { min: 1, max: 13 });

export const TermsType = structure({
  TermsId: required(TermsIdType),
  UserPoolId: required(UserPoolIdType),
  ClientId: required(ClientIdType),
  TermsName: required(TermsNameType),
  TermsSource: required(TermsSourceType),
  Enforcement: required(TermsEnforcementType),
  Links: required(LinksType),
  CreationDate: required(DateType),
  LastModifiedDate: required(DateType),
});

export const UserImportJobType = structure({
  JobName: UserImportJobNameType,
  JobId: UserImportJobIdType,
  UserPoolId: UserPoolIdType,
  PreSignedUrl: PreSignedUrlType,
  CreationDate: DateType,
  StartDate: DateType,
  CompletionDate: DateType,
  Status: UserImportJobStatusType,
  CloudWatchLogsRoleArn: ArnType,
  ImportedUsers: LongType,
  SkippedUsers: LongType,
  FailedUsers: LongType,
  CompletionMessage: CompletionMessageType,
  PasswordHashingAlgorithm: PasswordHashingAlgorithmType,
});

export const PasswordPolicyType = structure({
  MinimumLength: PasswordPolicyMinLengthType,
  RequireUppercase: BooleanType,
  RequireLowercase: BooleanType,
  RequireNumbers: BooleanType,
  RequireSymbols: BooleanType,
  PasswordHistorySize: PasswordHistorySizeType,
  TemporaryPasswordValidityDays: TemporaryPasswordValidityDaysType,
});

export const AllowedFirstAuthFactorsListType = list(AuthFactorType, { min: 1, max: 5 });

export const SignInPolicyType = structure({
  AllowedFirstAuthFactors: AllowedFirstAuthFactorsListType,
});

export const UserPoolPolicyType = structure({
  PasswordPolicy: PasswordPolicyType,
  SignInPolicy: SignInPolicyType,
});

export const PreTokenGenerationVersionConfigType = structure({
  LambdaVersion: required(PreTokenGenerationLambdaVersionType),
  LambdaArn: required(ArnType),
});

export const CustomSMSLambdaVersionConfigType = structure({
  LambdaVersion: required(CustomSMSSenderLambdaVersionType),
  LambdaArn: required(ArnType),
});

export const CustomEmailLambdaVersionConfigType = structure({
  LambdaVersion: required(CustomEmailSenderLambdaVersionType),
  LambdaArn: required(ArnType),
});

export const InboundFederationLambdaType = structure({
  LambdaVersion: required(InboundFederationLambdaVersionType),
  LambdaArn: required(ArnType),
});

export const LambdaConfigType = structure({
  PreSignUp: ArnType,
  CustomMessage: ArnType,
  PostConfirmation: ArnType,
  PreAuthentication: ArnType,
  PostAuthentication: ArnType,
  DefineAuthChallenge: ArnType,
  CreateAuthChallenge: ArnType,
  VerifyAuthChallengeResponse: ArnType,
  PreTokenGeneration: ArnType,
  UserMigration: ArnType,
  PreTokenGenerationConfig: PreTokenGenerationVersionConfigType,
  CustomSMSSender: CustomSMSLambdaVersionConfigType,
  CustomEmailSender: CustomEmailLambdaVersionConfigType,
  KMSKeyID: ArnType,
  InboundFederation: InboundFederationLambdaType,
});

export const VerifiedAttributesListType = list(VerifiedAttributeType);

export const AliasAttributesListType = list(AliasAttributeType);

export const UsernameAttributesListType = list(UsernameAttributeType);

export const VerificationMessageTemplateType = structure({
  SmsMessage: SmsVerificationMessageType,
  EmailMessage: EmailVerificationMessageType,
  EmailSubject: EmailVerificationSubjectType,
  EmailMessageByLink: EmailVerificationMessageByLinkType,
  EmailSubjectByLink: EmailVerificationSubjectByLinkType,
  DefaultEmailOption: DefaultEmailOptionType,
});

export const AttributesRequireVerificationBeforeUpdateType = list(VerifiedAttributeType);

export const UserAttributeUpdateSettingsType = structure({
  AttributesRequireVerificationBeforeUpdate: AttributesRequireVerificationBeforeUpdateType,
});

export const DeviceConfigurationType = structure({
  ChallengeRequiredOnNewDevice: BooleanType,
  DeviceOnlyRememberedOnUserPrompt: BooleanType,
});

export const EmailConfigurationType = structure({
  SourceArn: ArnType,
  ReplyToEmailAddress: EmailAddressType,
  EmailSendingAccount: EmailSendingAccountType,
  From: StringType,
  ConfigurationSet: SESConfigurationSet,
});

export const EumsSmsConfigurationType = structure({
  CallerArn: required(ArnType),
  ExternalId: StringType,
  OriginationIdentity: StringType,
  ConfigurationSetName: StringType,
  InEntityId: StringType,
  InTemplateId: StringType,
  Region: RegionCodeType,
});

export const SmsConfigurationType = structure({
  SnsCallerArn: OptionalArnType,
  ExternalId: StringType,
  SnsRegion: RegionCodeType,
  EumsSms: EumsSmsConfigurationType,
});

export const UserPoolTagsType = map(TagKeysType, TagValueType);

export const MessageTemplateType = structure({
  SMSMessage: SmsInviteMessageType,
  EmailMessage: EmailInviteMessageType,
  EmailSubject: EmailVerificationSubjectType,
});

export const AdminCreateUserConfigType = structure({
  AllowAdminCreateUserOnly: BooleanType,
  UnusedAccountValidityDays: AdminCreateUserUnusedAccountValidityDaysType,
  InviteMessageTemplate: MessageTemplateType,
});

export const SchemaAttributesListType = list(SchemaAttributeType, { min: 1, max: 50 });

export const AdvancedSecurityAdditionalFlowsType = structure({
  CustomAuthMode: AdvancedSecurityEnabledModeType,
});

export const UserPoolAddOnsType = structure({
  AdvancedSecurityMode: required(AdvancedSecurityModeType),
  AdvancedSecurityAdditionalFlows: AdvancedSecurityAdditionalFlowsType,
});

export const UsernameConfigurationType = structure({
  CaseSensitive: required(WrappedBooleanType),
});

export const RecoveryOptionType = structure({
  Priority: required(PriorityType),
  Name: required(RecoveryOptionNameType),
});

export const RecoveryMechanismsType = list(RecoveryOptionType, { min: 1, max: 2 });

export const AccountRecoverySettingType = structure({
  RecoveryMechanisms: RecoveryMechanismsType,
});

export const KeyConfigurationType = structure({
  KeyType: EncryptionKeyType,
  KmsKeyArn: EncryptionKeyArnType,
});

export const IssuerConfigurationType = structure({
  Type: IssuerType,
});

export const OAuthFlowsType = list(OAuthFlowType, { min: 0, max: 3 });

export const ScopeListType = list(ScopeType, { max: 50 });

export const DcrConfigurationType = structure({
  EnableStatus: StatusType,
  OpenDcrEnabled: BooleanType,
  AuthenticatedGrantTypes: OAuthFlowsType,
  OpenDcrGrantTypes: OAuthFlowsType,
  AllowedScopes: ScopeListType,
});

export const AcrLevelConfigType = structure({
  AcrValue: required(AcrValueType),
});

export const AcrConfigurationType = map(AcrLevelType, AcrLevelConfigType);

export const UserPoolType = structure({
  Id: UserPoolIdType,
  Name: UserPoolNameType,
  Policies: UserPoolPolicyType,
  DeletionProtection: DeletionProtectionType,
  LambdaConfig: LambdaConfigType,
  Status: StatusType,
  LastModifiedDate: DateType,
  CreationDate: DateType,
  SchemaAttributes: SchemaAttributesListType,
  AutoVerifiedAttributes: VerifiedAttributesListType,
  AliasAttributes: AliasAttributesListType,
  UsernameAttributes: UsernameAttributesListType,
  SmsVerificationMessage: SmsVerificationMessageType,
  EmailVerificationMessage: EmailVerificationMessageType,
  EmailVerificationSubject: EmailVerificationSubjectType,
  VerificationMessageTemplate: VerificationMessageTemplateType,
  SmsAuthenticationMessage: SmsVerificationMessageType,
  UserAttributeUpdateSettings: UserAttributeUpdateSettingsType,
  MfaConfiguration: UserPoolMfaType,
  DeviceConfiguration: DeviceConfigurationType,
  EstimatedNumberOfUsers: IntegerType,
  EmailConfiguration: EmailConfigurationType,
  SmsConfiguration: SmsConfigurationType,
  UserPoolTags: UserPoolTagsType,
  SmsConfigurationFailure: StringType,
  EmailConfigurationFailure: StringType,
  Domain: DomainType,
  CustomDomain: DomainType,
  AdminCreateUserConfig: AdminCreateUserConfigType,
  UserPoolAddOns: UserPoolAddOnsType,
  UsernameConfiguration: UsernameConfigurationType,
  Arn: ArnType,
  AccountRecoverySetting: AccountRecoverySettingType,
  UserPoolTier: UserPoolTierType,
  KeyConfiguration: KeyConfigurationType,
  IssuerConfiguration: IssuerConfigurationType,
  DcrConfiguration: DcrConfigurationType,
  AcrConfiguration: AcrConfigurationType,
});

export const TokenValidityUnitsType = structure({
  AccessToken: TimeUnitsType,
  IdToken: TimeUnitsType,
  RefreshToken: TimeUnitsType,
});

export const ClientPermissionListType = list(ClientPermissionType);

export const ExplicitAuthFlowsListType = list(ExplicitAuthFlowsType);

export const SupportedIdentityProvidersListType = list(ProviderNameType);

export const CallbackURLsListType = list(RedirectUrlType, { min: 0, max: 100 });

export const LogoutURLsListType = list(RedirectUrlType, { min: 0, max: 100 });

export const AnalyticsConfigurationType = structure({
  ApplicationId: HexStringType,
  ApplicationArn: ArnType,
  RoleArn: ArnType,
  ExternalId: StringType,
  UserDataShared: BooleanType,
});

export const RefreshTokenRotationType = structure({
  Feature: required(FeatureType),
  RetryGracePeriodSeconds: RetryGracePeriodSecondsType,
});

export const UserPoolClientType = structure({
  UserPoolId: UserPoolIdType,
  ClientName: ClientNameType,
  ClientId: ClientIdType,
  ClientSecret: ClientSecretType,
  LastModifiedDate: DateType,
  CreationDate: DateType,
  RefreshTokenValidity: RefreshTokenValidityType,
  AccessTokenValidity: AccessTokenValidityType,
  IdTokenValidity: IdTokenValidityType,
  TokenValidityUnits: TokenValidityUnitsType,
  ReadAttributes: ClientPermissionListType,
  WriteAttributes: ClientPermissionListType,
  ExplicitAuthFlows: ExplicitAuthFlowsListType,
  SupportedIdentityProviders: SupportedIdentityProvidersListType,
  CallbackURLs: CallbackURLsListType,
  LogoutURLs: LogoutURLsListType,
  DefaultRedirectURI: RedirectUrlType,
  AllowedOAuthFlows: OAuthFlowsType,
  AllowedOAuthScopes: ScopeListType,
  AllowedOAuthFlowsUserPoolClient: BooleanType,
  AnalyticsConfiguration: AnalyticsConfigurationType,
  PreventUserExistenceErrors: PreventUserExistenceErrorTypes,
  EnableTokenRevocation: WrappedBooleanType,
  EnablePropagateAdditionalUserContextData: WrappedBooleanType,
  AuthSessionValidity: AuthSessionValidityType,
  RefreshTokenRotation: RefreshTokenRotationType,
  ClientType: ClientTypeType,
});

export const CustomDomainConfigType = structure({
  CertificateArn: required(ArnType),
  SecurityPolicy: SecurityPolicyType,
});

export const FailoverType = structure({
  SecondaryRegion: required(RegionNameType),
  PrimaryRoute53HealthCheckId: required(HealthCheckIdType),
});

export const RoutingType = structure({
  Failover: FailoverType,
});

export const UserPoolReplicaType = structure({
  RegionName: RegionNameType,
  Status: ReplicaStatusType,
  Role: ReplicaRoleType,
  UserPoolArn: ArnType,
});

export const EventFiltersType = list(EventFilterType);

export const CompromisedCredentialsActionsType = structure({
  EventAction: required(CompromisedCredentialsEventActionType),
});

export const CompromisedCredentialsRiskConfigurationType = structure({
  EventFilter: EventFiltersType,
  Actions: required(CompromisedCredentialsActionsType),
});

export const NotifyEmailType = structure({
  Subject: required(EmailNotificationSubjectType),
  HtmlBody: EmailNotificationBodyType,
  TextBody: EmailNotificationBodyType,
});

export const NotifyConfigurationType = structure({
  From: StringType,
  ReplyTo: StringType,
  SourceArn: required(ArnType),
  BlockEmail: NotifyEmailType,
  NoActionEmail: NotifyEmailType,
  MfaEmail: NotifyEmailType,
});

export const AccountTakeoverActionType = structure({
  Notify: required(AccountTakeoverActionNotifyType),
  EventAction: required(AccountTakeoverEventActionType),
});

export const AccountTakeoverActionsType = structure({
  LowAction: AccountTakeoverActionType,
  MediumAction: AccountTakeoverActionType,
  HighAction: AccountTakeoverActionType,
});

export const AccountTakeoverRiskConfigurationType = structure({
  NotifyConfiguration: NotifyConfigurationType,
  Actions: required(AccountTakeoverActionsType),
});

export const BlockedIPRangeListType = list(StringType, { max: 200 });

export const SkippedIPRangeListType = list(StringType, { max: 200 });

export const RiskExceptionConfigurationType = structure({
  BlockedIPRangeList: BlockedIPRangeListType,
  SkippedIPRangeList: SkippedIPRangeListType,
});

export const RiskConfigurationType = structure({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  CompromisedCredentialsRiskConfiguration: CompromisedCredentialsRiskConfigurationType,
  AccountTakeoverRiskConfiguration: AccountTakeoverRiskConfigurationType,
  RiskExceptionConfiguration: RiskExceptionConfigurationType,
  LastModifiedDate: DateType,
});

export const DomainDescriptionType = structure({
  UserPoolId: UserPoolIdType,
  AWSAccountId: AWSAccountIdType,
  Domain: DomainType,
  S3Bucket: S3BucketType,
  CloudFrontDistribution: StringType,
  Version: DomainVersionType,
  Status: DomainStatusType,
  CustomDomainConfig: CustomDomainConfigType,
  ManagedLoginVersion: WrappedIntegerType,
  Routing: RoutingType,
});

export const CodeDeliveryDetailsType = structure({
  Destination: StringType,
  DeliveryMedium: DeliveryMediumType,
  AttributeName: AttributeNameType,
});

export const ListOfStringTypes = list(StringType);

export const ClientAuthenticationResultType = structure({
  AccessToken: TokenModelType,
  ExpiresIn: IntegerType,
  TokenType: StringType,
});

export const CloudWatchLogsConfigurationType = structure({
  LogGroupArn: ArnType,
});

export const S3ConfigurationType = structure({
  BucketArn: S3ArnType,
});

export const FirehoseConfigurationType = structure({
  StreamArn: ArnType,
});

export const LogConfigurationType = structure({
  LogLevel: required(LogLevel),
  EventSource: required(EventSourceName),
  CloudWatchLogsConfiguration: CloudWatchLogsConfigurationType,
  S3Configuration: S3ConfigurationType,
  FirehoseConfiguration: FirehoseConfigurationType,
});

export const LogConfigurationListType = list(LogConfigurationType, { min: 0, max: 2 });

export const LogDeliveryConfigurationType = structure({
  UserPoolId: required(UserPoolIdType),
  LogConfigurations: required(LogConfigurationListType),
});

export const StringToStringMapType = map(StringType, StringType);

export const LimitDefinitionType = structure({
  LimitClass: required(LimitClass),
  Attributes: required(StringToStringMapType),
});

export const LimitType = structure({
  LimitDefinition: required(LimitDefinitionType),
  ProvisionedLimitValue: required(IntegerType),
  FreeLimitValue: required(IntegerType),
});

export const UICustomizationType = structure({
  UserPoolId: UserPoolIdType,
  ClientId: ClientIdType,
  ImageUrl: ImageUrlType,
  CSS: CSSType,
  CSSVersion: CSSVersionType,
  LastModifiedDate: DateType,
  CreationDate: DateType,
});

export const ClientSSOSessionConfigType = structure({
  MaxValidityMinutes: required(SessionValidityMinutesType),
});

export const SmsMfaConfigType = structure({
  SmsAuthenticationMessage: SmsVerificationMessageType,
  SmsConfiguration: SmsConfigurationType,
});

export const SoftwareTokenMfaConfigType = structure({
  Enabled: BooleanType,
});

export const EmailMfaConfigType = structure({
  Message: EmailMfaMessageType,
  Subject: EmailMfaSubjectType,
});

export const WebAuthnConfigurationType = structure({
  RelyingPartyId: RelyingPartyIdType,
  UserVerification: UserVerificationType,
  FactorConfiguration: WebAuthnFactorConfigurationType,
});

export const UserPoolTokenSessionConfigType = structure({
  MaxPerUser: required(MaxSessionsPerUserType),
});

export const ProviderDescription = structure({
  ProviderName: ProviderNameType,
  ProviderType: IdentityProviderTypeType,
  LastModifiedDate: DateType,
  CreationDate: DateType,
});

export const ProvidersListType = list(ProviderDescription, { min: 0, max: 50 });

export const ResourceServersListType = list(ResourceServerType);

export const TermsDescriptionType = structure({
  TermsId: required(TermsIdType),
  TermsName: required(TermsNameType),
  Enforcement: required(TermsEnforcementType),
  CreationDate: required(DateType),
  LastModifiedDate: required(DateType),
});

export const TermsDescriptionListType = list(TermsDescriptionType);

export const UserImportJobsListType = list(UserImportJobType, { min: 1, max: 50 });

export const ClientSecretDescriptorListType = list(ClientSecretDescriptorType);

export const UserPoolClientDescription = structure({
  ClientId: ClientIdType,
  UserPoolId: UserPoolIdType,
  ClientName: ClientNameType,
});

export const UserPoolClientListType = list(UserPoolClientDescription);

export const UserPoolReplicaListType = list(UserPoolReplicaType);

export const ReplicaRegionsType = list(StringType);

export const UserPoolDescriptionType = structure({
  Id: UserPoolIdType,
  Name: UserPoolNameType,
  LambdaConfig: LambdaConfigType,
  Status: StatusType,
  LastModifiedDate: DateType,
  CreationDate: DateType,
  ReplicaRegions: ReplicaRegionsType,
});

export const UserPoolListType = list(UserPoolDescriptionType);

export const SearchedAttributeNamesListType = list(AttributeNameType);

export const UsersListType = list(UserType);

export const WebAuthnAuthenticatorTransportsList = list(WebAuthnAuthenticatorTransportType);

export const WebAuthnCredentialDescription = structure({
  CredentialId: required(StringType),
  FriendlyCredentialName: required(StringType),
  RelyingPartyId: required(StringType),
  AuthenticatorAttachment: WebAuthnAuthenticatorAttachmentType,
  AuthenticatorTransports: required(WebAuthnAuthenticatorTransportsList),
  CreatedAt: required(DateType),
});

export const WebAuthnCredentialDescriptionListType = list(WebAuthnCredentialDescription);

export const UserPoolTagsListType = list(TagKeysType);

export const CodeDeliveryDetailsListType = list(CodeDeliveryDetailsType);
