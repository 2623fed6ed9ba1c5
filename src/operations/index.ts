/**
 * What the server does, by operation. One that is not built yet says so here; one that is missing does not compile.
 * An operation is loaded when it is first asked for: no server uses all of them, and each takes its part of the time
 * and the memory of a start.
 */
import { contracts, isOperation, type OperationName } from "../contracts/index.ts";
import type { Contract } from "../contracts/vocabulary.ts";
import type { Operation } from "../runtime/operation.ts";

/** An operation that is not built: it answers so, before signature and input are looked at. */
export const UNSUPPORTED = null;

type Load<C extends Contract> = () => Promise<Operation<C>>;

/** Every operation of the API. */
export const operations: {
  readonly [Name in OperationName]: Load<(typeof contracts)[Name]> | typeof UNSUPPORTED;
} = {
  AddCustomAttributes: async () => (await import("./attributes/AddCustomAttributes.ts")).addCustomAttributes,
  AddUserPoolClientSecret: async () => (await import("./clients/AddUserPoolClientSecret.ts")).addUserPoolClientSecret,
  AdminAddUserToGroup: async () => (await import("./groups/AdminAddUserToGroup.ts")).adminAddUserToGroup,
  AdminConfirmSignUp: async () => (await import("./sign-up/AdminConfirmSignUp.ts")).adminConfirmSignUp,
  AdminCreateUser: async () => (await import("./users/AdminCreateUser.ts")).adminCreateUser,
  AdminDeleteSoftwareToken: async () => (await import("./mfa/AdminDeleteSoftwareToken.ts")).adminDeleteSoftwareToken,
  AdminDeleteUser: async () => (await import("./users/AdminDeleteUser.ts")).adminDeleteUser,
  AdminDeleteUserAttributes: async () =>
    (await import("./attributes/AdminDeleteUserAttributes.ts")).adminDeleteUserAttributes,
  AdminDisableProviderForUser: async () =>
    (await import("./identity-providers/AdminDisableProviderForUser.ts")).adminDisableProviderForUser,
  AdminDisableUser: async () => (await import("./users/AdminDisableUser.ts")).adminDisableUser,
  AdminEnableUser: async () => (await import("./users/AdminEnableUser.ts")).adminEnableUser,
  AdminForgetDevice: async () => (await import("./devices/AdminForgetDevice.ts")).adminForgetDevice,
  AdminGetDevice: async () => (await import("./devices/AdminGetDevice.ts")).adminGetDevice,
  AdminGetUser: async () => (await import("./users/AdminGetUser.ts")).adminGetUser,
  AdminGetUserAuthFactors: async () => (await import("./mfa/AdminGetUserAuthFactors.ts")).adminGetUserAuthFactors,
  AdminInitiateAuth: async () => (await import("./sign-in/AdminInitiateAuth.ts")).adminInitiateAuth,
  AdminLinkProviderForUser: async () =>
    (await import("./identity-providers/AdminLinkProviderForUser.ts")).adminLinkProviderForUser,
  AdminListDevices: async () => (await import("./devices/AdminListDevices.ts")).adminListDevices,
  AdminListGroupsForUser: async () => (await import("./groups/AdminListGroupsForUser.ts")).adminListGroupsForUser,
  AdminListUserAuthEvents: async () =>
    (await import("./auth-events/AdminListUserAuthEvents.ts")).adminListUserAuthEvents,
  AdminListUserSessions: async () => (await import("./sessions/AdminListUserSessions.ts")).adminListUserSessions,
  AdminRemoveUserFromGroup: async () => (await import("./groups/AdminRemoveUserFromGroup.ts")).adminRemoveUserFromGroup,
  AdminResetUserPassword: async () => (await import("./passwords/AdminResetUserPassword.ts")).adminResetUserPassword,
  AdminRespondToAuthChallenge: async () =>
    (await import("./sign-in/AdminRespondToAuthChallenge.ts")).adminRespondToAuthChallenge,
  AdminRevokeUserSession: async () => (await import("./sessions/AdminRevokeUserSession.ts")).adminRevokeUserSession,
  AdminSetUserMFAPreference: async () => (await import("./mfa/AdminSetUserMFAPreference.ts")).adminSetUserMFAPreference,
  AdminSetUserPassword: async () => (await import("./passwords/AdminSetUserPassword.ts")).adminSetUserPassword,
  AdminSetUserSettings: async () => (await import("./mfa/AdminSetUserSettings.ts")).adminSetUserSettings,
  AdminUpdateAuthEventFeedback: async () =>
    (await import("./auth-events/AdminUpdateAuthEventFeedback.ts")).adminUpdateAuthEventFeedback,
  AdminUpdateDeviceStatus: async () => (await import("./devices/AdminUpdateDeviceStatus.ts")).adminUpdateDeviceStatus,
  AdminUpdateUserAttributes: async () =>
    (await import("./attributes/AdminUpdateUserAttributes.ts")).adminUpdateUserAttributes,
  AdminUserGlobalSignOut: async () => (await import("./tokens/AdminUserGlobalSignOut.ts")).adminUserGlobalSignOut,
  AssociateSoftwareToken: async () => (await import("./mfa/AssociateSoftwareToken.ts")).associateSoftwareToken,
  ChangePassword: async () => (await import("./passwords/ChangePassword.ts")).changePassword,
  CompleteWebAuthnRegistration: async () =>
    (await import("./passkeys/CompleteWebAuthnRegistration.ts")).completeWebAuthnRegistration,
  ConfirmDevice: async () => (await import("./devices/ConfirmDevice.ts")).confirmDevice,
  ConfirmForgotPassword: async () => (await import("./passwords/ConfirmForgotPassword.ts")).confirmForgotPassword,
  ConfirmSignUp: async () => (await import("./sign-up/ConfirmSignUp.ts")).confirmSignUp,
  CreateGroup: async () => (await import("./groups/CreateGroup.ts")).createGroup,
  CreateIdentityProvider: async () =>
    (await import("./identity-providers/CreateIdentityProvider.ts")).createIdentityProvider,
  CreateManagedLoginBranding: async () =>
    (await import("./branding/CreateManagedLoginBranding.ts")).createManagedLoginBranding,
  CreateResourceServer: async () => (await import("./resource-servers/CreateResourceServer.ts")).createResourceServer,
  CreateTerms: async () => (await import("./terms/CreateTerms.ts")).createTerms,
  CreateUserImportJob: async () => (await import("./imports/CreateUserImportJob.ts")).createUserImportJob,
  CreateUserPool: async () => (await import("./pools/CreateUserPool.ts")).createUserPool,
  CreateUserPoolClient: async () => (await import("./clients/CreateUserPoolClient.ts")).createUserPoolClient,
  CreateUserPoolDomain: async () => (await import("./domains/CreateUserPoolDomain.ts")).createUserPoolDomain,
  CreateUserPoolReplica: UNSUPPORTED,
  DeleteGroup: async () => (await import("./groups/DeleteGroup.ts")).deleteGroup,
  DeleteIdentityProvider: async () =>
    (await import("./identity-providers/DeleteIdentityProvider.ts")).deleteIdentityProvider,
  DeleteManagedLoginBranding: async () =>
    (await import("./branding/DeleteManagedLoginBranding.ts")).deleteManagedLoginBranding,
  DeleteResourceServer: async () => (await import("./resource-servers/DeleteResourceServer.ts")).deleteResourceServer,
  DeleteTerms: async () => (await import("./terms/DeleteTerms.ts")).deleteTerms,
  DeleteUser: async () => (await import("./users/DeleteUser.ts")).deleteUser,
  DeleteUserAttributes: async () => (await import("./attributes/DeleteUserAttributes.ts")).deleteUserAttributes,
  DeleteUserPool: async () => (await import("./pools/DeleteUserPool.ts")).deleteUserPool,
  DeleteUserPoolClient: async () => (await import("./clients/DeleteUserPoolClient.ts")).deleteUserPoolClient,
  DeleteUserPoolClientSecret: async () =>
    (await import("./clients/DeleteUserPoolClientSecret.ts")).deleteUserPoolClientSecret,
  DeleteUserPoolDomain: async () => (await import("./domains/DeleteUserPoolDomain.ts")).deleteUserPoolDomain,
  DeleteUserPoolReplica: UNSUPPORTED,
  DeleteWebAuthnCredential: async () =>
    (await import("./passkeys/DeleteWebAuthnCredential.ts")).deleteWebAuthnCredential,
  DescribeIdentityProvider: async () =>
    (await import("./identity-providers/DescribeIdentityProvider.ts")).describeIdentityProvider,
  DescribeManagedLoginBranding: async () =>
    (await import("./branding/DescribeManagedLoginBranding.ts")).describeManagedLoginBranding,
  DescribeManagedLoginBrandingByClient: async () =>
    (await import("./branding/DescribeManagedLoginBrandingByClient.ts")).describeManagedLoginBrandingByClient,
  DescribeResourceServer: async () =>
    (await import("./resource-servers/DescribeResourceServer.ts")).describeResourceServer,
  DescribeRiskConfiguration: async () =>
    (await import("./risk/DescribeRiskConfiguration.ts")).describeRiskConfiguration,
  DescribeTerms: async () => (await import("./terms/DescribeTerms.ts")).describeTerms,
  DescribeTermsByClient: async () => (await import("./terms/DescribeTermsByClient.ts")).describeTermsByClient,
  DescribeUserImportJob: async () => (await import("./imports/DescribeUserImportJob.ts")).describeUserImportJob,
  DescribeUserPool: async () => (await import("./pools/DescribeUserPool.ts")).describeUserPool,
  DescribeUserPoolClient: async () => (await import("./clients/DescribeUserPoolClient.ts")).describeUserPoolClient,
  DescribeUserPoolDomain: async () => (await import("./domains/DescribeUserPoolDomain.ts")).describeUserPoolDomain,
  ForgetDevice: async () => (await import("./devices/ForgetDevice.ts")).forgetDevice,
  ForgotPassword: async () => (await import("./passwords/ForgotPassword.ts")).forgotPassword,
  GetCSVHeader: async () => (await import("./imports/GetCSVHeader.ts")).getCSVHeader,
  GetClientToken: async () => (await import("./tokens/GetClientToken.ts")).getClientToken,
  GetDevice: async () => (await import("./devices/GetDevice.ts")).getDevice,
  GetGroup: async () => (await import("./groups/GetGroup.ts")).getGroup,
  GetIdentityProviderByIdentifier: async () =>
    (await import("./identity-providers/GetIdentityProviderByIdentifier.ts")).getIdentityProviderByIdentifier,
  GetLogDeliveryConfiguration: async () =>
    (await import("./log-delivery/GetLogDeliveryConfiguration.ts")).getLogDeliveryConfiguration,
  GetProvisionedLimit: async () => (await import("./limits/GetProvisionedLimit.ts")).getProvisionedLimit,
  GetSigningCertificate: async () => (await import("./tokens/GetSigningCertificate.ts")).getSigningCertificate,
  GetTokensFromRefreshToken: async () =>
    (await import("./tokens/GetTokensFromRefreshToken.ts")).getTokensFromRefreshToken,
  GetUICustomization: async () => (await import("./branding/GetUICustomization.ts")).getUICustomization,
  GetUser: async () => (await import("./users/GetUser.ts")).getUser,
  GetUserAttributeVerificationCode: async () =>
    (await import("./attributes/GetUserAttributeVerificationCode.ts")).getUserAttributeVerificationCode,
  GetUserAuthFactors: async () => (await import("./mfa/GetUserAuthFactors.ts")).getUserAuthFactors,
  GetUserPoolClientSessionConfiguration: async () =>
    (await import("./sessions/GetUserPoolClientSessionConfiguration.ts")).getUserPoolClientSessionConfiguration,
  GetUserPoolMfaConfig: async () => (await import("./mfa/GetUserPoolMfaConfig.ts")).getUserPoolMfaConfig,
  GetUserPoolSessionConfiguration: async () =>
    (await import("./sessions/GetUserPoolSessionConfiguration.ts")).getUserPoolSessionConfiguration,
  GlobalSignOut: async () => (await import("./tokens/GlobalSignOut.ts")).globalSignOut,
  InitiateAuth: async () => (await import("./sign-in/InitiateAuth.ts")).initiateAuth,
  ListDevices: async () => (await import("./devices/ListDevices.ts")).listDevices,
  ListGroups: async () => (await import("./groups/ListGroups.ts")).listGroups,
  ListIdentityProviders: async () =>
    (await import("./identity-providers/ListIdentityProviders.ts")).listIdentityProviders,
  ListResourceServers: async () => (await import("./resource-servers/ListResourceServers.ts")).listResourceServers,
  ListTagsForResource: async () => (await import("./tags/ListTagsForResource.ts")).listTagsForResource,
  ListTerms: async () => (await import("./terms/ListTerms.ts")).listTerms,
  ListUserImportJobs: async () => (await import("./imports/ListUserImportJobs.ts")).listUserImportJobs,
  ListUserPoolClientSecrets: async () =>
    (await import("./clients/ListUserPoolClientSecrets.ts")).listUserPoolClientSecrets,
  ListUserPoolClients: async () => (await import("./clients/ListUserPoolClients.ts")).listUserPoolClients,
  ListUserPoolReplicas: UNSUPPORTED,
  ListUserPools: async () => (await import("./pools/ListUserPools.ts")).listUserPools,
  ListUserSessions: async () => (await import("./sessions/ListUserSessions.ts")).listUserSessions,
  ListUsers: async () => (await import("./users/ListUsers.ts")).listUsers,
  ListUsersInGroup: async () => (await import("./groups/ListUsersInGroup.ts")).listUsersInGroup,
  ListWebAuthnCredentials: async () => (await import("./passkeys/ListWebAuthnCredentials.ts")).listWebAuthnCredentials,
  ResendConfirmationCode: async () => (await import("./sign-up/ResendConfirmationCode.ts")).resendConfirmationCode,
  RespondToAuthChallenge: async () => (await import("./sign-in/RespondToAuthChallenge.ts")).respondToAuthChallenge,
  RevokeToken: async () => (await import("./tokens/RevokeToken.ts")).revokeToken,
  RevokeUserSession: async () => (await import("./sessions/RevokeUserSession.ts")).revokeUserSession,
  SetLogDeliveryConfiguration: async () =>
    (await import("./log-delivery/SetLogDeliveryConfiguration.ts")).setLogDeliveryConfiguration,
  SetRiskConfiguration: async () => (await import("./risk/SetRiskConfiguration.ts")).setRiskConfiguration,
  SetUICustomization: async () => (await import("./branding/SetUICustomization.ts")).setUICustomization,
  SetUserMFAPreference: async () => (await import("./mfa/SetUserMFAPreference.ts")).setUserMFAPreference,
  SetUserPoolClientSessionConfiguration: async () =>
    (await import("./sessions/SetUserPoolClientSessionConfiguration.ts")).setUserPoolClientSessionConfiguration,
  SetUserPoolMfaConfig: async () => (await import("./mfa/SetUserPoolMfaConfig.ts")).setUserPoolMfaConfig,
  SetUserPoolSessionConfiguration: async () =>
    (await import("./sessions/SetUserPoolSessionConfiguration.ts")).setUserPoolSessionConfiguration,
  SetUserSettings: async () => (await import("./mfa/SetUserSettings.ts")).setUserSettings,
  SignUp: async () => (await import("./sign-up/SignUp.ts")).signUp,
  StartUserImportJob: async () => (await import("./imports/StartUserImportJob.ts")).startUserImportJob,
  StartWebAuthnRegistration: async () =>
    (await import("./passkeys/StartWebAuthnRegistration.ts")).startWebAuthnRegistration,
  StopUserImportJob: async () => (await import("./imports/StopUserImportJob.ts")).stopUserImportJob,
  TagResource: async () => (await import("./tags/TagResource.ts")).tagResource,
  UntagResource: async () => (await import("./tags/UntagResource.ts")).untagResource,
  UpdateAuthEventFeedback: async () =>
    (await import("./auth-events/UpdateAuthEventFeedback.ts")).updateAuthEventFeedback,
  UpdateDeviceStatus: async () => (await import("./devices/UpdateDeviceStatus.ts")).updateDeviceStatus,
  UpdateGroup: async () => (await import("./groups/UpdateGroup.ts")).updateGroup,
  UpdateIdentityProvider: async () =>
    (await import("./identity-providers/UpdateIdentityProvider.ts")).updateIdentityProvider,
  UpdateManagedLoginBranding: async () =>
    (await import("./branding/UpdateManagedLoginBranding.ts")).updateManagedLoginBranding,
  UpdateProvisionedLimit: async () => (await import("./limits/UpdateProvisionedLimit.ts")).updateProvisionedLimit,
  UpdateResourceServer: async () => (await import("./resource-servers/UpdateResourceServer.ts")).updateResourceServer,
  UpdateTerms: async () => (await import("./terms/UpdateTerms.ts")).updateTerms,
  UpdateUserAttributes: async () => (await import("./attributes/UpdateUserAttributes.ts")).updateUserAttributes,
  UpdateUserPool: async () => (await import("./pools/UpdateUserPool.ts")).updateUserPool,
  UpdateUserPoolClient: async () => (await import("./clients/UpdateUserPoolClient.ts")).updateUserPoolClient,
  UpdateUserPoolDomain: async () => (await import("./domains/UpdateUserPoolDomain.ts")).updateUserPoolDomain,
  UpdateUserPoolReplica: UNSUPPORTED,
  VerifySoftwareToken: async () => (await import("./mfa/VerifySoftwareToken.ts")).verifySoftwareToken,
  VerifyUserAttribute: async () => (await import("./attributes/VerifyUserAttribute.ts")).verifyUserAttribute,
};

const onDemand = (contract: Contract, load: Load<Contract>): Operation => {
  let loading: Promise<Operation> | undefined;
  return { contract, run: async (ctx, input) => (await (loading ??= load())).run(ctx, input) };
};

const implementations: ReadonlyMap<OperationName, Operation> = new Map(
  Object.keys(operations)
    .filter(isOperation)
    .flatMap((name) => {
      const load = operations[name] as Load<Contract> | typeof UNSUPPORTED;
      return load === UNSUPPORTED ? [] : [[name, onDemand(contracts[name], load)] as const];
    }),
);

/** What the server does for an operation; undefined where it is not built. */
export const implementationOf = (name: OperationName): Operation | undefined => implementations.get(name);

/**
 * Loads every operation, one after another, so that requests go on meanwhile: a server that runs for long has the files
 * of one version, whatever is put in their place later, and keeps nobody waiting at an operation's first call.
 */
export const loadOperations = async (): Promise<void> => {
  for (const load of Object.values(operations)) await load?.();
};
