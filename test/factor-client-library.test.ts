/** Amazon's browser library with second factors: how they are set up, asked for and chosen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CognitoUser } from "amazon-cognito-identity-js";
import { STEP_MS } from "../src/crypto/totp.ts";
import { createAuthenticator, FACTORS, wrongCode } from "../src/testing/authenticator.ts";
import { startWorld } from "../src/testing/world.ts";
import { openLibrary, outcomeOf, signIn, type Flow, type Outcome } from "./client-library.ts";
import { codeTo } from "./code-to.ts";

const PHONE = "+15555550100";
const REACHABLE = { phone_number: PHONE, phone_number_verified: "true" };
const FLOWS: readonly Flow[] = ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"];

const { SmsMfaConfiguration, SoftwareTokenMfaConfiguration } = FACTORS;

/** A pool whose accounts are recovered by administrators alone, so that every contact may be a factor. */
const startFactorWorld = async (factors: Partial<typeof FACTORS>, MfaConfiguration: "ON" | "OPTIONAL" = "ON") => {
  const world = await startWorld({
    pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] } },
  });
  await world.call.SetUserPoolMfaConfig({ ...world.pool, MfaConfiguration, ...factors });
  const { user } = await openLibrary(world);
  return { world, user };
};

const sendCode = (user: CognitoUser, code: string, factor: "SMS_MFA" | "SOFTWARE_TOKEN_MFA"): Promise<Outcome> =>
  outcomeOf((callbacks) => {
    user.sendMFACode(code, callbacks, factor);
  });

const requireSession = ({ session }: Outcome, username: string): void => {
  assert.equal(session?.getAccessToken().payload["username"], username);
};

/** A new secret for the user, who is signed in or is to set a factor up. */
const associate = (user: CognitoUser): Promise<string> =>
  new Promise((resolve, reject) => {
    user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
  });

const verify = (user: CognitoUser, code: string): Promise<Outcome> =>
  outcomeOf((callbacks) => {
    user.verifySoftwareToken(code, "the phone on the shelf", callbacks);
  });

for (const flow of FLOWS) {
  test(`amazon-cognito-identity-js signs in with a code by SMS after ${flow}`, async () => {
    const { world, user } = await startFactorWorld({ SmsMfaConfiguration });
    await using _ = world;
    const { Username, Password } = await world.user("ada", REACHABLE);
    const ada = user(Username, flow);
    const { challenge, parameters } = await signIn(ada, Password);
    assert.equal(challenge, "SMS_MFA");
    assert.equal(parameters["CODE_DELIVERY_DESTINATION"], "+*******0100");
    const code = await codeTo(world, PHONE);
    await assert.rejects(sendCode(ada, code === "000000" ? "000001" : "000000", "SMS_MFA"), {
      name: "CodeMismatchException",
      message: "Invalid code or auth state for the user.",
    });
    requireSession(await sendCode(ada, code, "SMS_MFA"), Username);
  });

  test(`amazon-cognito-identity-js sets an authenticator app up after ${flow}, and signs in with it`, async () => {
    const { world, user } = await startFactorWorld({ SoftwareTokenMfaConfiguration });
    await using _ = world;
    const { Username, Password } = await world.user();
    const ada = user(Username, flow);
    const { challenge, parameters } = await signIn(ada, Password);
    assert.equal(challenge, "MFA_SETUP");
    assert.equal(parameters["MFAS_CAN_SETUP"], '["SOFTWARE_TOKEN_MFA"]');
    const app = createAuthenticator(await associate(ada), world.clock);
    await assert.rejects(verify(ada, wrongCode(app)), { name: "EnableSoftwareTokenMFAException" });
    requireSession(await verify(ada, app.code()), Username);

    const again = user(Username, flow);
    const asked = await signIn(again, Password);
    assert.equal(asked.challenge, "SOFTWARE_TOKEN_MFA");
    assert.equal(asked.parameters["FRIENDLY_DEVICE_NAME"], "the phone on the shelf");
    await assert.rejects(sendCode(again, app.code(), "SOFTWARE_TOKEN_MFA"), { name: "ExpiredCodeException" });
    world.clock.advance(STEP_MS);
    requireSession(await sendCode(again, app.code(), "SOFTWARE_TOKEN_MFA"), Username);
  });
}

test("amazon-cognito-identity-js lets a user have two factors, prefer one, and choose where none is preferred", async () => {
  const { world, user } = await startFactorWorld({ SmsMfaConfiguration, SoftwareTokenMfaConfiguration }, "OPTIONAL");
  await using _ = world;
  const { Username, Password } = await world.user("ada", REACHABLE);
  const ada = user(Username);
  requireSession(await signIn(ada, Password), Username);
  const app = createAuthenticator(await associate(ada), world.clock);
  await verify(ada, app.code());
  const prefer = (sms: object | null, totp: object | null) =>
    new Promise<void>((resolve, reject) => {
      const settings = { Enabled: true, PreferredMfa: false };
      ada.setUserMfaPreference({ ...settings, ...sms }, { ...settings, ...totp }, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  await prefer({ PreferredMfa: true }, {});
  assert.equal((await signIn(user(Username), Password)).challenge, "SMS_MFA");

  await prefer({}, {});
  const choosing = user(Username);
  const { challenge, parameters } = await signIn(choosing, Password);
  assert.equal(challenge, "SELECT_MFA_TYPE");
  assert.equal(parameters["MFAS_CAN_CHOOSE"], '["SMS_MFA","SOFTWARE_TOKEN_MFA"]');
  const chosen = await outcomeOf((callbacks) => {
    choosing.sendMFASelectionAnswer("SOFTWARE_TOKEN_MFA", callbacks);
  });
  assert.equal(chosen.challenge, "SOFTWARE_TOKEN_MFA");
  world.clock.advance(STEP_MS);
  requireSession(await sendCode(choosing, app.code(), "SOFTWARE_TOKEN_MFA"), Username);

  await prefer({ Enabled: false }, { Enabled: false });
  requireSession(await signIn(user(Username), Password), Username);
});
