/**
 * What the server does, by operation. One that is not built yet says so here; one that is missing does not compile.
 */
import type { contracts, OperationName } from "../contracts/index.ts";
import type { Operation } from "../runtime/operation.ts";
import { addCustomAttributes } from "./attributes/AddCustomAttributes.ts";
import { adminDeleteUserAttributes } from "./attributes/AdminDeleteUserAttributes.ts";
import { adminUpdateUserAttributes } from "./attributes/AdminUpdateUserAttributes.ts";
import { deleteUserAttributes } from "./attributes/DeleteUserAttributes.ts";
import { getUserAttributeVerificationCode } from "./attributes/GetUserAttributeVerificationCode.ts";
import { updateUserAttributes } from "./attributes/UpdateUserAttributes.ts";
import { verifyUserAttribute } from "./attributes/VerifyUserAttribute.ts";
import { adminListUserAuthEvents } from "./auth-events/AdminListUserAuthEvents.ts";
import { adminUpdateAuthEventFeedback } from "./auth-events/AdminUpdateAuthEventFeedback.ts";
import { updateAuthEventFeedback } from "./auth-events/UpdateAuthEventFeedback.ts";
import { createManagedLoginBranding } from "./branding/CreateManagedLoginBranding.ts";
import { deleteManagedLoginBranding } from "./branding/DeleteManagedLoginBranding.ts";
import { describeManagedLoginBranding } from "./branding/DescribeManagedLoginBranding.ts";
import { describeManagedLoginBrandingByClient } from "./branding/DescribeManagedLoginBrandingByClient.ts";
import { getUICustomization } from "./branding/GetUICustomization.ts";
import { setUICustomization } from "./branding/SetUICustomization.ts";
import { updateManagedLoginBranding } from "./branding/UpdateManagedLoginBranding.ts";
import { addUserPoolClientSecret } from "./clients/AddUserPoolClientSecret.ts";
import { createUserPoolClient } from "./clients/CreateUserPoolClient.ts";
import { deleteUserPoolClient } from "./clients/DeleteUserPoolClient.ts";
import { deleteUserPoolClientSecret } from "./clients/DeleteUserPoolClientSecret.ts";
import { describeUserPoolClient } from "./clients/DescribeUserPoolClient.ts";
import { listUserPoolClientSecrets } from "./clients/ListUserPoolClientSecrets.ts";
import { listUserPoolClients } from "./clients/ListUserPoolClients.ts";
import { updateUserPoolClient } from "./clients/UpdateUserPoolClient.ts";
import { adminForgetDevice } from "./devices/AdminForgetDevice.ts";
import { adminGetDevice } from "./devices/AdminGetDevice.ts";
import { adminListDevices } from "./devices/AdminListDevices.ts";
import { adminUpdateDeviceStatus } from "./devices/AdminUpdateDeviceStatus.ts";
import { confirmDevice } from "./devices/ConfirmDevice.ts";
import { forgetDevice } from "./devices/ForgetDevice.ts";
import { getDevice } from "./devices/GetDevice.ts";
import { listDevices } from "./devices/ListDevices.ts";
import { updateDeviceStatus } from "./devices/UpdateDeviceStatus.ts";
import { createUserPoolDomain } from "./domains/CreateUserPoolDomain.ts";
import { deleteUserPoolDomain } from "./domains/DeleteUserPoolDomain.ts";
import { describeUserPoolDomain } from "./domains/DescribeUserPoolDomain.ts";
import { updateUserPoolDomain } from "./domains/UpdateUserPoolDomain.ts";
import { adminAddUserToGroup } from "./groups/AdminAddUserToGroup.ts";
import { adminListGroupsForUser } from "./groups/AdminListGroupsForUser.ts";
import { adminRemoveUserFromGroup } from "./groups/AdminRemoveUserFromGroup.ts";
import { createGroup } from "./groups/CreateGroup.ts";
import { deleteGroup } from "./groups/DeleteGroup.ts";
import { getGroup } from "./groups/GetGroup.ts";
import { listGroups } from "./groups/ListGroups.ts";
import { listUsersInGroup } from "./groups/ListUsersInGroup.ts";
import { updateGroup } from "./groups/UpdateGroup.ts";
import { adminDisableProviderForUser } from "./identity-providers/AdminDisableProviderForUser.ts";
import { createIdentityProvider } from "./identity-providers/CreateIdentityProvider.ts";
import { deleteIdentityProvider } from "./identity-providers/DeleteIdentityProvider.ts";
import { describeIdentityProvider } from "./identity-providers/DescribeIdentityProvider.ts";
import { getIdentityProviderByIdentifier } from "./identity-providers/GetIdentityProviderByIdentifier.ts";
import { listIdentityProviders } from "./identity-providers/ListIdentityProviders.ts";
import { updateIdentityProvider } from "./identity-providers/UpdateIdentityProvider.ts";
import { adminLinkProviderForUser } from "./identity-providers/AdminLinkProviderForUser.ts";
import { getProvisionedLimit } from "./limits/GetProvisionedLimit.ts";
import { updateProvisionedLimit } from "./limits/UpdateProvisionedLimit.ts";
import { createUserImportJob } from "./imports/CreateUserImportJob.ts";
import { describeUserImportJob } from "./imports/DescribeUserImportJob.ts";
import { getCSVHeader } from "./imports/GetCSVHeader.ts";
import { listUserImportJobs } from "./imports/ListUserImportJobs.ts";
import { startUserImportJob } from "./imports/StartUserImportJob.ts";
import { stopUserImportJob } from "./imports/StopUserImportJob.ts";
import { adminDeleteSoftwareToken } from "./mfa/AdminDeleteSoftwareToken.ts";
import { adminGetUserAuthFactors } from "./mfa/AdminGetUserAuthFactors.ts";
import { adminSetUserMFAPreference } from "./mfa/AdminSetUserMFAPreference.ts";
import { adminSetUserSettings } from "./mfa/AdminSetUserSettings.ts";
import { associateSoftwareToken } from "./mfa/AssociateSoftwareToken.ts";
import { getUserAuthFactors } from "./mfa/GetUserAuthFactors.ts";
import { getLogDeliveryConfiguration } from "./log-delivery/GetLogDeliveryConfiguration.ts";
import { setLogDeliveryConfiguration } from "./log-delivery/SetLogDeliveryConfiguration.ts";
import { getUserPoolMfaConfig } from "./mfa/GetUserPoolMfaConfig.ts";
import { setUserMFAPreference } from "./mfa/SetUserMFAPreference.ts";
import { setUserPoolMfaConfig } from "./mfa/SetUserPoolMfaConfig.ts";
import { setUserSettings } from "./mfa/SetUserSettings.ts";
import { verifySoftwareToken } from "./mfa/VerifySoftwareToken.ts";
import { completeWebAuthnRegistration } from "./passkeys/CompleteWebAuthnRegistration.ts";
import { deleteWebAuthnCredential } from "./passkeys/DeleteWebAuthnCredential.ts";
import { listWebAuthnCredentials } from "./passkeys/ListWebAuthnCredentials.ts";
import { startWebAuthnRegistration } from "./passkeys/StartWebAuthnRegistration.ts";
import { adminResetUserPassword } from "./passwords/AdminResetUserPassword.ts";
import { adminSetUserPassword } from "./passwords/AdminSetUserPassword.ts";
import { changePassword } from "./passwords/ChangePassword.ts";
import { confirmForgotPassword } from "./passwords/ConfirmForgotPassword.ts";
import { forgotPassword } from "./passwords/ForgotPassword.ts";
import { createUserPool } from "./pools/CreateUserPool.ts";
import { deleteUserPool } from "./pools/DeleteUserPool.ts";
import { describeUserPool } from "./pools/DescribeUserPool.ts";
import { listUserPools } from "./pools/ListUserPools.ts";
import { updateUserPool } from "./pools/UpdateUserPool.ts";
import { createResourceServer } from "./resource-servers/CreateResourceServer.ts";
import { deleteResourceServer } from "./resource-servers/DeleteResourceServer.ts";
import { describeResourceServer } from "./resource-servers/DescribeResourceServer.ts";
import { listResourceServers } from "./resource-servers/ListResourceServers.ts";
import { updateResourceServer } from "./resource-servers/UpdateResourceServer.ts";
import { describeRiskConfiguration } from "./risk/DescribeRiskConfiguration.ts";
import { setRiskConfiguration } from "./risk/SetRiskConfiguration.ts";
import { adminListUserSessions } from "./sessions/AdminListUserSessions.ts";
import { adminRevokeUserSession } from "./sessions/AdminRevokeUserSession.ts";
import { getUserPoolClientSessionConfiguration } from "./sessions/GetUserPoolClientSessionConfiguration.ts";
import { getUserPoolSessionConfiguration } from "./sessions/GetUserPoolSessionConfiguration.ts";
import { listUserSessions } from "./sessions/ListUserSessions.ts";
import { revokeUserSession } from "./sessions/RevokeUserSession.ts";
import { setUserPoolClientSessionConfiguration } from "./sessions/SetUserPoolClientSessionConfiguration.ts";
import { setUserPoolSessionConfiguration } from "./sessions/SetUserPoolSessionConfiguration.ts";
import { adminInitiateAuth } from "./sign-in/AdminInitiateAuth.ts";
import { adminRespondToAuthChallenge } from "./sign-in/AdminRespondToAuthChallenge.ts";
import { initiateAuth } from "./sign-in/InitiateAuth.ts";
import { respondToAuthChallenge } from "./sign-in/RespondToAuthChallenge.ts";
import { adminConfirmSignUp } from "./sign-up/AdminConfirmSignUp.ts";
import { confirmSignUp } from "./sign-up/ConfirmSignUp.ts";
import { resendConfirmationCode } from "./sign-up/ResendConfirmationCode.ts";
import { signUp } from "./sign-up/SignUp.ts";
import { listTagsForResource } from "./tags/ListTagsForResource.ts";
import { tagResource } from "./tags/TagResource.ts";
import { untagResource } from "./tags/UntagResource.ts";
import { createTerms } from "./terms/CreateTerms.ts";
import { deleteTerms } from "./terms/DeleteTerms.ts";
import { describeTerms } from "./terms/DescribeTerms.ts";
import { describeTermsByClient } from "./terms/DescribeTermsByClient.ts";
import { listTerms } from "./terms/ListTerms.ts";
import { updateTerms } from "./terms/UpdateTerms.ts";
import { adminUserGlobalSignOut } from "./tokens/AdminUserGlobalSignOut.ts";
import { getClientToken } from "./tokens/GetClientToken.ts";
import { getSigningCertificate } from "./tokens/GetSigningCertificate.ts";
import { getTokensFromRefreshToken } from "./tokens/GetTokensFromRefreshToken.ts";
import { globalSignOut } from "./tokens/GlobalSignOut.ts";
import { revokeToken } from "./tokens/RevokeToken.ts";
import { adminCreateUser } from "./users/AdminCreateUser.ts";
import { adminDeleteUser } from "./users/AdminDeleteUser.ts";
import { adminDisableUser } from "./users/AdminDisableUser.ts";
import { adminEnableUser } from "./users/AdminEnableUser.ts";
import { adminGetUser } from "./users/AdminGetUser.ts";
import { deleteUser } from "./users/DeleteUser.ts";
import { getUser } from "./users/GetUser.ts";
import { listUsers } from "./users/ListUsers.ts";

/** An operation that is not built: it answers so, before signature and input are looked at. */
export const UNSUPPORTED = null;

/** Every operation of the API. */
export const operations: {
  readonly [Name in OperationName]: Operation<(typeof contracts)[Name]> | typeof UNSUPPORTED;
} = {
  AddCustomAttributes: addCustomAttributes,
  AddUserPoolClientSecret: addUserPoolClientSecret,
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminConfirmSignUp: adminConfirmSignUp,
  AdminCreateUser: adminCreateUser,
  AdminDeleteSoftwareToken: adminDeleteSoftwareToken,
  AdminDeleteUser: adminDeleteUser,
  AdminDeleteUserAttributes: adminDeleteUserAttributes,
  AdminDisableProviderForUser: adminDisableProviderForUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminForgetDevice: adminForgetDevice,
  AdminGetDevice: adminGetDevice,
  AdminGetUser: adminGetUser,
  AdminGetUserAuthFactors: adminGetUserAuthFactors,
  AdminInitiateAuth: adminInitiateAuth,
  AdminLinkProviderForUser: adminLinkProviderForUser,
  AdminListDevices: adminListDevices,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminListUserAuthEvents: adminListUserAuthEvents,
  AdminListUserSessions: adminListUserSessions,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminResetUserPassword: adminResetUserPassword,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminRevokeUserSession: adminRevokeUserSession,
  AdminSetUserMFAPreference: adminSetUserMFAPreference,
  AdminSetUserPassword: adminSetUserPassword,
  AdminSetUserSettings: adminSetUserSettings,
  AdminUpdateAuthEventFeedback: adminUpdateAuthEventFeedback,
  AdminUpdateDeviceStatus: adminUpdateDeviceStatus,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  AssociateSoftwareToken: associateSoftwareToken,
  ChangePassword: changePassword,
  CompleteWebAuthnRegistration: completeWebAuthnRegistration,
  ConfirmDevice: confirmDevice,
  ConfirmForgotPassword: confirmForgotPassword,
  ConfirmSignUp: confirmSignUp,
  CreateGroup: createGroup,
  CreateIdentityProvider: createIdentityProvider,
  CreateManagedLoginBranding: createManagedLoginBranding,
  CreateResourceServer: createResourceServer,
  CreateTerms: createTerms,
  CreateUserImportJob: createUserImportJob,
  CreateUserPool: createUserPool,
  CreateUserPoolClient: createUserPoolClient,
  CreateUserPoolDomain: createUserPoolDomain,
  CreateUserPoolReplica: UNSUPPORTED,
  DeleteGroup: deleteGroup,
  DeleteIdentityProvider: deleteIdentityProvider,
  DeleteManagedLoginBranding: deleteManagedLoginBranding,
  DeleteResourceServer: deleteResourceServer,
  DeleteTerms: deleteTerms,
  DeleteUser: deleteUser,
  DeleteUserAttributes: deleteUserAttributes,
  DeleteUserPool: deleteUserPool,
  DeleteUserPoolClient: deleteUserPoolClient,
  DeleteUserPoolClientSecret: deleteUserPoolClientSecret,
  DeleteUserPoolDomain: deleteUserPoolDomain,
  DeleteUserPoolReplica: UNSUPPORTED,
  DeleteWebAuthnCredential: deleteWebAuthnCredential,
  DescribeIdentityProvider: describeIdentityProvider,
  DescribeManagedLoginBranding: describeManagedLoginBranding,
  DescribeManagedLoginBrandingByClient: describeManagedLoginBrandingByClient,
  DescribeResourceServer: describeResourceServer,
  DescribeRiskConfiguration: describeRiskConfiguration,
  DescribeTerms: describeTerms,
  DescribeTermsByClient: describeTermsByClient,
  DescribeUserImportJob: describeUserImportJob,
  DescribeUserPool: describeUserPool,
  DescribeUserPoolClient: describeUserPoolClient,
  DescribeUserPoolDomain: describeUserPoolDomain,
  ForgetDevice: forgetDevice,
  ForgotPassword: forgotPassword,
  GetCSVHeader: getCSVHeader,
  GetClientToken: getClientToken,
  GetDevice: getDevice,
  GetGroup: getGroup,
  GetIdentityProviderByIdentifier: getIdentityProviderByIdentifier,
  GetLogDeliveryConfiguration: getLogDeliveryConfiguration,
  GetProvisionedLimit: getProvisionedLimit,
  GetSigningCertificate: getSigningCertificate,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUICustomization: getUICustomization,
  GetUser: getUser,
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode,
  GetUserAuthFactors: getUserAuthFactors,
  GetUserPoolClientSessionConfiguration: getUserPoolClientSessionConfiguration,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
  GetUserPoolSessionConfiguration: getUserPoolSessionConfiguration,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  ListDevices: listDevices,
  ListGroups: listGroups,
  ListIdentityProviders: listIdentityProviders,
  ListResourceServers: listResourceServers,
  ListTagsForResource: listTagsForResource,
  ListTerms: listTerms,
  ListUserImportJobs: listUserImportJobs,
  ListUserPoolClientSecrets: listUserPoolClientSecrets,
  ListUserPoolClients: listUserPoolClients,
  ListUserPoolReplicas: UNSUPPORTED,
  ListUserPools: listUserPools,
  ListUserSessions: listUserSessions,
  ListUsers: listUsers,
  ListUsersInGroup: listUsersInGroup,
  ListWebAuthnCredentials: listWebAuthnCredentials,
  ResendConfirmationCode: resendConfirmationCode,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
  RevokeUserSession: revokeUserSession,
  SetLogDeliveryConfiguration: setLogDeliveryConfiguration,
  SetRiskConfiguration: setRiskConfiguration,
  SetUICustomization: setUICustomization,
  SetUserMFAPreference: setUserMFAPreference,
  SetUserPoolClientSessionConfiguration: setUserPoolClientSessionConfiguration,
  SetUserPoolMfaConfig: setUserPoolMfaConfig,
  SetUserPoolSessionConfiguration: setUserPoolSessionConfiguration,
  SetUserSettings: setUserSettings,
  SignUp: signUp,
  StartUserImportJob: startUserImportJob,
  StartWebAuthnRegistration: startWebAuthnRegistration,
  StopUserImportJob: stopUserImportJob,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAuthEventFeedback: updateAuthEventFeedback,
  UpdateDeviceStatus: updateDeviceStatus,
  UpdateGroup: updateGroup,
  UpdateIdentityProvider: updateIdentityProvider,
  UpdateManagedLoginBranding: updateManagedLoginBranding,
  UpdateProvisionedLimit: updateProvisionedLimit,
  UpdateResourceServer: updateResourceServer,
  UpdateTerms: updateTerms,
  UpdateUserAttributes: updateUserAttributes,
  UpdateUserPool: updateUserPool,
  UpdateUserPoolClient: updateUserPoolClient,
  UpdateUserPoolDomain: updateUserPoolDomain,
  UpdateUserPoolReplica: UNSUPPORTED,
  VerifySoftwareToken: verifySoftwareToken,
  VerifyUserAttribute: verifyUserAttribute,
};

/** What the server does for an operation; undefined where it is not built. */
export const implementationOf = (name: OperationName): Operation | undefined =>
  (operations[name] as Operation | typeof UNSUPPORTED) ?? undefined;
