/** Which second factor a sign-in asks for: each kind of user in pools without, with optional and with required MFA. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FACTORS, registerApp } from "../../testing/authenticator.ts";
import type { WireInput } from "../../testing/call.ts";
import { startWorld } from "../../testing/world.ts";

type Preference = Omit<WireInput<"AdminSetUserMFAPreference">, "UserPoolId" | "Username">;
type Mode = "OFF" | "OPTIONAL" | "ON";

const NUMBER = { phone_number: "+12065550100", phone_number_verified: "true" };
const UNVERIFIED = { email_verified: "false" };
const ON = { Enabled: true };
const PREFERRED = { Enabled: true, PreferredMfa: true };
const TOKENS = "tokens";

interface Kind {
  readonly name: string;
  /** Beside a verified address, or in its place. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly hasApp?: true;
  readonly preference?: Preference;
  /** E-mail alone recovers accounts of the pool. */
  readonly isEmailRecovery?: true;
  readonly optional: string;
  readonly on: string;
}

const kinds: readonly Kind[] = [
  { name: "nothing", attributes: UNVERIFIED, optional: TOKENS, on: "MFA_SETUP" },
  { name: "a verified address", optional: TOKENS, on: "EMAIL_OTP" },
  { name: "a verified number", attributes: { ...NUMBER, ...UNVERIFIED }, optional: TOKENS, on: "SMS_MFA" },
  { name: "both verified", attributes: NUMBER, optional: TOKENS, on: 'SELECT_MFA_TYPE ["SMS_MFA","EMAIL_OTP"]' },
  { name: "an address that alone recovers the account", isEmailRecovery: true, optional: TOKENS, on: "MFA_SETUP" },
  {
    name: "a number beside an address that alone recovers the account",
    attributes: NUMBER,
    isEmailRecovery: true,
    optional: TOKENS,
    on: "SMS_MFA",
  },
  {
    name: "an app that is not switched on",
    attributes: UNVERIFIED,
    hasApp: true,
    optional: TOKENS,
    on: "SOFTWARE_TOKEN_MFA",
  },
  { name: "an app that is not switched on, and an address", hasApp: true, optional: TOKENS, on: "EMAIL_OTP" },
  {
    name: "an app",
    hasApp: true,
    preference: { SoftwareTokenMfaSettings: ON },
    optional: "SOFTWARE_TOKEN_MFA",
    on: "SOFTWARE_TOKEN_MFA",
  },
  {
    name: "SMS switched on",
    attributes: NUMBER,
    preference: { SMSMfaSettings: ON },
    optional: "SMS_MFA",
    on: "SMS_MFA",
  },
  {
    name: "e-mail switched on, not verified",
    attributes: UNVERIFIED,
    preference: { EmailMfaSettings: ON },
    optional: "EMAIL_OTP",
    on: "EMAIL_OTP",
  },
  {
    name: "several switched on",
    attributes: NUMBER,
    hasApp: true,
    preference: { SMSMfaSettings: ON, SoftwareTokenMfaSettings: ON, EmailMfaSettings: ON },
    optional: 'SELECT_MFA_TYPE ["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
    on: 'SELECT_MFA_TYPE ["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
  },
  {
    name: "several switched on, the app preferred",
    attributes: NUMBER,
    hasApp: true,
    preference: { SMSMfaSettings: ON, SoftwareTokenMfaSettings: PREFERRED, EmailMfaSettings: ON },
    optional: "SOFTWARE_TOKEN_MFA",
    on: "SOFTWARE_TOKEN_MFA",
  },
];

const startKind = async ({ attributes, hasApp, preference, isEmailRecovery }: Kind, mode: Mode) => {
  const recovery = { RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }] } as const;
  const world = await startWorld(isEmailRecovery ? { pool: { AccountRecoverySetting: recovery } } : {});
  const { call, pool } = world;
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", ...FACTORS });
  const { Username, Password } = await world.user("ada", attributes);
  const { AuthenticationResult } = await world.signIn(Username, Password);
  if (hasApp) await registerApp(world, AuthenticationResult?.AccessToken ?? "");
  if (preference !== undefined) await call.AdminSetUserMFAPreference({ ...pool, Username, ...preference });
  await world.updatePool({ MfaConfiguration: mode });
  return { ...world, ask: () => world.signIn(Username, Password) };
};

for (const kind of kinds) {
  for (const [mode, expected] of [
    ["OFF", TOKENS],
    ["OPTIONAL", kind.optional],
    ["ON", kind.on],
  ] as const) {
    test(`InitiateAuth asks whom MFA is ${mode} for, with ${kind.name}: ${expected}`, async () => {
      await using world = await startKind(kind, mode);
      const { ChallengeName = TOKENS, ChallengeParameters, AuthenticationResult } = await world.ask();
      const choice = ChallengeParameters?.["MFAS_CAN_CHOOSE"];
      assert.equal(choice === undefined ? ChallengeName : `${ChallengeName} ${choice}`, expected);
      assert.equal(AuthenticationResult !== undefined, expected === TOKENS);
    });
  }
}
