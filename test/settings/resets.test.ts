/** What UpdateUserPool and UpdateUserPoolClient do with every member that they are not sent: a table of the contract's members. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contracts } from "../../src/contracts/index.ts";
import type { WireInput } from "../../src/testing/call.ts";
import { startWorld, type World } from "../../src/testing/world.ts";

type PoolMember = Exclude<keyof WireInput<"UpdateUserPool">, "UserPoolId">;
type ClientMember = Exclude<keyof WireInput<"UpdateUserPoolClient">, "UserPoolId" | "ClientId">;

/** A value that differs from the member's default. */
interface Sample<Input> {
  readonly value: unknown;
  /** Members without which the value would be refused; they are sent both times. */
  readonly beside?: Input;
  /** It stays when it is not sent. */
  readonly stays?: true;
}

const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x" };

const poolSamples = (world: World): Readonly<Record<PoolMember, Sample<Partial<WireInput<"UpdateUserPool">>>>> => ({
  Policies: {
    value: {
      PasswordPolicy: { MinimumLength: 12, RequireSymbols: true, PasswordHistorySize: 3 },
      SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
    },
  },
  DeletionProtection: { value: "ACTIVE" },
  LambdaConfig: { value: { PreSignUp: world.functions.set("pre-sign-up", (event) => event) } },
  AutoVerifiedAttributes: { value: ["email"] },
  SmsVerificationMessage: { value: "{####} by SMS" },
  EmailVerificationMessage: { value: "{####} by e-mail" },
  EmailVerificationSubject: { value: "a subject" },
  VerificationMessageTemplate: { value: { DefaultEmailOption: "CONFIRM_WITH_LINK", SmsMessage: "{####}!" } },
  SmsAuthenticationMessage: { value: "{####} lets you in" },
  UserAttributeUpdateSettings: {
    value: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    beside: { AutoVerifiedAttributes: ["email"] },
  },
  MfaConfiguration: { value: "OPTIONAL", beside: { SmsConfiguration } },
  DeviceConfiguration: { value: { ChallengeRequiredOnNewDevice: true } },
  EmailConfiguration: { value: { From: "pool@example.com", ReplyToEmailAddress: "reply@example.com" } },
  SmsConfiguration: { value: SmsConfiguration },
  UserPoolTags: { value: { team: "a" } },
  AdminCreateUserConfig: { value: { AllowAdminCreateUserOnly: true } },
  UserPoolAddOns: { value: { AdvancedSecurityMode: "AUDIT" }, beside: { UserPoolTier: "PLUS" } },
  AccountRecoverySetting: { value: { RecoveryMechanisms: [{ Priority: 1, Name: "admin_only" }] } },
  PoolName: { value: "another name", stays: true },
  UserPoolTier: { value: "LITE" },
  KeyConfiguration: {
    value: {
      KeyType: "CUSTOMER_MANAGED_KEY",
      KmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-4333-8444-555555555555",
    },
  },
  IssuerConfiguration: { value: { Type: "ORIGINAL" } },
  DcrConfiguration: { value: { EnableStatus: "Enabled" } },
  AcrConfiguration: { value: { Level1: { AcrValue: "urn:example:one" } } },
});

const flows = {
  AllowedOAuthFlows: ["code"],
  AllowedOAuthScopes: ["openid"],
  CallbackURLs: ["https://app.example.com"],
} as const;

const clientSamples: Readonly<Record<ClientMember, Sample<Partial<WireInput<"UpdateUserPoolClient">>>>> = {
  ClientName: { value: "another name", stays: true },
  RefreshTokenValidity: { value: 60 },
  AccessTokenValidity: { value: 2 },
  IdTokenValidity: { value: 3 },
  TokenValidityUnits: { value: { AccessToken: "hours", IdToken: "hours", RefreshToken: "hours" } },
  ReadAttributes: { value: ["email", "name"] },
  WriteAttributes: { value: ["name"] },
  ExplicitAuthFlows: { value: ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
  SupportedIdentityProviders: { value: ["COGNITO"] },
  CallbackURLs: { value: ["https://app.example.com"] },
  LogoutURLs: { value: ["https://app.example.com/out"] },
  DefaultRedirectURI: { value: "https://app.example.com", beside: { CallbackURLs: ["https://app.example.com"] } },
  AllowedOAuthFlows: { value: ["code"], beside: { CallbackURLs: ["https://app.example.com"] } },
  AllowedOAuthScopes: { value: ["openid"] },
  AllowedOAuthFlowsUserPoolClient: { value: true, beside: flows },
  AnalyticsConfiguration: {
    value: {
      ApplicationId: "0123456789abcdef",
      ExternalId: "x",
      RoleArn: "arn:aws:iam::000000000000:role/analytics",
      UserDataShared: true,
    },
  },
  PreventUserExistenceErrors: { value: "ENABLED" },
  EnableTokenRevocation: { value: false },
  EnablePropagateAdditionalUserContextData: { value: true },
  AuthSessionValidity: { value: 7 },
  RefreshTokenRotation: { value: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 } },
};

type Shown = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Shown =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Of what is shown, what the value has too. */
const likeIn = (shown: unknown, value: unknown): unknown =>
  isObject(value) && isObject(shown)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, likeIn(shown[name], member)]))
    : shown;

/** Without what every change changes. */
const settled = ({ LastModifiedDate: _modified, ...rest }: Shown): Shown => rest;

/** Sets the member, finds it, leaves it out, and finds its default, or what was set where it stays. */
const judge = async (
  member: string,
  { value, beside = {}, stays }: Sample<object>,
  shownAs: string,
  update: (input: object) => Promise<unknown>,
  describe: () => Promise<object | undefined>,
): Promise<void> => {
  const shown = async (): Promise<Shown> => settled({ ...(await describe()) });
  await update(beside);
  const before = await shown();
  assert.notDeepEqual(likeIn(before[shownAs], value), value, `${member} has another default`);
  await update({ ...beside, [member]: value });
  const set = await shown();
  assert.deepEqual(likeIn(set[shownAs], value), value, `${member} is shown as it was set`);
  await update(beside);
  assert.deepEqual(await shown(), stays === true ? set : before, `${member} is not sent`);
};

test("UpdateUserPool sets back every member that it is not sent, but the name", async (t) => {
  const { UserPoolId: _id, ...members } = contracts.UpdateUserPool.input.members;
  await using named = await startWorld();
  assert.deepEqual(Object.keys(poolSamples(named)).sort(), Object.keys(members).sort());
  for (const name of Object.keys(members)) {
    await t.test(name, async () => {
      await using world = await startWorld({ pool: { AutoVerifiedAttributes: [] } });
      const samples: Readonly<Record<string, Sample<object>>> = poolSamples(world);
      const sample = samples[name];
      assert.ok(sample);
      await judge(
        name,
        sample,
        name === "PoolName" ? "Name" : name,
        (input) => world.call.UpdateUserPool({ ...world.pool, ...input }),
        async () => (await world.call.DescribeUserPool(world.pool)).UserPool,
      );
    });
  }
});

test("UpdateUserPoolClient sets back every member that it is not sent, but the name", async (t) => {
  const { UserPoolId: _pool, ClientId: _client, ...members } = contracts.UpdateUserPoolClient.input.members;
  assert.deepEqual(Object.keys(clientSamples).sort(), Object.keys(members).sort());
  const samples: Readonly<Record<string, Sample<object>>> = clientSamples;
  for (const name of Object.keys(members)) {
    await t.test(name, async () => {
      await using world = await startWorld({ client: { GenerateSecret: true } });
      const keys = { ...world.pool, ...world.client };
      const sample = samples[name];
      assert.ok(sample);
      await judge(
        name,
        sample,
        name,
        (input) => world.call.UpdateUserPoolClient({ ...keys, ...input }),
        async () => (await world.call.DescribeUserPoolClient(keys)).UserPoolClient,
      );
    });
  }
});
