/**
 * For each operation of the API an input with which the right caller gets what was asked for. What it is about is made
 * anew for each, so that one operation's success takes nothing from another's.
 *
 * The type wants every operation: a row is written with the operation, or before it.
 */
import type { ExceptionName } from "../../../src/contracts/exceptions.ts";
import type { OperationName } from "../../../src/contracts/index.ts";
import { createAuthenticator } from "../../../src/testing/authenticator.ts";
import type { WireInput } from "../../../src/testing/call.ts";
import { confirmDevice, makeDevice } from "../../../src/testing/device-client.ts";
import { createJob, csvFor, csvUser, prepareJob } from "../../../src/testing/imports.ts";
import { startRegistration } from "../../../src/testing/passkey-world.ts";
import { makePasskey } from "../../../src/testing/software-authenticator.ts";
import type { Scene } from "./scene.ts";

export type Inputs = {
  readonly [N in OperationName]: (scene: Scene) => WireInput<N> | Promise<WireInput<N>>;
};

const NEW_PASSWORD = "A better password 1!";
const GOOGLE = { client_id: "id", client_secret: "hush", authorize_scopes: "email" };
const ROLE = "arn:aws:iam::000000000000:role/import";
const EVENT = "00000000-0000-4000-8000-000000000000";
const email = (address: string) => [{ Name: "email", Value: address }];
const identity = (subject: string) =>
  ({
    ProviderName: "Google",
    ProviderAttributeName: "Cognito_Subject",
    ProviderAttributeValue: subject,
  }) as const;

const withUser = async (scene: Scene) => ({ ...scene.pool, Username: (await scene.user()).Username });
const withToken = async (scene: Scene) => ({ AccessToken: (await scene.person()).AccessToken });

const withGroup = async ({ call, pool, name }: Scene) => {
  const { Group } = await call.CreateGroup({ ...pool, GroupName: name("group") });
  return { ...pool, GroupName: Group?.GroupName ?? "" };
};

const withMember = async (scene: Scene) => {
  const membership = { ...(await withGroup(scene)), ...(await withUser(scene)) };
  await scene.call.AdminAddUserToGroup(membership);
  return membership;
};

/** In a pool of its own: a pool has one provider of a type. */
const withProvider = async ({ call, newPool }: Scene) => {
  const pool = await newPool();
  await call.CreateIdentityProvider({
    ...pool,
    ProviderName: "Google",
    ProviderType: "Google",
    ProviderDetails: GOOGLE,
    IdpIdentifiers: ["example.com"],
  });
  return { ...pool, ProviderName: "Google" };
};

const withResourceServer = async ({ call, newPool }: Scene) => {
  const server = { ...(await newPool()), Identifier: "orders", Name: "orders" };
  await call.CreateResourceServer(server);
  return server;
};

const withDomain = async ({ call, newPool, name }: Scene) => {
  const domain = { ...(await newPool()), Domain: name("people-") };
  await call.CreateUserPoolDomain(domain);
  return domain;
};

/** In a pool of its own: a pool has few of them. */
const inNewPool = async ({ call, newPool }: Scene) => {
  const pool = await newPool();
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "app" });
  return { ...pool, ClientId: UserPoolClient?.ClientId ?? "" };
};

const newStyle = async (scene: Scene) => ({ ...(await inNewPool(scene)), UseCognitoProvidedValues: true });

const withStyle = async (scene: Scene) => {
  const input = await newStyle(scene);
  const { UserPoolId, ClientId } = input;
  const { ManagedLoginBranding } = await scene.call.CreateManagedLoginBranding(input);
  return {
    owner: { UserPoolId, ClientId },
    style: { UserPoolId, ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId ?? "" },
  };
};

const newTerms = async (scene: Scene) =>
  ({
    ...(await inNewPool(scene)),
    TermsName: "terms-of-use",
    TermsSource: "LINK",
    Enforcement: "NONE",
    Links: { "cognito:default": "https://example.com/terms" },
  }) as const;

const withTerms = async (scene: Scene) => {
  const input = await newTerms(scene);
  const { UserPoolId, ClientId, TermsName } = input;
  const { Terms } = await scene.call.CreateTerms(input);
  return { owner: { UserPoolId, ClientId, TermsName }, terms: { UserPoolId, TermsId: Terms?.TermsId ?? "" } };
};

const withDevice = async (scene: Scene) => {
  const person = await scene.person();
  const { DeviceKey } = await confirmDevice(scene.world, person.step);
  return { person, DeviceKey };
};

const withSession = async (scene: Scene) => {
  const person = await scene.person();
  const { Sessions = [] } = await scene.call.AdminListUserSessions({ ...scene.pool, Username: person.Username });
  return { person, SessionId: Sessions[0]?.SessionId ?? "" };
};

const withSecret = async ({ call, pool, newClient }: Scene) => {
  const client = { ...pool, ...(await newClient({ GenerateSecret: true })) };
  const { ClientSecretDescriptor } = await call.AddUserPoolClientSecret(client);
  return { ...client, ClientSecretId: ClientSecretDescriptor?.ClientSecretId ?? "" };
};

/** Somebody who has signed up and not confirmed, with the code that was sent. */
const withSignUp = async ({ call, confidential, name, world }: Scene) => {
  const Username = name("new");
  const own = { ClientId: confidential.ClientId, SecretHash: confidential.hash(Username), Username };
  await call.SignUp({ ...own, Password: NEW_PASSWORD, UserAttributes: email(`${Username}@example.com`) });
  return { own, ConfirmationCode: world.inbox.latest(`${Username}@example.com`).code };
};

/** Somebody who has to choose a password. */
const withTemporaryPassword = async ({ call, pool, name }: Scene) => {
  const Username = name("temporary");
  await call.AdminCreateUser({ ...pool, Username, TemporaryPassword: NEW_PASSWORD, MessageAction: "SUPPRESS" });
  return Username;
};

const withApp = async (scene: Scene) => {
  const { AccessToken, Username } = await scene.person();
  const { SecretCode } = await scene.call.AssociateSoftwareToken({ AccessToken });
  const UserCode = createAuthenticator(SecretCode, scene.world.clock).code();
  return { AccessToken, Username, UserCode };
};

const withPasskey = async (scene: Scene) => {
  const token = await withToken(scene);
  const { passkey, document } = makePasskey(await startRegistration(scene.world, token));
  return { token, Credential: document, CredentialId: passkey.credentialId };
};

const tagged = async (scene: Scene) => {
  const { UserPoolId } = await scene.newPool({ UserPoolTags: { team: "orders" } });
  return { ResourceArn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}` };
};

export const inputs: Inputs = {
  AddCustomAttributes: async ({ newPool }) => ({
    ...(await newPool()),
    CustomAttributes: [{ Name: "badge", AttributeDataType: "String" }],
  }),
  AddUserPoolClientSecret: async ({ pool, newClient }) => ({
    ...pool,
    ...(await newClient({ GenerateSecret: true })),
  }),
  AdminAddUserToGroup: async (scene) => ({ ...(await withGroup(scene)), ...(await withUser(scene)) }),
  AdminConfirmSignUp: async (scene) => ({ ...scene.pool, Username: (await withSignUp(scene)).own.Username }),
  AdminCreateUser: ({ pool, name }) => ({ ...pool, Username: name("made"), MessageAction: "SUPPRESS" }),
  AdminDeleteSoftwareToken: async (scene) => {
    const { AccessToken, Username, UserCode } = await withApp(scene);
    await scene.call.VerifySoftwareToken({ AccessToken, UserCode });
    return { ...scene.pool, Username };
  },
  AdminDeleteUser: withUser,
  AdminDeleteUserAttributes: async (scene) => {
    const user = await withUser(scene);
    await scene.call.AdminUpdateUserAttributes({ ...user, UserAttributes: [{ Name: "nickname", Value: "Ada" }] });
    return { ...user, UserAttributeNames: ["nickname"] };
  },
  AdminDisableProviderForUser: async (scene) => {
    const { UserPoolId, Username } = await withUser(scene);
    const subject = scene.name("subject");
    await scene.call.AdminLinkProviderForUser({
      UserPoolId,
      DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: Username },
      SourceUser: identity(subject),
    });
    return { UserPoolId, User: identity(subject) };
  },
  AdminDisableUser: withUser,
  AdminEnableUser: async (scene) => {
    const user = await withUser(scene);
    await scene.call.AdminDisableUser(user);
    return user;
  },
  AdminForgetDevice: async (scene) => {
    const { person, DeviceKey } = await withDevice(scene);
    return { ...scene.pool, Username: person.Username, DeviceKey };
  },
  AdminGetDevice: async (scene) => {
    const { person, DeviceKey } = await withDevice(scene);
    return { ...scene.pool, Username: person.Username, DeviceKey };
  },
  AdminGetUser: withUser,
  AdminGetUserAuthFactors: withUser,
  AdminInitiateAuth: async ({ pool, client, user }) => {
    const { Username, Password } = await user();
    return {
      ...pool,
      ...client,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    };
  },
  AdminLinkProviderForUser: async (scene) => {
    const { UserPoolId, Username } = await withUser(scene);
    return {
      UserPoolId,
      DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: Username },
      SourceUser: identity(scene.name("subject")),
    };
  },
  AdminListDevices: withUser,
  AdminListGroupsForUser: withUser,
  AdminListUserAuthEvents: withUser,
  AdminListUserSessions: withUser,
  AdminRemoveUserFromGroup: withMember,
  AdminResetUserPassword: withUser,
  AdminRespondToAuthChallenge: async (scene) => {
    const USERNAME = await withTemporaryPassword(scene);
    const at = { ...scene.pool, ...scene.client };
    const { Session } = await scene.call.AdminInitiateAuth({
      ...at,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD: NEW_PASSWORD },
    });
    const ChallengeResponses = { USERNAME, NEW_PASSWORD: "Another password 1!" };
    return { ...at, ChallengeName: "NEW_PASSWORD_REQUIRED", Session, ChallengeResponses };
  },
  AdminRevokeUserSession: async (scene) => {
    const { person, SessionId } = await withSession(scene);
    return { ...scene.pool, Username: person.Username, SessionId };
  },
  AdminSetUserMFAPreference: async (scene) => ({
    ...(await withUser(scene)),
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  }),
  AdminSetUserPassword: async (scene) => ({ ...(await withUser(scene)), Password: NEW_PASSWORD, Permanent: true }),
  AdminSetUserSettings: async (scene) => {
    const user = await withUser(scene);
    await scene.call.AdminUpdateUserAttributes({
      ...user,
      UserAttributes: [{ Name: "phone_number", Value: "+12065550100" }],
    });
    return { ...user, MFAOptions: [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }] };
  },
  AdminUpdateAuthEventFeedback: async (scene) => {
    const { Username } = await scene.person();
    const { AuthEvents = [] } = await scene.call.AdminListUserAuthEvents({ ...scene.pool, Username });
    return { ...scene.pool, Username, EventId: AuthEvents[0]?.EventId ?? "", FeedbackValue: "Valid" };
  },
  AdminUpdateDeviceStatus: async (scene) => {
    const { person, DeviceKey } = await withDevice(scene);
    return { ...scene.pool, Username: person.Username, DeviceKey, DeviceRememberedStatus: "remembered" };
  },
  AdminUpdateUserAttributes: async (scene) => ({
    ...(await withUser(scene)),
    UserAttributes: email("new@example.com"),
  }),
  AdminUserGlobalSignOut: async (scene) => ({ ...scene.pool, Username: (await scene.person()).Username }),
  AssociateSoftwareToken: withToken,
  ChangePassword: async ({ person }) => {
    const { AccessToken, Password } = await person();
    return { AccessToken, PreviousPassword: Password, ProposedPassword: NEW_PASSWORD };
  },
  CompleteWebAuthnRegistration: async (scene) => {
    const { token, Credential } = await withPasskey(scene);
    return { ...token, Credential };
  },
  ConfirmDevice: async ({ person }) => {
    const { AccessToken, step } = await person();
    const { DeviceKey, DeviceSecretVerifierConfig } = await makeDevice(step);
    return { AccessToken, DeviceKey, DeviceSecretVerifierConfig };
  },
  ConfirmForgotPassword: async ({ call, confidential, user, world }) => {
    const { Username } = await user();
    const own = { ClientId: confidential.ClientId, SecretHash: confidential.hash(Username), Username };
    await call.ForgotPassword(own);
    const ConfirmationCode = world.inbox.latest(`${Username}@example.com`).code;
    return { ...own, ConfirmationCode, Password: NEW_PASSWORD };
  },
  ConfirmSignUp: async (scene) => {
    const { own, ConfirmationCode } = await withSignUp(scene);
    return { ...own, ConfirmationCode };
  },
  CreateGroup: ({ pool, name }) => ({ ...pool, GroupName: name("group") }),
  CreateIdentityProvider: async ({ newPool }) => ({
    ...(await newPool()),
    ProviderName: "Google",
    ProviderType: "Google",
    ProviderDetails: GOOGLE,
  }),
  CreateManagedLoginBranding: newStyle,
  CreateResourceServer: ({ pool, name }) => ({ ...pool, Identifier: name("api"), Name: "orders" }),
  CreateTerms: newTerms,
  CreateUserImportJob: ({ pool, name }) => ({ ...pool, JobName: name("job"), CloudWatchLogsRoleArn: ROLE }),
  CreateUserPool: ({ name }) => ({ PoolName: name("pool") }),
  CreateUserPoolClient: ({ pool, name }) => ({ ...pool, ClientName: name("app") }),
  CreateUserPoolDomain: async ({ newPool, name }) => ({ ...(await newPool()), Domain: name("people-") }),
  CreateUserPoolReplica: ({ pool }) => ({ ...pool, RegionName: "eu-west-1" }),
  DeleteGroup: withGroup,
  DeleteIdentityProvider: withProvider,
  DeleteManagedLoginBranding: async (scene) => (await withStyle(scene)).style,
  DeleteResourceServer: withResourceServer,
  DeleteTerms: async (scene) => (await withTerms(scene)).terms,
  DeleteUser: withToken,
  DeleteUserAttributes: async (scene) => {
    const token = await withToken(scene);
    await scene.call.UpdateUserAttributes({ ...token, UserAttributes: [{ Name: "nickname", Value: "Ada" }] });
    return { ...token, UserAttributeNames: ["nickname"] };
  },
  DeleteUserPool: ({ newPool }) => newPool(),
  DeleteUserPoolClient: async ({ pool, newClient }) => ({ ...pool, ...(await newClient()) }),
  DeleteUserPoolClientSecret: withSecret,
  DeleteUserPoolDomain: withDomain,
  DeleteUserPoolReplica: ({ pool }) => ({ ...pool, RegionName: "eu-west-1" }),
  DeleteWebAuthnCredential: async (scene) => {
    const { token, Credential, CredentialId } = await withPasskey(scene);
    await scene.call.CompleteWebAuthnRegistration({ ...token, Credential });
    return { ...token, CredentialId };
  },
  DescribeIdentityProvider: withProvider,
  DescribeManagedLoginBranding: async (scene) => (await withStyle(scene)).style,
  DescribeManagedLoginBrandingByClient: async (scene) => (await withStyle(scene)).owner,
  DescribeResourceServer: withResourceServer,
  DescribeRiskConfiguration: ({ pool }) => pool,
  DescribeTerms: async (scene) => (await withTerms(scene)).terms,
  DescribeTermsByClient: async (scene) => (await withTerms(scene)).owner,
  DescribeUserImportJob: ({ world }) => createJob(world),
  DescribeUserPool: ({ pool }) => pool,
  DescribeUserPoolClient: ({ pool, client }) => ({ ...pool, ...client }),
  DescribeUserPoolDomain: async (scene) => ({ Domain: (await withDomain(scene)).Domain }),
  ForgetDevice: async (scene) => {
    const { person, DeviceKey } = await withDevice(scene);
    return { AccessToken: person.AccessToken, DeviceKey };
  },
  ForgotPassword: async ({ confidential, user }) => {
    const { Username } = await user();
    return { ClientId: confidential.ClientId, SecretHash: confidential.hash(Username), Username };
  },
  GetCSVHeader: ({ pool }) => pool,
  GetClientToken: async ({ call, pool, newClient, name }) => {
    const Identifier = name("api");
    const Scopes = [{ ScopeName: "read", ScopeDescription: "read" }];
    await call.CreateResourceServer({ ...pool, Identifier, Name: "orders", Scopes });
    const machine = await newClient({
      GenerateSecret: true,
      ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH"],
      AllowedOAuthScopes: [`${Identifier}/read`],
    });
    const { UserPoolClient } = await call.DescribeUserPoolClient({ ...pool, ...machine });
    return { ...machine, Secret: UserPoolClient?.ClientSecret ?? "" };
  },
  GetDevice: async (scene) => {
    const { person, DeviceKey } = await withDevice(scene);
    return { AccessToken: person.AccessToken, DeviceKey };
  },
  GetGroup: withGroup,
  GetIdentityProviderByIdentifier: async (scene) => ({
    ...(await withProvider(scene)),
    IdpIdentifier: "example.com",
  }),
  GetLogDeliveryConfiguration: ({ pool }) => pool,
  GetProvisionedLimit: () => ({
    LimitDefinition: { LimitClass: "API_CATEGORY", Attributes: { Category: "UserAuthentication" } },
  }),
  GetSigningCertificate: ({ pool }) => pool,
  GetTokensFromRefreshToken: async (scene) => {
    const { ClientId, ClientSecret } = scene.confidential;
    return { ClientId, ClientSecret, RefreshToken: await confidentialRefreshToken(scene) };
  },
  GetUICustomization: ({ pool }) => pool,
  GetUser: withToken,
  GetUserAttributeVerificationCode: async (scene) => ({ ...(await withToken(scene)), AttributeName: "email" }),
  GetUserAuthFactors: withToken,
  GetUserPoolClientSessionConfiguration: ({ pool, client }) => ({ ...pool, ...client }),
  GetUserPoolMfaConfig: ({ pool }) => pool,
  GetUserPoolSessionConfiguration: ({ pool }) => pool,
  GlobalSignOut: withToken,
  InitiateAuth: async ({ confidential, user }) => {
    const { Username, Password } = await user();
    return {
      ClientId: confidential.ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password, SECRET_HASH: confidential.hash(Username) },
    };
  },
  ListDevices: withToken,
  ListGroups: ({ pool }) => pool,
  ListIdentityProviders: ({ pool }) => pool,
  ListResourceServers: ({ pool }) => pool,
  ListTagsForResource: tagged,
  ListTerms: ({ pool }) => pool,
  ListUserImportJobs: ({ pool }) => ({ ...pool, MaxResults: 10 }),
  ListUserPoolClientSecrets: ({ pool, client }) => ({ ...pool, ...client }),
  ListUserPoolClients: ({ pool }) => pool,
  ListUserPoolReplicas: ({ pool }) => pool,
  ListUserPools: () => ({ MaxResults: 10 }),
  ListUserSessions: withToken,
  ListUsers: ({ pool }) => pool,
  ListUsersInGroup: withGroup,
  ListWebAuthnCredentials: withToken,
  ResendConfirmationCode: async (scene) => (await withSignUp(scene)).own,
  RespondToAuthChallenge: async (scene) => {
    const USERNAME = await withTemporaryPassword(scene);
    const { ClientId, hash } = scene.confidential;
    const SECRET_HASH = hash(USERNAME);
    const { Session } = await scene.call.InitiateAuth({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD: NEW_PASSWORD, SECRET_HASH },
    });
    const ChallengeResponses = { USERNAME, NEW_PASSWORD: "Another password 1!", SECRET_HASH };
    return { ClientId, ChallengeName: "NEW_PASSWORD_REQUIRED", Session, ChallengeResponses };
  },
  RevokeToken: async (scene) => {
    const { ClientId, ClientSecret } = scene.confidential;
    return { ClientId, ClientSecret, Token: await confidentialRefreshToken(scene) };
  },
  RevokeUserSession: async (scene) => {
    const { person, SessionId } = await withSession(scene);
    const { AccessToken } = await scene.person(person);
    return { AccessToken, SessionId };
  },
  SetLogDeliveryConfiguration: ({ pool }) => ({
    ...pool,
    LogConfigurations: [
      {
        EventSource: "userNotification",
        LogLevel: "ERROR",
        CloudWatchLogsConfiguration: { LogGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:people" },
      },
    ],
  }),
  SetRiskConfiguration: ({ pool }) => ({
    ...pool,
    CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "NO_ACTION" } },
  }),
  SetUICustomization: async ({ newPool, call, name }) => {
    const pool = await newPool();
    await call.CreateUserPoolDomain({ ...pool, Domain: name("people-") });
    return { ...pool, CSS: ".label-customizable {font-weight: 400;}" };
  },
  SetUserMFAPreference: async (scene) => ({
    ...(await withToken(scene)),
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  }),
  SetUserPoolClientSessionConfiguration: ({ pool, client }) => ({
    ...pool,
    ...client,
    SSOSession: { MaxValidityMinutes: 60 },
  }),
  SetUserPoolMfaConfig: async ({ newPool }) => ({
    ...(await newPool()),
    MfaConfiguration: "OPTIONAL",
    SoftwareTokenMfaConfiguration: { Enabled: true },
  }),
  SetUserPoolSessionConfiguration: async ({ newPool }) => ({
    ...(await newPool()),
    UserSessionTracking: "ENABLED",
    TokenSession: { MaxPerUser: 5 },
  }),
  SetUserSettings: async (scene) => {
    const { AccessToken, Username } = await scene.person();
    await scene.call.AdminUpdateUserAttributes({
      ...scene.pool,
      Username,
      UserAttributes: [{ Name: "phone_number", Value: "+12065550100" }],
    });
    return { AccessToken, MFAOptions: [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }] };
  },
  SignUp: ({ confidential, name }) => {
    const Username = name("new");
    return {
      ClientId: confidential.ClientId,
      SecretHash: confidential.hash(Username),
      Username,
      Password: NEW_PASSWORD,
      UserAttributes: email(`${Username}@example.com`),
    };
  },
  StartUserImportJob: async ({ world, newPool, name }) => {
    const pool = await newPool({ AutoVerifiedAttributes: ["email"] });
    return prepareJob(world, await csvFor(world, [csvUser(name("imported"))], pool.UserPoolId), pool);
  },
  StartWebAuthnRegistration: withToken,
  StopUserImportJob: ({ world }) => createJob(world),
  TagResource: async (scene) => ({ ...(await tagged(scene)), Tags: { team: "people" } }),
  UntagResource: async (scene) => ({ ...(await tagged(scene)), TagKeys: ["team"] }),
  UpdateAuthEventFeedback: async (scene) => ({
    ...(await withUser(scene)),
    EventId: EVENT,
    FeedbackToken: "token",
    FeedbackValue: "Valid",
  }),
  UpdateDeviceStatus: async (scene) => {
    const { person, DeviceKey } = await withDevice(scene);
    return { AccessToken: person.AccessToken, DeviceKey, DeviceRememberedStatus: "remembered" };
  },
  UpdateGroup: async (scene) => ({ ...(await withGroup(scene)), Description: "orders" }),
  UpdateIdentityProvider: async (scene) => ({
    ...(await withProvider(scene)),
    AttributeMapping: { email: "email" },
  }),
  UpdateManagedLoginBranding: async (scene) => (await withStyle(scene)).style,
  UpdateProvisionedLimit: () => ({
    LimitDefinition: { LimitClass: "API_CATEGORY", Attributes: { Category: "UserAuthentication" } },
    RequestedLimitValue: 1_000,
  }),
  UpdateResourceServer: async (scene) => ({ ...(await withResourceServer(scene)), Name: "orders of today" }),
  UpdateTerms: async (scene) => (await withTerms(scene)).terms,
  UpdateUserAttributes: async (scene) => ({
    ...(await withToken(scene)),
    UserAttributes: [{ Name: "nickname", Value: "Ada" }],
  }),
  UpdateUserPool: async ({ newPool }) => ({ ...(await newPool()), DeletionProtection: "ACTIVE" }),
  UpdateUserPoolClient: async ({ pool, newClient }) => ({ ...pool, ...(await newClient()), ClientName: "renamed" }),
  UpdateUserPoolDomain: async (scene) => ({ ...(await withDomain(scene)), ManagedLoginVersion: 2 }),
  UpdateUserPoolReplica: ({ pool }) => ({ ...pool, RegionName: "eu-west-1", Status: "ACTIVE" }),
  VerifySoftwareToken: async (scene) => {
    const { AccessToken, UserCode } = await withApp(scene);
    return { AccessToken, UserCode };
  },
  VerifyUserAttribute: async (scene) => {
    const { AccessToken, Username } = await scene.person();
    await scene.call.GetUserAttributeVerificationCode({ AccessToken, AttributeName: "email" });
    const Code = scene.world.inbox.latest(`${Username}@example.com`).code;
    return { AccessToken, AttributeName: "email", Code };
  },
};

/** The refresh token of a user of the application with a secret. */
const confidentialRefreshToken = async ({ call, confidential, user }: Scene): Promise<string> => {
  const { Username, Password } = await user();
  const { AuthenticationResult } = await call.InitiateAuth({
    ClientId: confidential.ClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD: Password, SECRET_HASH: confidential.hash(Username) },
  });
  return AuthenticationResult?.RefreshToken ?? "";
};

/** Operations whose input means nothing here: what they answer the right caller, behind the door. */
export const refusedInside: Readonly<Partial<Record<OperationName, ExceptionName>>> = {
  // A job that is still running when it is asked for is a race.
  StopUserImportJob: "PreconditionNotMetException",
};
