/** What Describe gives can be sent back to Update, and changes nothing: for settings at random, made of the contracts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { contracts } from "../../src/contracts/index.ts";
import type { StructureShape } from "../../src/contracts/vocabulary.ts";
import type { WireInput, WireOutput } from "../../src/testing/call.ts";
import { startWorld } from "../../src/testing/world.ts";
import { structureOf, type Members } from "./settings-arbitrary.ts";

/** The same settings in every run. */
const SEED = 20_261_121;
const RUNS = 150;

const message = fc.constantFrom("{####} is your code", "Your code: {####}.", "{username}, {####}");
const subject = fc.constantFrom("A subject", "Another");
const tags = fc.dictionary(fc.constantFrom("team", "stage"), fc.constantFrom("a", "b", ""), { maxKeys: 2 });

/** Members of pools whose rules are more than the contract's; what they are in agreement with is left to chance. */
const poolMembers: Members = {
  SmsVerificationMessage: message,
  SmsAuthenticationMessage: message,
  SmsMessage: message,
  SMSMessage: message,
  EmailVerificationMessage: message,
  EmailVerificationSubject: subject,
  EmailMessage: message,
  EmailSubject: subject,
  EmailMessageByLink: fc.constantFrom("{##Click##}", "Please {##verify##}."),
  EmailSubjectByLink: subject,
  PoolName: fc.constantFrom("a pool", "another"),
  SmsConfiguration: fc.constant({ SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x" }),
  EmailConfiguration: fc.record(
    {
      From: fc.constantFrom("pool@example.com", "Pool <pool@example.com>"),
      ReplyToEmailAddress: fc.constant("reply@example.com"),
      ConfigurationSet: fc.constant("set"),
      SourceArn: fc.constant("arn:aws:ses:us-east-1:000000000000:identity/example.com"),
      EmailSendingAccount: fc.constantFrom("COGNITO_DEFAULT", "DEVELOPER"),
    },
    { requiredKeys: ["SourceArn"] },
  ),
  // Functions are known by their files, and have tests of their own.
  LambdaConfig: fc.constant({}),
  AllowedFirstAuthFactors: fc.constantFrom(
    ["PASSWORD"],
    ["EMAIL_OTP", "PASSWORD"],
    ["PASSWORD", "WEB_AUTHN", "SMS_OTP"],
  ),
  // One of two names of one setting.
  UnusedAccountValidityDays: fc.constant(undefined),
  MfaConfiguration: fc.constantFrom("OFF", "OFF", "OPTIONAL", "ON"),
  AttributesRequireVerificationBeforeUpdate: fc.subarray(["email"]),
  AutoVerifiedAttributes: fc.subarray(["email"]),
  AccountRecoverySetting: fc.constantFrom(
    { RecoveryMechanisms: [{ Priority: 2, Name: "verified_email" }] },
    {
      RecoveryMechanisms: [
        { Priority: 1, Name: "verified_phone_number" },
        { Priority: 2, Name: "verified_email" },
      ],
    },
    { RecoveryMechanisms: [{ Priority: 1, Name: "admin_only" }] },
  ),
  UserPoolTags: tags,
  UserPoolTier: fc.constantFrom("ESSENTIALS", "PLUS"),
  KeyConfiguration: fc.constant({ KeyType: "AWS_OWNED_KEY" }),
  DcrConfiguration: fc.constantFrom({ EnableStatus: "Enabled" }, { EnableStatus: "Disabled" }),
  AcrConfiguration: fc.constantFrom({}, { Level2: { AcrValue: "urn:example:two" } }),
};

const url = fc.constantFrom(
  "https://app.example.com",
  "https://app.example.com/b",
  "http://localhost:3000",
  "app://in",
);

const clientMembers: Members = {
  ClientName: fc.constantFrom("a client", "another"),
  // Hours, and days, whatever the units would say.
  TokenValidityUnits: fc.constantFrom({ AccessToken: "hours" }, { RefreshToken: "days" }),
  RefreshTokenValidity: fc.integer({ min: 1, max: 3650 }),
  AccessTokenValidity: fc.integer({ min: 1, max: 24 }),
  IdTokenValidity: fc.integer({ min: 1, max: 24 }),
  ReadAttributes: fc.subarray(["email", "name", "email_verified", "updated_at"]),
  WriteAttributes: fc.subarray(["email", "name", "updated_at"]),
  ExplicitAuthFlows: fc.oneof(
    fc.subarray(["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]),
    fc.subarray(["ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"]),
  ),
  SupportedIdentityProviders: fc.subarray(["COGNITO"]),
  CallbackURLs: fc.uniqueArray(url, { minLength: 1, maxLength: 4 }),
  LogoutURLs: fc.uniqueArray(url, { maxLength: 4 }),
  DefaultRedirectURI: fc.constantFrom(undefined, "https://app.example.com"),
  AllowedOAuthFlows: fc.subarray(["code", "implicit"]),
  AllowedOAuthScopes: fc.subarray(["openid", "email", "phone", "profile"]),
  AnalyticsConfiguration: fc.record(
    {
      ApplicationId: fc.constant("0123456789abcdef"),
      ExternalId: fc.constant("x"),
      RoleArn: fc.constant("arn:aws:iam::000000000000:role/analytics"),
      UserDataShared: fc.boolean(),
    },
    { requiredKeys: ["ApplicationId", "ExternalId", "RoleArn"] },
  ),
};

/** The structure without the members that name what is updated. */
const settingsOf = (shape: StructureShape<unknown>, ...keys: readonly string[]): StructureShape => ({
  kind: "structure",
  members: Object.fromEntries(Object.entries(shape.members).filter(([name]) => !keys.includes(name))),
});

/** What is refused must change nothing; it is the lesser part, or the settings would prove nothing. */
const requireMostAccepted = (accepted: number): void =>
  assert.ok(accepted > RUNS / 3, `${accepted} of ${RUNS} settings were accepted`);

const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  ["InvalidParameterException", "InvalidOAuthFlowException", "FeatureUnavailableInTierException"].includes(error.name);

type PoolInput = WireInput<"UpdateUserPool">;
type ClientInput = WireInput<"UpdateUserPoolClient">;

/** What is described of a pool, as it is sent back: of two names of one setting only one may be sent. */
const sentBack = ({ UserPool }: WireOutput<"DescribeUserPool">, keys: { readonly UserPoolId: string }): PoolInput => {
  const { UnusedAccountValidityDays: _days, ...AdminCreateUserConfig } = UserPool?.AdminCreateUserConfig ?? {};
  // Members that the operation does not know are ignored.
  return { ...UserPool, ...keys, PoolName: UserPool?.Name, AdminCreateUserConfig };
};

test("What DescribeUserPool gives can be sent back to UpdateUserPool, and changes nothing", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  let accepted = 0;
  const settings = structureOf(settingsOf(contracts.UpdateUserPool.input, "UserPoolId"), poolMembers);
  await fc.assert(
    fc.asyncProperty(settings, async (given) => {
      const before = await call.DescribeUserPool(pool);
      try {
        await call.UpdateUserPool({ ...given, ...pool });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        assert.deepEqual(await call.DescribeUserPool(pool), before);
        return;
      }
      accepted += 1;
      const described = await call.DescribeUserPool(pool);
      await call.UpdateUserPool(sentBack(described, pool));
      assert.deepEqual(await call.DescribeUserPool(pool), described);
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  requireMostAccepted(accepted);
});

test("What DescribeUserPoolClient gives can be sent back to UpdateUserPoolClient, and changes nothing", async () => {
  await using world = await startWorld({ client: { GenerateSecret: true } });
  const { call } = world;
  const keys = { ...world.pool, ...world.client };
  let accepted = 0;
  const settings = structureOf(
    settingsOf(contracts.UpdateUserPoolClient.input, "UserPoolId", "ClientId"),
    clientMembers,
  );
  await fc.assert(
    fc.asyncProperty(settings, async (given) => {
      const before = await call.DescribeUserPoolClient(keys);
      try {
        await call.UpdateUserPoolClient({ ...given, ...keys });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        assert.deepEqual(await call.DescribeUserPoolClient(keys), before);
        return;
      }
      accepted += 1;
      const described = await call.DescribeUserPoolClient(keys);
      const back: ClientInput = { ...described.UserPoolClient, ...keys };
      assert.deepEqual(await call.UpdateUserPoolClient(back), described);
      assert.deepEqual(await call.DescribeUserPoolClient(keys), described);
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  requireMostAccepted(accepted);
});
