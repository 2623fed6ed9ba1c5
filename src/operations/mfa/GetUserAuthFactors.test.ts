import assert from "node:assert/strict";
import { test } from "node:test";
import { FACTORS, registerApp } from "../../testing/authenticator.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const PHONE = { phone_number: "+12065550100", phone_number_verified: "true" };

test("GetUserAuthFactors shows a password and nothing else of who has nothing else", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user("ada", PHONE);
  const AccessToken = (await world.signIn(Username, Password)).AuthenticationResult?.AccessToken ?? "";
  const factors = { Username: "ada", ConfiguredUserAuthFactors: ["PASSWORD"] };
  assert.deepEqual(await world.call.GetUserAuthFactors({ AccessToken }), factors);
  assert.deepEqual(await world.call.AdminGetUserAuthFactors({ ...world.pool, Username }), factors);
});

test("GetUserAuthFactors shows second factors, and first ones that the pool allows and the user has", async () => {
  await using world = await startWorld({
    pool: {
      Policies: {
        SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] },
      },
    },
  });
  const { call, pool } = world;
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", ...FACTORS });
  const { Username, Password } = await world.user("ada", PHONE);
  const AccessToken = (await world.signIn(Username, Password)).AuthenticationResult?.AccessToken ?? "";
  await registerApp(world, AccessToken);
  await call.SetUserMFAPreference({
    AccessToken,
    SMSMfaSettings: { Enabled: true },
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const factors = {
    Username: "ada",
    PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
    UserMFASettingList: ["SMS_MFA", "SOFTWARE_TOKEN_MFA"],
    ConfiguredUserAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP"],
  };
  assert.deepEqual(await call.GetUserAuthFactors({ AccessToken }), factors);
  assert.deepEqual(await call.AdminGetUserAuthFactors({ ...pool, Username }), factors);
});

test("AdminGetUserAuthFactors does not know whom nobody made", async () => {
  await using world = await startWorld();
  await refused(
    world.call.AdminGetUserAuthFactors({ ...world.pool, Username: "nobody" }),
    "UserNotFoundException",
    TEXTS.unknownUser,
  );
});
