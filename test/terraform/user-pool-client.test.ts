/** aws_cognito_user_pool_client and aws_cognito_managed_user_pool_client. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  paginateListUserPoolClients,
  UpdateUserPoolClientCommand,
  type CognitoIdentityProviderClient,
  type CreateUserPoolClientCommandInput,
  type UserPoolClientType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { World } from "../../src/testing/world.ts";
import { apply, play, unlessGone, type Applied, type Attributes, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

type Client = CreateUserPoolClientCommandInput;

const attributes: Attributes<Client> = {
  UserPoolId: { required: true, forcesNew: true },
  ClientName: { required: true },
  GenerateSecret: { forcesNew: true, unread: true },
  ClientSecret: { computed: true },
  AccessTokenValidity: { computed: true },
  AllowedOAuthFlows: { computed: true },
  AllowedOAuthFlowsUserPoolClient: { computed: true },
  AllowedOAuthScopes: { computed: true },
  AnalyticsConfiguration: { computedMembers: ["RoleArn", "UserDataShared"] },
  AuthSessionValidity: { computed: true },
  CallbackURLs: { computed: true },
  DefaultRedirectURI: { computed: true },
  EnablePropagateAdditionalUserContextData: { computed: true },
  EnableTokenRevocation: { computed: true },
  ExplicitAuthFlows: { computed: true },
  IdTokenValidity: { computed: true },
  LogoutURLs: { computed: true },
  PreventUserExistenceErrors: { computed: true },
  ReadAttributes: { computed: true },
  RefreshTokenRotation: {},
  RefreshTokenValidity: { computed: true },
  SupportedIdentityProviders: { computed: true },
  TokenValidityUnits: { memberDefaults: { AccessToken: "hours", IdToken: "hours", RefreshToken: "days" } },
  WriteAttributes: { computed: true },
};

const DEFAULT_UNITS = { AccessToken: "hours", IdToken: "hours", RefreshToken: "days" } as const;

const isDefaultUnits = (units: Client["TokenValidityUnits"]): boolean =>
  units?.AccessToken === "hours" && units.IdToken === "hours" && units.RefreshToken === "days";

/** What is sent when a client is created and updated. What is there as nothing is sent as nothing, or left out. */
const sent = (planned: Client, emptyLists: "sent" | "left out") => {
  const list = <T>(values: T[] | undefined): T[] | undefined =>
    values === undefined || (values.length === 0 && emptyLists === "left out") ? undefined : values;
  const { ApplicationArn, ...byId } = planned.AnalyticsConfiguration ?? {};
  return {
    UserPoolId: planned.UserPoolId,
    ClientName: planned.ClientName,
    AccessTokenValidity: planned.AccessTokenValidity || undefined,
    AllowedOAuthFlows: list(planned.AllowedOAuthFlows),
    AllowedOAuthFlowsUserPoolClient: planned.AllowedOAuthFlowsUserPoolClient || undefined,
    AllowedOAuthScopes: list(planned.AllowedOAuthScopes),
    // Of what is named by its ARN the role is known only afterwards.
    AnalyticsConfiguration:
      planned.AnalyticsConfiguration && (ApplicationArn === undefined ? byId : { ApplicationArn }),
    AuthSessionValidity: planned.AuthSessionValidity,
    CallbackURLs: list(planned.CallbackURLs),
    DefaultRedirectURI: planned.DefaultRedirectURI || undefined,
    EnablePropagateAdditionalUserContextData: planned.EnablePropagateAdditionalUserContextData,
    EnableTokenRevocation: planned.EnableTokenRevocation,
    ExplicitAuthFlows: list(planned.ExplicitAuthFlows),
    IdTokenValidity: planned.IdTokenValidity || undefined,
    LogoutURLs: list(planned.LogoutURLs),
    PreventUserExistenceErrors: planned.PreventUserExistenceErrors,
    ReadAttributes: list(planned.ReadAttributes),
    RefreshTokenRotation: planned.RefreshTokenRotation,
    RefreshTokenValidity: planned.RefreshTokenValidity || undefined,
    SupportedIdentityProviders: list(planned.SupportedIdentityProviders),
    TokenValidityUnits: planned.TokenValidityUnits,
    WriteAttributes: list(planned.WriteAttributes),
  };
};

/** What the provider keeps of a client: where nothing is shown, some members are known as 0, "" or empty. */
const known = (client: UserPoolClientType, prior: Client | undefined): Client => {
  const analytics = client.AnalyticsConfiguration;
  const units = client.TokenValidityUnits;
  return {
    UserPoolId: client.UserPoolId,
    ClientName: client.ClientName,
    ClientSecret: client.ClientSecret ?? "",
    AccessTokenValidity: client.AccessTokenValidity ?? 0,
    AllowedOAuthFlows: client.AllowedOAuthFlows ?? [],
    AllowedOAuthFlowsUserPoolClient: client.AllowedOAuthFlowsUserPoolClient,
    AllowedOAuthScopes: client.AllowedOAuthScopes ?? [],
    AnalyticsConfiguration: analytics && { ...analytics, UserDataShared: analytics.UserDataShared ?? false },
    AuthSessionValidity: client.AuthSessionValidity,
    CallbackURLs: client.CallbackURLs ?? [],
    DefaultRedirectURI: client.DefaultRedirectURI ?? "",
    EnablePropagateAdditionalUserContextData: client.EnablePropagateAdditionalUserContextData,
    EnableTokenRevocation: client.EnableTokenRevocation,
    ExplicitAuthFlows: client.ExplicitAuthFlows ?? [],
    IdTokenValidity: client.IdTokenValidity ?? 0,
    LogoutURLs: client.LogoutURLs ?? [],
    PreventUserExistenceErrors: client.PreventUserExistenceErrors,
    ReadAttributes: client.ReadAttributes ?? [],
    RefreshTokenRotation: client.RefreshTokenRotation,
    RefreshTokenValidity: client.RefreshTokenValidity,
    SupportedIdentityProviders: client.SupportedIdentityProviders ?? [],
    TokenValidityUnits: prior?.TokenValidityUnits === undefined && isDefaultUnits(units) ? undefined : units,
    WriteAttributes: client.WriteAttributes ?? [],
  };
};

const userPoolClient = (
  sdk: CognitoIdentityProviderClient,
  emptyLists: "sent" | "left out" = "sent",
): Resource<Client> => {
  const keysOf = (id: string) => {
    const [UserPoolId, ClientId] = id.split("/");
    return { UserPoolId, ClientId };
  };
  return {
    name: "aws_cognito_user_pool_client",
    attributes,
    isStrict: true,
    create: async (planned) => {
      const { UserPoolClient } = await sdk.send(
        new CreateUserPoolClientCommand({ ...sent(planned, emptyLists), GenerateSecret: planned.GenerateSecret }),
      );
      return `${UserPoolClient?.UserPoolId}/${UserPoolClient?.ClientId}`;
    },
    read: async (id, prior) => {
      const described = await unlessGone(sdk.send(new DescribeUserPoolClientCommand(keysOf(id))));
      return described?.UserPoolClient && known(described.UserPoolClient, prior);
    },
    update: async (id, planned, prior) => {
      const wereUnits = prior.TokenValidityUnits !== undefined;
      const units = planned.TokenValidityUnits ?? (wereUnits ? DEFAULT_UNITS : undefined);
      const { UserPoolClient } = await sdk.send(
        new UpdateUserPoolClientCommand({ ...sent(planned, emptyLists), ...keysOf(id), TokenValidityUnits: units }),
      );
      // It is this answer that becomes the state.
      const described = await sdk.send(new DescribeUserPoolClientCommand(keysOf(id)));
      assert.deepEqual(UserPoolClient, described.UserPoolClient);
    },
    remove: async (id) => {
      await unlessGone(sdk.send(new DeleteUserPoolClientCommand(keysOf(id))));
    },
  };
};

/** A pool that has what full clients name: another provider, an API with a scope, an attribute. */
const furnish = async (world: World): Promise<void> => {
  await world.call.AddCustomAttributes({
    ...world.pool,
    CustomAttributes: [{ Name: "team", AttributeDataType: "String" }],
  });
  await world.call.CreateIdentityProvider({
    ...world.pool,
    ProviderName: "Google",
    ProviderType: "Google",
    ProviderDetails: { client_id: "id", client_secret: "secret", authorize_scopes: "openid" },
  });
  await world.call.CreateResourceServer({
    ...world.pool,
    Identifier: "api",
    Name: "api",
    Scopes: [{ ScopeName: "read", ScopeDescription: "May read" }],
  });
};

const fullClient = (world: World, name: string): Client => ({
  ...world.pool,
  ClientName: `client of ${name}`,
  GenerateSecret: true,
  // Right in hours too, which they are in once the units are taken away.
  AccessTokenValidity: 10,
  AllowedOAuthFlows: ["implicit", "code"],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: ["openid", "api/read", "email"],
  AnalyticsConfiguration: {
    ApplicationId: "0123456789abcdef",
    ExternalId: name,
    RoleArn: "arn:aws:iam::000000000000:role/analytics",
    UserDataShared: true,
  },
  AuthSessionValidity: 5,
  CallbackURLs: [`https://${name}.example.com/b`, `https://${name}.example.com/a`],
  DefaultRedirectURI: `https://${name}.example.com/a`,
  EnablePropagateAdditionalUserContextData: true,
  EnableTokenRevocation: false,
  ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
  IdTokenValidity: 12,
  LogoutURLs: [`https://${name}.example.com/out`],
  PreventUserExistenceErrors: "ENABLED",
  ReadAttributes: ["name", "email", "custom:team"],
  RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 20 },
  RefreshTokenValidity: 20,
  SupportedIdentityProviders: ["Google", "COGNITO"],
  TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "hours" },
  WriteAttributes: ["name", "email"],
});

for (const emptyLists of ["sent", "left out"] as const) {
  test(`aws_cognito_user_pool_client reads back what it writes; empty lists are ${emptyLists}`, async () => {
    await using scene = await startScene();
    const { world, sdk } = scene;
    await furnish(world);
    await play(userPoolClient(sdk, emptyLists), {
      minimal: { ...world.pool, ClientName: "client", GenerateSecret: true },
      full: fullClient(world, "ada"),
      others: [fullClient(world, "eve")],
    });
  });
}

test("aws_cognito_user_pool_client has the defaults that the provider's own tests expect", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const { state } = await apply(userPoolClient(sdk), {
    ...world.pool,
    ClientName: "client",
    ExplicitAuthFlows: ["ADMIN_NO_SRP_AUTH"],
  });
  assert.deepEqual(JSON.parse(JSON.stringify(state)), {
    ...world.pool,
    ClientName: "client",
    ClientSecret: "",
    AccessTokenValidity: 0,
    AllowedOAuthFlows: [],
    AllowedOAuthFlowsUserPoolClient: false,
    AllowedOAuthScopes: [],
    AuthSessionValidity: 3,
    CallbackURLs: [],
    DefaultRedirectURI: "",
    EnablePropagateAdditionalUserContextData: false,
    EnableTokenRevocation: true,
    ExplicitAuthFlows: ["ADMIN_NO_SRP_AUTH"],
    IdTokenValidity: 0,
    LogoutURLs: [],
    ReadAttributes: [],
    RefreshTokenValidity: 30,
    SupportedIdentityProviders: [],
    WriteAttributes: [],
  });
});

const units = (unit: "seconds" | "minutes" | "hours" | "days") => ({
  TokenValidityUnits: { AccessToken: unit, IdToken: unit, RefreshToken: unit },
});

/** Configurations that the provider's own tests walk through, each beside pool and name. */
const walks: Readonly<Record<string, readonly Partial<Client>[]>> = {
  "revocation, off and on again": [true, false, true].map((EnableTokenRevocation) => ({ EnableTokenRevocation })),
  "validities without units": [
    { AccessTokenValidity: 5, IdTokenValidity: 5, RefreshTokenValidity: 60 },
    { AccessTokenValidity: 1, IdTokenValidity: 1, RefreshTokenValidity: 120 },
  ],
  "one unit of three": [
    { AccessTokenValidity: 1, TokenValidityUnits: { AccessToken: "days" } },
    { AccessTokenValidity: 1, IdTokenValidity: 1, ...units("hours") },
  ],
  "every unit, and the default": [
    { AccessTokenValidity: 1, IdTokenValidity: 1, RefreshTokenValidity: 1, ...units("days") },
    { AccessTokenValidity: 3600, IdTokenValidity: 3600, RefreshTokenValidity: 7200, ...units("seconds") },
    { AccessTokenValidity: 1, IdTokenValidity: 1, RefreshTokenValidity: 1 },
  ],
  "units alone": [units("hours"), {}],
  "flows by their older names, and none of the newer": [
    { ExplicitAuthFlows: ["CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH"] },
    { ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH"] },
    { ExplicitAuthFlows: [] },
  ],
  "a rotation that is off": [
    { RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 } },
    { RefreshTokenRotation: { Feature: "DISABLED" } },
    {},
  ],
  "what is told of users that do not exist": [
    { PreventUserExistenceErrors: "LEGACY" },
    { PreventUserExistenceErrors: "ENABLED" },
  ],
  "analytics by ARN": [
    {
      AnalyticsConfiguration: {
        ApplicationArn: "arn:aws:mobiletargeting:us-east-1:000000000000:apps/0123456789abcdef",
      },
    },
    {},
  ],
  "redirections, taken away one by one": [
    {
      AllowedOAuthFlows: ["code"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ["openid"],
      CallbackURLs: ["https://a.example.com", "http://localhost:3000", "myapp://signed-in"],
      DefaultRedirectURI: "https://a.example.com",
      LogoutURLs: ["https://a.example.com"],
    },
    { CallbackURLs: ["https://a.example.com"], LogoutURLs: [] },
    { AllowedOAuthFlows: [], AllowedOAuthFlowsUserPoolClient: false, AllowedOAuthScopes: [] },
    { CallbackURLs: [], DefaultRedirectURI: "" },
  ],
  "readable attributes, taken away": [
    { ReadAttributes: ["email"], WriteAttributes: ["email"] },
    { ReadAttributes: [], WriteAttributes: [] },
  ],
};

for (const [name, configurations] of Object.entries(walks)) {
  test(`aws_cognito_user_pool_client reads back ${name}`, async () => {
    await using scene = await startScene();
    const { world, sdk } = scene;
    const resource = userPoolClient(sdk);
    for (let life = 0; life < 2; life += 1) {
      let applied: Applied<Client> | undefined;
      for (const configured of configurations) {
        applied = await apply(resource, { ...world.pool, ClientName: "client", ...configured }, applied);
      }
    }
  });
}

/** A client that another service made, and the provider finds by how its name begins. */
const managedClient = (sdk: CognitoIdentityProviderClient): Resource<Client> => {
  const own = userPoolClient(sdk);
  const { remove: _remove, ...resource } = own;
  return {
    ...resource,
    name: "aws_cognito_managed_user_pool_client",
    create: async (planned) => {
      const { UserPoolId, ClientName = "" } = planned;
      const found: string[] = [];
      for await (const page of paginateListUserPoolClients({ client: sdk }, { UserPoolId, MaxResults: 60 })) {
        for (const client of page.UserPoolClients ?? []) {
          if (client.ClientName?.startsWith(ClientName) === true) found.push(`${UserPoolId}/${client.ClientId}`);
        }
      }
      const [id = ""] = found;
      assert.equal(found.length, 1);
      const state = await own.read(id, undefined);
      // What is planned beside what is there; blocks are what is planned.
      const { AnalyticsConfiguration, RefreshTokenRotation, TokenValidityUnits } = planned;
      const blocks = { AnalyticsConfiguration, RefreshTokenRotation, TokenValidityUnits };
      await own.update?.(id, { ...state, ...planned, ...blocks }, state ?? planned);
      return id;
    },
  };
};

test("aws_cognito_managed_user_pool_client finds the client of another service, and reads back what it writes", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  await furnish(world);
  for (let count = 0; count < 65; count += 1) {
    await world.call.CreateUserPoolClient({ ...world.pool, ClientName: `other-${count}` });
  }
  await world.call.CreateUserPoolClient({
    ...world.pool,
    ClientName: "AmazonOpenSearchService-0123",
    GenerateSecret: true,
  });
  const full = fullClient(world, "ada");
  const name = { ClientName: "AmazonOpenSearchService-0123", GenerateSecret: undefined };
  await play(managedClient(sdk), {
    minimal: { ...world.pool, ...name },
    full: { ...full, ...name },
    others: [{ ...fullClient(world, "eve"), ...name }],
  });
});
