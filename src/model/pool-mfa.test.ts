import assert from "node:assert/strict";
import { test } from "node:test";
import type { SetUserPoolMfaConfig } from "../contracts/index.ts";
import type { InputOf } from "../contracts/vocabulary.ts";
import { newPoolSettings } from "./pool-defaults.ts";
import { mfaConfigured, mfaView } from "./pool-mfa.ts";
import type { PoolSettings } from "./pool.ts";

type Input = Omit<InputOf<typeof SetUserPoolMfaConfig>, "UserPoolId">;

const bare = newPoolSettings({ PoolName: "p" });
const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };
const withSms = newPoolSettings({ PoolName: "p", SmsConfiguration });
const withSmsMfa: PoolSettings = { ...withSms, MfaConfiguration: "ON" };
const app = { Enabled: true };

const set = (settings: PoolSettings, input: Input, sendsEmail = true): PoolSettings =>
  mfaConfigured(settings, { UserPoolId: "us-east-1_a", ...input }, sendsEmail);
const view = (settings: PoolSettings): unknown => JSON.parse(JSON.stringify(mfaView(settings)));

test("mfaView of a pool without MFA says OFF and nothing else", () => {
  assert.deepEqual(view(bare), { MfaConfiguration: "OFF" });
  assert.deepEqual(view(withSms), { MfaConfiguration: "OFF" });
  assert.deepEqual(view(set(bare, { MfaConfiguration: "OFF" })), { MfaConfiguration: "OFF" });
});

test("mfaConfigured keeps every factor that is named, and mfaView shows it", () => {
  const configured = set(bare, {
    MfaConfiguration: "OPTIONAL",
    SmsMfaConfiguration: { SmsAuthenticationMessage: "sms {####}", SmsConfiguration },
    SoftwareTokenMfaConfiguration: app,
    EmailMfaConfiguration: { Message: "mail {####}", Subject: "subject" },
    WebAuthnConfiguration: { RelyingPartyId: "example.com", UserVerification: "required" },
  });
  assert.deepEqual(view(configured), {
    SmsMfaConfiguration: { SmsAuthenticationMessage: "sms {####}", SmsConfiguration },
    SoftwareTokenMfaConfiguration: app,
    EmailMfaConfiguration: { Message: "mail {####}", Subject: "subject" },
    MfaConfiguration: "OPTIONAL",
    WebAuthnConfiguration: { RelyingPartyId: "example.com", UserVerification: "required" },
  });
});

test("mfaConfigured says everything anew: factors and passkeys that are not named are gone", () => {
  const before = set(bare, {
    MfaConfiguration: "ON",
    SoftwareTokenMfaConfiguration: app,
    WebAuthnConfiguration: { RelyingPartyId: "example.com" },
  });
  const after = set(before, { MfaConfiguration: "ON", EmailMfaConfiguration: {} });
  assert.deepEqual(view(after), { EmailMfaConfiguration: {}, MfaConfiguration: "ON" });
});

test("mfaConfigured switches MFA off when MfaConfiguration is not named", () => {
  const before = set(bare, { MfaConfiguration: "ON", SoftwareTokenMfaConfiguration: app });
  const WebAuthnConfiguration = { RelyingPartyId: "example.com" };
  assert.deepEqual(view(set(before, {})), { MfaConfiguration: "OFF" });
  assert.deepEqual(view(set(before, { WebAuthnConfiguration })), { MfaConfiguration: "OFF", WebAuthnConfiguration });
});

test("mfaConfigured keeps the SMS settings of a pool whose MFA it switches off, for other messages", () => {
  const off = set(withSmsMfa, { MfaConfiguration: "OFF" });
  assert.deepEqual(view(off), { MfaConfiguration: "OFF" });
  assert.deepEqual(off.SmsConfiguration, SmsConfiguration);
});

test("mfaView shows an authenticator app that was named and is off", () => {
  const named = { SoftwareTokenMfaConfiguration: { Enabled: false }, SmsMfaConfiguration: { SmsConfiguration } };
  assert.deepEqual(view(set(bare, { MfaConfiguration: "ON", ...named })), { MfaConfiguration: "ON", ...named });
});

test("mfaConfigured refuses in the API's words", () => {
  const oneFactor = "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.";
  const together = "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.";
  const smsStays = "Can't turn off SMS_MFA when SMS configuration is set for the user pool";
  const cases: readonly (readonly [message: string, settings: PoolSettings, input: Input, sendsEmail?: boolean])[] = [
    [oneFactor, bare, { MfaConfiguration: "ON" }],
    [oneFactor, bare, { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: false } }],
    [together, bare, { MfaConfiguration: "OFF", SoftwareTokenMfaConfiguration: app }],
    [together, bare, { MfaConfiguration: "OFF", EmailMfaConfiguration: {} }],
    [together, bare, { SmsMfaConfiguration: { SmsConfiguration } }],
    [smsStays, withSms, { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: app }],
    [together, withSmsMfa, { EmailMfaConfiguration: {} }],
    [
      "[SmsConfiguration] is a required member of [SoftwareTokenMfaConfiguration].",
      bare,
      { MfaConfiguration: "ON", SmsMfaConfiguration: {} },
    ],
    [
      "Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.",
      bare,
      { MfaConfiguration: "ON", EmailMfaConfiguration: {} },
      false,
    ],
    [
      "RelyingPartyId must be a domain name, without scheme, port and path.",
      bare,
      { WebAuthnConfiguration: { RelyingPartyId: "https://example.com" } },
    ],
  ];
  for (const [message, settings, input, sendsEmail] of cases) {
    assert.throws(() => set(settings, input, sendsEmail), { name: "InvalidParameterException", message });
  }
});

test("mfaConfigured takes the SMS settings that the pool has already", () => {
  assert.deepEqual(view(set(withSms, { MfaConfiguration: "ON", SmsMfaConfiguration: {} })), {
    SmsMfaConfiguration: { SmsConfiguration },
    MfaConfiguration: "ON",
  });
});
