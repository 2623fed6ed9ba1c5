/** Amplify's Auth category: every second factor, how it is set up, asked for and chosen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  confirmSignIn,
  fetchMFAPreference,
  getCurrentUser,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from "aws-amplify/auth";
import { STEP_MS } from "../src/crypto/totp.ts";
import { createAuthenticator, FACTORS, wrongCode } from "../src/testing/authenticator.ts";
import type { World } from "../src/testing/world.ts";
import { codeTo } from "./code-to.ts";
import { requireStep, startAmplifyWorld } from "./amplify.ts";

const EMAIL = "ada@example.com";
const PHONE = "+15555550100";
const REACHABLE = { phone_number: PHONE, phone_number_verified: "true" };

const { SmsMfaConfiguration, EmailMfaConfiguration, SoftwareTokenMfaConfiguration } = FACTORS;

/** A pool whose accounts are recovered by administrators alone, so that every contact may be a factor. */
const startFactorWorld = async (factors: Partial<typeof FACTORS>, MfaConfiguration: "ON" | "OPTIONAL" = "ON") => {
  const world = await startAmplifyWorld({
    pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] } },
  });
  await world.call.SetUserPoolMfaConfig({ ...world.pool, MfaConfiguration, ...factors });
  return world;
};

const requireSignedIn = async (output: Parameters<typeof requireStep>[0], username: string): Promise<void> => {
  requireStep(output, "DONE");
  assert.equal((await getCurrentUser()).username, username);
};

/** A code that was not sent. */
const otherThan = (code: string): string => (code === "000000" ? "000001" : "000000");

const MESSAGES = [
  ["SMS", { SmsMfaConfiguration }, "CONFIRM_SIGN_IN_WITH_SMS_CODE", PHONE, "+*******0100"],
  ["EMAIL", { EmailMfaConfiguration }, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE", EMAIL, "a***@e***"],
] as const;

for (const [medium, factors, step, address, destination] of MESSAGES) {
  for (const authFlowType of ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"] as const) {
    test(`Amplify signs in with a code by ${medium} after ${authFlowType}`, async () => {
      await using world = await startFactorWorld(factors);
      const { Username, Password } = await world.user("ada", REACHABLE);
      const asked = await signIn({ username: Username, password: Password, options: { authFlowType } });
      const { codeDeliveryDetails } = requireStep(asked, step);
      assert.deepEqual(codeDeliveryDetails, { deliveryMedium: medium, destination });
      const code = await codeTo(world, address);
      await assert.rejects(confirmSignIn({ challengeResponse: otherThan(code) }), {
        name: "CodeMismatchException",
        message: "Invalid code or auth state for the user.",
      });
      await requireSignedIn(await confirmSignIn({ challengeResponse: code }), Username);
    });
  }
}

/** Signs in, sets an authenticator app up on the way, and signs out; the app's code is spent. */
const setUpApp = async (world: World, username: string, password: string) => {
  const asked = requireStep(await signIn({ username, password }), "CONTINUE_SIGN_IN_WITH_TOTP_SETUP");
  const { totpSetupDetails } = asked;
  assert.equal(totpSetupDetails.getSetupUri("Poolhouse").protocol, "otpauth:");
  const app = createAuthenticator(totpSetupDetails.sharedSecret, world.clock);
  await assert.rejects(confirmSignIn({ challengeResponse: wrongCode(app) }), {
    name: "EnableSoftwareTokenMFAException",
    message: "Code mismatch and fail enable Software Token MFA",
  });
  const done = await confirmSignIn({
    challengeResponse: app.code(),
    options: { friendlyDeviceName: "the phone on the shelf" },
  });
  await requireSignedIn(done, username);
  await signOut();
  return app;
};

test("Amplify sets an authenticator app up in the sign-in that demands one, and signs in with it", async () => {
  await using world = await startFactorWorld({ SoftwareTokenMfaConfiguration });
  const { Username: username, Password: password } = await world.user();
  const app = await setUpApp(world, username, password);
  requireStep(await signIn({ username, password }), "CONFIRM_SIGN_IN_WITH_TOTP_CODE");
  await assert.rejects(confirmSignIn({ challengeResponse: app.code() }), { name: "ExpiredCodeException" });
  world.clock.advance(STEP_MS);
  await requireSignedIn(await confirmSignIn({ challengeResponse: app.code() }), username);
});

test("Amplify lets a user choose to set an e-mail address up, and signs in with its codes", async () => {
  await using world = await startFactorWorld({ SoftwareTokenMfaConfiguration, EmailMfaConfiguration });
  const password = "Secret of ada 1!";
  await world.call.AdminCreateUser({ ...world.pool, Username: "ada", MessageAction: "SUPPRESS" });
  await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password: password, Permanent: true });
  const asked = await signIn({ username: "ada", password });
  const { allowedMFATypes } = requireStep(asked, "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION");
  assert.deepEqual(allowedMFATypes?.toSorted(), ["EMAIL", "TOTP"]);
  requireStep(await confirmSignIn({ challengeResponse: "EMAIL" }), "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP");
  requireStep(await confirmSignIn({ challengeResponse: EMAIL }), "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
  await requireSignedIn(await confirmSignIn({ challengeResponse: await codeTo(world, EMAIL) }), "ada");
  await signOut();
  requireStep(await signIn({ username: "ada", password }), "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
  await requireSignedIn(await confirmSignIn({ challengeResponse: await codeTo(world, EMAIL) }), "ada");
});

test("Amplify lets a user choose to set an authenticator app up", async () => {
  await using world = await startFactorWorld({ SoftwareTokenMfaConfiguration, EmailMfaConfiguration });
  const password = "Secret of ada 1!";
  await world.call.AdminCreateUser({ ...world.pool, Username: "ada", MessageAction: "SUPPRESS" });
  await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password: password, Permanent: true });
  requireStep(await signIn({ username: "ada", password }), "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION");
  const chosen = await confirmSignIn({ challengeResponse: "TOTP" });
  const { totpSetupDetails } = requireStep(chosen, "CONTINUE_SIGN_IN_WITH_TOTP_SETUP");
  const app = createAuthenticator(totpSetupDetails.sharedSecret, world.clock);
  await requireSignedIn(await confirmSignIn({ challengeResponse: app.code() }), "ada");
});

test("Amplify lets a user who is signed in have several factors, prefer one, and choose where none is preferred", async () => {
  await using world = await startFactorWorld(FACTORS, "OPTIONAL");
  const { Username: username, Password: password } = await world.user("ada", REACHABLE);
  await requireSignedIn(await signIn({ username, password }), username);
  const { sharedSecret } = await setUpTOTP();
  const app = createAuthenticator(sharedSecret, world.clock);
  await verifyTOTPSetup({ code: app.code() });
  await updateMFAPreference({ sms: "ENABLED", email: "ENABLED", totp: "PREFERRED" });
  const { enabled = [], preferred } = await fetchMFAPreference();
  assert.deepEqual([enabled.toSorted(), preferred], [["EMAIL", "SMS", "TOTP"], "TOTP"]);
  await signOut();

  requireStep(await signIn({ username, password }), "CONFIRM_SIGN_IN_WITH_TOTP_CODE");
  world.clock.advance(STEP_MS);
  await requireSignedIn(await confirmSignIn({ challengeResponse: app.code() }), username);
  await updateMFAPreference({ totp: "NOT_PREFERRED" });
  await signOut();

  const asked = await signIn({ username, password });
  const { allowedMFATypes } = requireStep(asked, "CONTINUE_SIGN_IN_WITH_MFA_SELECTION");
  assert.deepEqual(allowedMFATypes?.toSorted(), ["EMAIL", "SMS", "TOTP"]);
  requireStep(await confirmSignIn({ challengeResponse: "EMAIL" }), "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
  await requireSignedIn(await confirmSignIn({ challengeResponse: await codeTo(world, EMAIL) }), username);
  await signOut();

  requireStep(await signIn({ username, password }), "CONTINUE_SIGN_IN_WITH_MFA_SELECTION");
  requireStep(await confirmSignIn({ challengeResponse: "SMS" }), "CONFIRM_SIGN_IN_WITH_SMS_CODE");
  await requireSignedIn(await confirmSignIn({ challengeResponse: await codeTo(world, PHONE) }), username);
  await updateMFAPreference({ sms: "DISABLED", email: "DISABLED", totp: "DISABLED" });
  await signOut();
  await requireSignedIn(await signIn({ username, password }), username);
});
