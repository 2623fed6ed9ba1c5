import assert from "node:assert/strict";
import { test } from "node:test";
import { preferFactors } from "./mfa-preference.ts";
import type { User } from "./user.ts";

const userWith = (change: Partial<User>): User => ({
  poolId: "us-east-1_Ab1Cd2Ef3",
  sub: "34c84488-e0e1-40ae-92ee-991ad1a898c8",
  username: "ada",
  status: "CONFIRMED",
  enabled: true,
  attributes: {},
  mfaFactors: [],
  preferredMfa: null,
  identities: [],
  tokensRevokedAt: 0,
  tokenEpoch: 0,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
  ...change,
});
const reachable = userWith({ attributes: { email: "ada@example.com", phone_number: "+12065550100" } });
const invalid = (message: string) => ({ name: "InvalidParameterException", message });

test("preferFactors switches factors on and off and leaves the others alone", () => {
  const on = preferFactors(reachable, {
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
    EmailMfaSettings: { Enabled: true },
  });
  assert.deepEqual(on, { mfaFactors: ["SMS_MFA", "EMAIL_OTP"], preferredMfa: "SMS_MFA" });
  const less = preferFactors(userWith({ ...reachable, ...on }), { EmailMfaSettings: { Enabled: false } });
  assert.deepEqual(less, { mfaFactors: ["SMS_MFA"], preferredMfa: "SMS_MFA" });
  const off = preferFactors(userWith({ ...reachable, ...less }), { SMSMfaSettings: { Enabled: false } });
  assert.deepEqual(off, { mfaFactors: [], preferredMfa: null });
});

const refusal = (preference: Parameters<typeof preferFactors>[1], factor: string) =>
  assert.throws(
    () => preferFactors(userWith({}), preference),
    invalid(`User does not have delivery config set to turn on ${factor}`),
  );

test("preferFactors refuses a factor that the user has nothing for", () => {
  refusal({ SoftwareTokenMfaSettings: { Enabled: true } }, "SOFTWARE_TOKEN_MFA");
  refusal({ SMSMfaSettings: { Enabled: true } }, "SMS_MFA");
  refusal({ EmailMfaSettings: { Enabled: true } }, "EMAIL_OTP");
  refusal({ WebAuthnMfaSettings: { Enabled: true } }, "WEB_AUTHN");
});

test("preferFactors knows one preferred factor at most, and only one that is on", () => {
  assert.throws(
    () =>
      preferFactors(reachable, {
        SMSMfaSettings: { Enabled: true, PreferredMfa: true },
        EmailMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    invalid("Only one MFA factor can be preferred."),
  );
  assert.throws(
    () => preferFactors(reachable, { SMSMfaSettings: { Enabled: false, PreferredMfa: true } }),
    invalid("SMS_MFA must be enabled to be preferred."),
  );
});
