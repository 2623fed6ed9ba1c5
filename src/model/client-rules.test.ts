import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExceptionName } from "../contracts/exceptions.ts";
import { Secret } from "../contracts/secret.ts";
import { clientSettings, type ClientInput } from "./client-defaults.ts";
import { requireClientRules, requireOneSecretSource } from "./client-rules.ts";
import { newPoolSettings } from "./pool-defaults.ts";
import type { Pool } from "./pool.ts";

const poolWith = (input: object = {}): Pool => ({
  id: "us-east-1_abc",
  name: "p",
  settings: newPoolSettings({
    PoolName: "p",
    Schema: [
      { Name: "team", AttributeDataType: "String" },
      { Name: "rank", AttributeDataType: "Number", DeveloperOnlyAttribute: true },
    ],
    ...input,
  }),
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});
const pool = poolWith();
const withHashes = poolWith({ UserPoolTags: { "poolhouse:password-scheme": "argon2id" } });
const lite = poolWith({ UserPoolTier: "LITE" });

const judge = (input: ClientInput, of: Pool = pool, hasSecret = false): void =>
  requireClientRules(of, clientSettings(input), hasSecret, {
    scopes: new Set(["https://orders.example.com/read"]),
    providers: new Set(["Example"]),
  });

type Case = readonly [message: string, input: ClientInput, of?: Pool];

const requireRefusals = (name: ExceptionName, cases: readonly Case[]): void => {
  for (const [message, input, of] of cases) assert.throws(() => judge(input, of), { name, message });
};

const range = "Invalid range for token validity.";
const analytics =
  "Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid";
const ApplicationArn = "arn:aws:mobiletargeting:us-east-1:000000000000:apps/a";
const RoleArn = "arn:aws:iam::000000000000:role/pinpoint";

test("requireClientRules refuses in the API's words", () => {
  requireRefusals("InvalidParameterException", [
    [
      "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
      { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH"] },
    ],
    [
      "ALLOW_REFRESH_TOKEN_AUTH cannot be used when refresh token rotation is enabled.",
      { ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"], RefreshTokenRotation: { Feature: "ENABLED" } },
    ],
    [
      "ALLOW_USER_SRP_AUTH cannot be used in a user pool with the tag poolhouse:password-scheme=argon2id, which keeps no SRP verifiers.",
      { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] },
      withHashes,
    ],
    [range, { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: "minutes" } }],
    [range, { IdTokenValidity: 25 }],
    [range, { RefreshTokenValidity: 59, TokenValidityUnits: { RefreshToken: "minutes" } }],
    [range, { RefreshTokenValidity: 3651 }],
    [range, { AccessTokenValidity: 3, RefreshTokenValidity: 2, TokenValidityUnits: { RefreshToken: "hours" } }],
    ["Invalid read attributes specified while creating a client", { ReadAttributes: ["email", "custom:none"] }],
    ["Invalid read attributes specified while creating a client", { ReadAttributes: ["dev:custom:rank"] }],
    ["Invalid write attributes specified while creating a client", { WriteAttributes: ["custom:none"] }],
    ["Invalid write attributes specified while creating a client", { WriteAttributes: ["sub"] }],
    ["Invalid write attributes specified while creating a client", { WriteAttributes: ["email_verified"] }],
    ["Invalid write attributes specified while creating a client", { WriteAttributes: ["phone_number_verified"] }],
    [
      "Client Secret is required to set EnablePropagateAdditionalUserContextData as true",
      { EnablePropagateAdditionalUserContextData: true },
    ],
    [analytics, { AnalyticsConfiguration: { ApplicationArn, ApplicationId: "a1" } }],
    [analytics, { AnalyticsConfiguration: { ApplicationId: "a1", RoleArn } }],
    [analytics, { AnalyticsConfiguration: {} }],
  ]);
});

test("requireClientRules refuses what redirects would misuse", () => {
  requireRefusals("InvalidParameterException", [
    ["http://app.example/cb cannot use the HTTP protocol.", { CallbackURLs: ["http://app.example/cb"] }],
    ["http://localhost.example/ cannot use the HTTP protocol.", { LogoutURLs: ["http://localhost.example/"] }],
    ["https://app.example/#top cannot use fragment", { CallbackURLs: ["https://app.example/#top"] }],
    ["/cb is not a valid redirect URI.", { CallbackURLs: ["/cb"] }],
    ["javascript:alert(1) is not a valid redirect URI.", { LogoutURLs: ["javascript:alert(1)"] }],
    [
      "The default redirect URI https://b.example/ is not in the callback URIs list.",
      { CallbackURLs: ["https://a.example/"], DefaultRedirectURI: "https://b.example/" },
    ],
    [
      "The provider Google does not exist for User Pool us-east-1_abc",
      { SupportedIdentityProviders: ["COGNITO", "Google"] },
    ],
  ]);
});

test("requireClientRules refuses OAuth flows that cannot work", () => {
  requireRefusals("InvalidOAuthFlowException", [
    [
      "CallbackUrls can not be empty when code flow or implicit flow is selected",
      { AllowedOAuthFlows: ["code"], AllowedOAuthScopes: ["openid"] },
    ],
    [
      "client_credentials flow can not be selected along with code flow or implicit flow.",
      { AllowedOAuthFlows: ["client_credentials", "implicit"], CallbackURLs: ["https://a.example/"] },
    ],
    [
      "client_credentials flow can not be selected if client does not have a client secret.",
      { AllowedOAuthFlows: ["client_credentials"] },
    ],
    [
      "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
      { AllowedOAuthFlowsUserPoolClient: true },
    ],
  ]);
  requireRefusals("ScopeDoesNotExistException", [
    ["Invalid scope requested: api/read", { AllowedOAuthScopes: ["openid", "api/read"] }],
  ]);
});

test("requireClientRules refuses what the tier does not have", () => {
  requireRefusals("FeatureUnavailableInTierException", [
    [
      "The following feature is not available for the LITE pricing tier configured: Choice-Based Sign-In",
      { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] },
      lite,
    ],
  ]);
});

test("requireClientRules takes what agrees", () => {
  const inputs: readonly ClientInput[] = [
    {},
    { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] },
    { ExplicitAuthFlows: ["ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY"] },
    {
      ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 60 },
    },
    { ReadAttributes: ["sub", "email_verified", "custom:team"], WriteAttributes: ["email", "custom:team"] },
    {
      AccessTokenValidity: 5,
      RefreshTokenValidity: 60,
      TokenValidityUnits: { AccessToken: "minutes", RefreshToken: "minutes" },
    },
    { AccessTokenValidity: 86400, TokenValidityUnits: { AccessToken: "seconds" }, RefreshTokenValidity: 3650 },
    {
      AllowedOAuthFlows: ["code", "implicit"],
      AllowedOAuthScopes: ["openid", "aws.cognito.signin.user.admin"],
      AllowedOAuthFlowsUserPoolClient: true,
      CallbackURLs: [
        "https://a.example/",
        "http://localhost:3000/cb",
        "http://127.0.0.1/",
        "http://[::1]/",
        "app://home",
      ],
      DefaultRedirectURI: "app://home",
      SupportedIdentityProviders: ["COGNITO"],
    },
    { AnalyticsConfiguration: { ApplicationArn } },
    { AnalyticsConfiguration: { ApplicationId: "a1", RoleArn, ExternalId: "x", UserDataShared: true } },
  ];
  for (const input of inputs) judge(input);
  judge({ EnablePropagateAdditionalUserContextData: true, AllowedOAuthFlows: ["client_credentials"] }, pool, true);
});

test("requireOneSecretSource refuses a secret that is both given and to be made", () => {
  const ClientSecret = new Secret("a-secret-of-twenty-four-letters");
  requireOneSecretSource({ ClientSecret });
  requireOneSecretSource({ GenerateSecret: true });
  assert.throws(() => requireOneSecretSource({ GenerateSecret: true, ClientSecret }), {
    name: "InvalidParameterException",
  });
});
