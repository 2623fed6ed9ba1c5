import assert from "node:assert/strict";
import { test } from "node:test";
import { preferFactors, requestedOption, withoutApp, type Chooser, type MfaPreference } from "./mfa-preference.ts";
import { userValue } from "../testing/user-value.ts";

const reachable = userValue({ attributes: { email: "ada@example.com", phone_number: "+12065550100" } });
const NO_APP: Chooser = { app: "none", byAdministrator: true };
const invalid = (message: string) => ({ name: "InvalidParameterException", message });

test("preferFactors switches factors on and off and leaves the others alone", () => {
  const on = preferFactors(
    reachable,
    {
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
      EmailMfaSettings: { Enabled: true },
    },
    NO_APP,
  );
  assert.deepEqual(on, { mfaFactors: ["SMS_MFA", "EMAIL_OTP"], preferredMfa: "SMS_MFA", hasMfaOption: false });
  const less = preferFactors(userValue({ ...reachable, ...on }), { EmailMfaSettings: { Enabled: false } }, NO_APP);
  assert.deepEqual(less, { mfaFactors: ["SMS_MFA"], preferredMfa: "SMS_MFA", hasMfaOption: false });
  const off = preferFactors(userValue({ ...reachable, ...less }), { SMSMfaSettings: { Enabled: false } }, NO_APP);
  assert.deepEqual(off, { mfaFactors: [], preferredMfa: null, hasMfaOption: false });
});

const refusal = (preference: Parameters<typeof preferFactors>[1], factor: string) =>
  assert.throws(
    () => preferFactors(userValue({}), preference, NO_APP),
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
      preferFactors(
        reachable,
        {
          SMSMfaSettings: { Enabled: true, PreferredMfa: true },
          EmailMfaSettings: { Enabled: true, PreferredMfa: true },
        },
        NO_APP,
      ),
    invalid("Only one MFA factor can be preferred."),
  );
  assert.throws(
    () => preferFactors(reachable, { SMSMfaSettings: { Enabled: false, PreferredMfa: true } }, NO_APP),
    invalid("SMS_MFA must be enabled to be preferred."),
  );
});

test("preferFactors switches an app on that is registered, and tells users how far they are with theirs", () => {
  const preference = { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } };
  const on = { mfaFactors: ["SOFTWARE_TOKEN_MFA"], preferredMfa: "SOFTWARE_TOKEN_MFA", hasMfaOption: false };
  for (const byAdministrator of [true, false]) {
    assert.deepEqual(preferFactors(userValue({}), preference, { app: "registered", byAdministrator }), on);
  }
  for (const [app, word] of [
    ["none", "set up"],
    ["waiting", "verified"],
  ] as const) {
    assert.throws(
      () => preferFactors(userValue({}), preference, { app, byAdministrator: false }),
      invalid(`User has not ${word} software token mfa`),
    );
    assert.throws(
      () => preferFactors(userValue({}), preference, { app, byAdministrator: true }),
      invalid("User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA"),
    );
  }
});

test("withoutApp takes the app away, and the preference for it", () => {
  const both = userValue({ mfaFactors: ["SOFTWARE_TOKEN_MFA", "SMS_MFA"], preferredMfa: "SOFTWARE_TOKEN_MFA" });
  assert.deepEqual(withoutApp(both), { mfaFactors: ["SMS_MFA"], preferredMfa: null });
  assert.deepEqual(withoutApp({ ...both, preferredMfa: "SMS_MFA" }).preferredMfa, "SMS_MFA");
});

test("requestedOption reads the API's first form: SMS or nothing", () => {
  const sms = { DeliveryMedium: "SMS", AttributeName: "phone_number" };
  assert.deepEqual(requestedOption(reachable, [sms]), { hasMfaOption: true });
  assert.deepEqual(requestedOption(userValue({ hasMfaOption: true }), []), { hasMfaOption: false });
  for (const option of [{ ...sms, DeliveryMedium: "EMAIL" }, { ...sms, AttributeName: "email" }, {}]) {
    assert.throws(
      () => requestedOption(reachable, [sms, option]),
      invalid("MFAOptions can name SMS to phone_number alone."),
    );
  }
  assert.throws(
    () => requestedOption(userValue({}), [sms]),
    invalid("User does not have delivery config set to turn on SMS_MFA"),
  );
});

test("preferFactors leaves SMS in its old form alone until SMS is switched off", () => {
  const user = { ...reachable, hasMfaOption: true };
  const after = (preference: MfaPreference) => preferFactors(user, preference, NO_APP).hasMfaOption;
  assert.equal(after({ EmailMfaSettings: { Enabled: true } }), true);
  assert.equal(after({ SMSMfaSettings: { Enabled: true } }), true);
  assert.equal(after({ SMSMfaSettings: { Enabled: false } }), false);
});
