/**
 * The events that Lambda triggers receive, as plain values: the common envelope, each trigger's request, and the
 * `response` that Cognito fills in before the function sees it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { MessageKind } from "../model/message-templates.ts";
import type {
  CreateAuthChallengeEvent,
  DefineAuthChallengeEvent,
  VerifyAuthChallengeResponseEvent,
} from "./custom-challenge-events.ts";

/** Attributes and metadata as functions see them: every value is text, `email_verified` is `"true"`. */
export type StringMap = Readonly<Record<string, string>>;

/** The `clientId` of an event that no app client caused, as AdminCreateUser and AdminResetUserPassword send it. */
export const CLIENT_ID_NOT_APPLICABLE = "CLIENT_ID_NOT_APPLICABLE";

/** Where an event happens and to whom; equal for all the triggers of one request. */
export interface EventScene {
  readonly region: string;
  readonly userPoolId: string;
  /** The stored username, or before the user exists the name typed or generated. */
  readonly userName: string;
  /** From `awsSdkVersion()`. */
  readonly awsSdkVersion: string;
  readonly clientId: string | null;
}

/** What every event has in common. */
export interface TriggerEvent<Source extends string, Request, Response, Version extends string = "1"> {
  readonly version: Version;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string | null };
  readonly triggerSource: Source;
  readonly request: Request;
  readonly response: Response;
}

/** A request's metadata. Functions see no `clientMetadata` key when the caller sent none. */
export interface Metadata {
  readonly clientMetadata?: StringMap | undefined;
}

/** The metadata of a request in which functions see `validationData: null` when the caller sent none. */
export interface Validation {
  readonly validationData?: StringMap | undefined;
}

interface Attributes {
  readonly userAttributes: StringMap;
}

interface SentMetadata {
  readonly clientMetadata?: StringMap;
}

interface SentValidation {
  readonly validationData: StringMap | null;
}

export type PreSignUpSource = "PreSignUp_SignUp" | "PreSignUp_AdminCreateUser" | "PreSignUp_ExternalProvider";
export type PreSignUpEvent = TriggerEvent<
  PreSignUpSource,
  Attributes & SentValidation & SentMetadata,
  { readonly autoConfirmUser: false; readonly autoVerifyEmail: false; readonly autoVerifyPhone: false }
>;

export type PostConfirmationSource = "PostConfirmation_ConfirmSignUp" | "PostConfirmation_ConfirmForgotPassword";
export type PostConfirmationEvent = TriggerEvent<
  PostConfirmationSource,
  Attributes & SentMetadata,
  Readonly<Record<string, never>>
>;

export type PreAuthenticationEvent = TriggerEvent<
  "PreAuthentication_Authentication",
  Attributes & SentValidation & { readonly userNotFound: boolean },
  Readonly<Record<string, never>>
>;

export type PostAuthenticationEvent = TriggerEvent<
  "PostAuthentication_Authentication",
  Attributes & { readonly newDeviceUsed: boolean } & SentMetadata,
  Readonly<Record<string, never>>
>;

/** A user's groups and roles as the token would state them. */
export interface GroupConfiguration {
  readonly groupsToOverride: readonly string[];
  readonly iamRolesToOverride: readonly string[];
  readonly preferredRole: string | null;
}

export type TokenGenerationSource =
  | "TokenGeneration_HostedAuth"
  | "TokenGeneration_Authentication"
  | "TokenGeneration_NewPasswordChallenge"
  | "TokenGeneration_AuthenticateDevice"
  | "TokenGeneration_RefreshTokens"
  | "TokenGeneration_ClientCredentials";
/** The `LambdaVersion` of PreTokenGenerationConfig. */
export type TokenEventVersion = "V1_0" | "V2_0" | "V3_0";
type TokenRequest = Attributes & { readonly groupConfiguration: GroupConfiguration } & SentMetadata;
export type PreTokenGenerationEvent =
  | TriggerEvent<TokenGenerationSource, TokenRequest, { readonly claimsOverrideDetails: null }>
  | TriggerEvent<
      TokenGenerationSource,
      TokenRequest & { readonly scopes: readonly string[] },
      { readonly claimsAndScopeOverrideDetails: null },
      "2" | "3"
    >;

export type UserMigrationSource = "UserMigration_Authentication" | "UserMigration_ForgotPassword";
export type UserMigrationEvent = TriggerEvent<
  UserMigrationSource,
  /** The password stays wrapped inside the event; `payloadOf()` alone writes it out. */
  { readonly password?: Secret } & SentValidation & SentMetadata,
  {
    readonly userAttributes: null;
    readonly forceAliasCreation: null;
    readonly enableSMSMFA: null;
    readonly finalUserStatus: null;
    readonly messageAction: null;
    readonly desiredDeliveryMediums: null;
  }
>;

export type CustomMessageEvent = TriggerEvent<
  `CustomMessage_${MessageKind}`,
  Attributes & {
    readonly codeParameter: "{####}";
    readonly linkParameter: "{##Click Here##}";
    readonly usernameParameter: "{username}" | null;
  } & SentMetadata,
  { readonly smsMessage: null; readonly emailMessage: null; readonly emailSubject: null }
>;

/** The triggers whose answer is awaited, and the event that each receives. The keys are those of LambdaConfig. */
export interface TriggerEvents {
  readonly PreSignUp: PreSignUpEvent;
  readonly PostConfirmation: PostConfirmationEvent;
  readonly PreAuthentication: PreAuthenticationEvent;
  readonly PostAuthentication: PostAuthenticationEvent;
  readonly DefineAuthChallenge: DefineAuthChallengeEvent;
  readonly CreateAuthChallenge: CreateAuthChallengeEvent;
  readonly VerifyAuthChallengeResponse: VerifyAuthChallengeResponseEvent;
  readonly PreTokenGeneration: PreTokenGenerationEvent;
  readonly UserMigration: UserMigrationEvent;
  readonly CustomMessage: CustomMessageEvent;
}

export type TriggerName = keyof TriggerEvents;

/** The members that every event has. */
export const envelope = <Source extends string, Version extends string>(
  version: Version,
  { region, userPoolId, userName, awsSdkVersion: sdk, clientId }: EventScene,
  triggerSource: Source,
) => ({ version, region, userPoolId, userName, callerContext: { awsSdkVersion: sdk, clientId }, triggerSource });

/** The metadata of an event: no key where the caller sent none. */
export const sentMetadata = ({ clientMetadata }: Metadata): SentMetadata =>
  clientMetadata === undefined ? {} : { clientMetadata };

const sentValidation = ({ validationData }: Validation): SentValidation => ({ validationData: validationData ?? null });

/** Asked before a user is stored. `userAttributes` are the submitted ones alone: no sub, no status. */
export const preSignUpEvent = (
  scene: EventScene,
  source: PreSignUpSource,
  request: Attributes & Validation & Metadata,
): PreSignUpEvent => ({
  ...envelope("1", scene, source),
  request: { userAttributes: request.userAttributes, ...sentValidation(request), ...sentMetadata(request) },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
});

/** Told after a user confirmed a sign-up or a forgotten password. */
export const postConfirmationEvent = (
  scene: EventScene,
  source: PostConfirmationSource,
  request: Attributes & Metadata,
): PostConfirmationEvent => ({
  ...envelope("1", scene, source),
  request: { userAttributes: request.userAttributes, ...sentMetadata(request) },
  response: {},
});

/** Asked before a sign-in is judged. `validationData` is the ClientMetadata of (Admin)InitiateAuth. */
export const preAuthenticationEvent = (
  scene: EventScene,
  request: Attributes & Validation & { readonly userNotFound: boolean },
): PreAuthenticationEvent => ({
  ...envelope("1", scene, "PreAuthentication_Authentication"),
  request: {
    userAttributes: request.userAttributes,
    ...sentValidation(request),
    userNotFound: request.userNotFound,
  },
  response: {},
});

/** Told after all challenges and before any token. `clientMetadata` comes from (Admin)RespondToAuthChallenge only. */
export const postAuthenticationEvent = (
  scene: EventScene,
  request: Attributes & Metadata & { readonly newDeviceUsed: boolean },
): PostAuthenticationEvent => ({
  ...envelope("1", scene, "PostAuthentication_Authentication"),
  request: {
    userAttributes: request.userAttributes,
    newDeviceUsed: request.newDeviceUsed,
    ...sentMetadata(request),
  },
  response: {},
});

/** What a token is about to state. `scopes` reach functions of version V2_0 and V3_0 only. */
export interface TokenPreview extends Attributes, Metadata {
  readonly groupConfiguration: GroupConfiguration;
  readonly scopes: readonly string[];
}

/** Asked before tokens are signed. Client credentials are asked about with V3_0 alone, with empty `userAttributes`. */
export const preTokenGenerationEvent = (
  scene: EventScene,
  source: TokenGenerationSource,
  version: TokenEventVersion,
  { userAttributes, groupConfiguration, scopes, clientMetadata }: TokenPreview,
): PreTokenGenerationEvent => {
  const request = { userAttributes, groupConfiguration, ...sentMetadata({ clientMetadata }) };
  return version === "V1_0"
    ? { ...envelope("1", scene, source), request, response: { claimsOverrideDetails: null } }
    : {
        ...envelope(version === "V2_0" ? "2" : "3", scene, source),
        request: { ...request, scopes },
        response: { claimsAndScopeOverrideDetails: null },
      };
};

/** Asked for a user whom the pool does not know. `password` is given at sign-in and absent for ForgotPassword. */
export const userMigrationEvent = (
  scene: EventScene,
  source: UserMigrationSource,
  request: { readonly password?: Secret | undefined } & Validation & Metadata,
): UserMigrationEvent => ({
  ...envelope("1", scene, source),
  request: {
    ...(request.password === undefined ? {} : { password: request.password }),
    ...sentValidation(request),
    ...sentMetadata(request),
  },
  response: {
    userAttributes: null,
    forceAliasCreation: null,
    enableSMSMFA: null,
    finalUserStatus: null,
    messageAction: null,
    desiredDeliveryMediums: null,
  },
});

/** Asked for the text of a message. The code itself is never in the event, only the place it will take. */
export const customMessageEvent = (
  scene: EventScene,
  occasion: MessageKind,
  request: Attributes & Metadata,
): CustomMessageEvent => ({
  ...envelope("1", scene, `CustomMessage_${occasion}` as const),
  request: {
    userAttributes: request.userAttributes,
    codeParameter: "{####}",
    // Observed: sent on every occasion, not for link verification alone.
    linkParameter: "{##Click Here##}",
    usernameParameter: occasion === "AdminCreateUser" ? "{username}" : null,
    ...sentMetadata(request),
  },
  response: { smsMessage: null, emailMessage: null, emailSubject: null },
});
