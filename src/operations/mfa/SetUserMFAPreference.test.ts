import assert from "node:assert/strict";
import { test } from "node:test";
import { FACTORS, registerApp } from "../../testing/authenticator.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const PHONE = { phone_number: "+12065550100", phone_number_verified: "true" };
const ON = { Enabled: true };
const OFF = { Enabled: false };
const PREFERRED = { Enabled: true, PreferredMfa: true };

const startSignedIn = async (attributes: Readonly<Record<string, string>> = {}) => {
  const world = await startWorld();
  const { call, pool } = world;
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", ...FACTORS });
  const { Username, Password } = await world.user("ada", attributes);
  const { AuthenticationResult } = await world.signIn(Username, Password);
  return { ...world, AccessToken: AuthenticationResult?.AccessToken ?? "" };
};

const shown = async ({ call, AccessToken }: World & { readonly AccessToken: string }) => {
  const { UserMFASettingList, PreferredMfaSetting } = await call.GetUser({ AccessToken });
  return [UserMFASettingList, PreferredMfaSetting];
};

test("SetUserMFAPreference switches on what the user has, prefers one, and leaves unnamed factors alone", async () => {
  await using world = await startSignedIn(PHONE);
  const { call, AccessToken } = world;
  await registerApp(world, AccessToken);
  assert.deepEqual(
    await call.SetUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: PREFERRED, SMSMfaSettings: ON }),
    {},
  );
  assert.deepEqual(await shown(world), [["SMS_MFA", "SOFTWARE_TOKEN_MFA"], "SOFTWARE_TOKEN_MFA"]);
  assert.equal((await world.signIn("ada", "Secret of ada 1!")).ChallengeName, "SOFTWARE_TOKEN_MFA");

  await call.SetUserMFAPreference({ AccessToken, EmailMfaSettings: PREFERRED });
  assert.deepEqual(await shown(world), [["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"], "EMAIL_OTP"]);
  assert.equal((await world.signIn("ada", "Secret of ada 1!")).ChallengeName, "EMAIL_OTP");
});

test("SetUserMFAPreference that switches everything off leaves no lists in GetUser", async () => {
  await using world = await startSignedIn(PHONE);
  const { call, pool, AccessToken } = world;
  await call.SetUserMFAPreference({ AccessToken, SMSMfaSettings: PREFERRED, EmailMfaSettings: ON });
  await call.SetUserMFAPreference({ AccessToken, SMSMfaSettings: OFF, EmailMfaSettings: OFF });
  for (const user of [
    await call.GetUser({ AccessToken }),
    await call.AdminGetUser({ ...pool, Username: "ada" }),
    await call.GetUserAuthFactors({ AccessToken }),
  ]) {
    assert.ok(!("UserMFASettingList" in user) && !("PreferredMfaSetting" in user));
  }
  assert.ok((await world.signIn("ada", "Secret of ada 1!")).AuthenticationResult);
});

test("SetUserMFAPreference tells users how far they are with their app, and administrators that there is none", async () => {
  await using world = await startSignedIn();
  const { call, pool, AccessToken } = world;
  const wanted = { SoftwareTokenMfaSettings: ON };
  const byUser = (message: string) =>
    refused(call.SetUserMFAPreference({ AccessToken, ...wanted }), "InvalidParameterException", message);
  const byAdministrator = () =>
    refused(
      call.AdminSetUserMFAPreference({ ...pool, Username: "ada", ...wanted }),
      "InvalidParameterException",
      "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    );
  await byUser("User has not set up software token mfa");
  await byAdministrator();
  await call.AssociateSoftwareToken({ AccessToken });
  await byUser("User has not verified software token mfa");
  await byAdministrator();
  await registerApp(world, AccessToken);
  await call.AdminSetUserMFAPreference({ ...pool, Username: "ada", ...wanted });
  assert.deepEqual(await shown(world), [["SOFTWARE_TOKEN_MFA"], undefined]);
});

test("SetUserMFAPreference refuses what has nowhere to go, two preferences, and one that is off", async () => {
  await using world = await startSignedIn();
  const { call, AccessToken } = world;
  const table = [
    [{ SMSMfaSettings: ON }, "User does not have delivery config set to turn on SMS_MFA"],
    [{ SMSMfaSettings: PREFERRED, EmailMfaSettings: PREFERRED }, "Only one MFA factor can be preferred."],
    [{ EmailMfaSettings: { Enabled: false, PreferredMfa: true } }, "EMAIL_OTP must be enabled to be preferred."],
    [{ WebAuthnMfaSettings: ON }, "User does not have delivery config set to turn on WEB_AUTHN"],
  ] as const;
  for (const [preference, message] of table) {
    await refused(call.SetUserMFAPreference({ AccessToken, ...preference }), "InvalidParameterException", message);
  }
  assert.deepEqual(await shown(world), [undefined, undefined]);
});

test("SetUserMFAPreference is not for a user whose password is being reset", async () => {
  await using world = await startSignedIn();
  const { call, pool, AccessToken } = world;
  await call.AdminResetUserPassword({ ...pool, Username: "ada" });
  await refused(
    call.SetUserMFAPreference({ AccessToken, EmailMfaSettings: ON }),
    "PasswordResetRequiredException",
    TEXTS.resetRequired,
  );
});
