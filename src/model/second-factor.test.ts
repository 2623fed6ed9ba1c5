import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pool, PoolSettings } from "./pool.ts";
import { secondFactor, type SecondFactor } from "./second-factor.ts";
import type { MfaFactor, User } from "./user.ts";

const SMS = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };

const pool = (mode: "OFF" | "OPTIONAL" | "ON", settings: Partial<PoolSettings> = {}): Pool => ({
  id: "us-east-1_Pool00001",
  name: "pool",
  settings: { MfaConfiguration: mode, SmsConfiguration: SMS, mfa: { softwareToken: true, email: {} }, ...settings },
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

const BOTH = {
  email: "ada@example.com",
  email_verified: "true",
  phone_number: "+12065550100",
  phone_number_verified: "true",
};

interface Person {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly active?: readonly MfaFactor[];
  readonly preferred?: MfaFactor;
  readonly option?: boolean;
}

const user = ({ attributes = BOTH, active = [], preferred, option = false }: Person = {}): User => ({
  poolId: "us-east-1_Pool00001",
  sub: "s",
  username: "ada",
  status: "CONFIRMED",
  enabled: true,
  attributes,
  mfaFactors: active,
  preferredMfa: preferred ?? null,
  hasMfaOption: option,
  identities: [],
  tokensRevokedAt: 0,
  tokenEpoch: 0,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

const recovery = (...names: readonly ("verified_email" | "verified_phone_number")[]): Partial<PoolSettings> => ({
  AccountRecoverySetting: { RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })) },
});

const NONE: SecondFactor = { kind: "none" };
const SET_UP: SecondFactor = { kind: "set-up", factors: ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"] };
const factor = (one: MfaFactor): SecondFactor => ({ kind: "factor", factor: one });
const choice = (...factors: readonly MfaFactor[]): SecondFactor => ({ kind: "choice", factors });

const table: readonly (readonly [name: string, pool: Pool, user: User, expected: SecondFactor])[] = [
  ["OFF, whatever the user has", pool("OFF"), user({ active: ["SMS_MFA"], preferred: "SMS_MFA" }), NONE],
  ["OPTIONAL, nothing active", pool("OPTIONAL"), user(), NONE],
  ["OPTIONAL, SMS in its old form", pool("OPTIONAL"), user({ option: true }), factor("SMS_MFA")],
  [
    "OPTIONAL, SMS in its old form beside another",
    pool("OPTIONAL"),
    user({ active: ["EMAIL_OTP"], option: true }),
    choice("EMAIL_OTP", "SMS_MFA"),
  ],
  ["OPTIONAL, SMS in both forms", pool("OPTIONAL"), user({ active: ["SMS_MFA"], option: true }), factor("SMS_MFA")],
  ["OPTIONAL, one active", pool("OPTIONAL"), user({ active: ["EMAIL_OTP"] }), factor("EMAIL_OTP")],
  [
    "the preferred one",
    pool("OPTIONAL"),
    user({ active: ["SMS_MFA", "EMAIL_OTP"], preferred: "EMAIL_OTP" }),
    factor("EMAIL_OTP"),
  ],
  [
    "several active",
    pool("OPTIONAL"),
    user({ active: ["SMS_MFA", "SOFTWARE_TOKEN_MFA"] }),
    choice("SMS_MFA", "SOFTWARE_TOKEN_MFA"),
  ],
  ["ON, one active", pool("ON"), user({ active: ["SOFTWARE_TOKEN_MFA"] }), factor("SOFTWARE_TOKEN_MFA")],
  ["ON, both verified", pool("ON"), user(), choice("SMS_MFA", "EMAIL_OTP")],
  ["ON, one verified", pool("ON"), user({ attributes: { ...BOTH, email_verified: "false" } }), factor("SMS_MFA")],
  ["ON, the only recovery is not eligible", pool("ON", recovery("verified_email")), user(), factor("SMS_MFA")],
  [
    "ON, either recovery leaves both",
    pool("ON", recovery("verified_email", "verified_phone_number")),
    user(),
    choice("SMS_MFA", "EMAIL_OTP"),
  ],
  ["ON, nothing verified", pool("ON"), user({ attributes: {} }), SET_UP],
  [
    "ON, the pool sends no messages",
    pool("ON", { SmsConfiguration: undefined, mfa: { softwareToken: true } }),
    user(),
    { kind: "set-up", factors: ["SOFTWARE_TOKEN_MFA"] },
  ],
  [
    "an active factor without a number is never dropped for nothing",
    pool("OPTIONAL"),
    user({ attributes: {}, active: ["SMS_MFA"], preferred: "SMS_MFA" }),
    { kind: "unreachable" },
  ],
  [
    "an unreachable preference leaves the other active factor",
    pool("OPTIONAL"),
    user({
      attributes: { email: "ada@example.com" },
      active: ["SMS_MFA", "EMAIL_OTP"],
      preferred: "SMS_MFA",
    }),
    factor("EMAIL_OTP"),
  ],
  [
    "an active factor outlives the pool's settings for it",
    pool("OPTIONAL", { SmsConfiguration: undefined }),
    user({ active: ["SMS_MFA"] }),
    factor("SMS_MFA"),
  ],
];

for (const [name, judgedPool, judgedUser, expected] of table) {
  test(`secondFactor: ${name}`, () => assert.deepEqual(secondFactor(judgedPool, judgedUser, false), expected));
}

test("secondFactor has a registered app asked for where another factor would be set up, and nowhere else", () => {
  const app = factor("SOFTWARE_TOKEN_MFA");
  assert.deepEqual(secondFactor(pool("ON"), user({ attributes: {} }), true), app);
  assert.deepEqual(secondFactor(pool("ON", { mfa: { softwareToken: false } }), user({ attributes: {} }), true), app);
  assert.deepEqual(secondFactor(pool("ON"), user(), true), choice("SMS_MFA", "EMAIL_OTP"));
  assert.deepEqual(secondFactor(pool("ON"), user({ active: ["SMS_MFA"] }), true), factor("SMS_MFA"));
  assert.deepEqual(secondFactor(pool("OPTIONAL"), user(), true), NONE);
  assert.deepEqual(secondFactor(pool("OFF"), user(), true), NONE);
});

test("secondFactor has no address set up that could not be the factor afterwards", () => {
  assert.deepEqual(secondFactor(pool("ON", recovery("verified_email")), user({ attributes: {} }), false), {
    kind: "set-up",
    factors: ["SMS_MFA", "SOFTWARE_TOKEN_MFA"],
  });
});
