import assert from "node:assert/strict";
import { test } from "node:test";
import { FACTORS } from "../../testing/authenticator.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const PHONE = { phone_number: "+12065550100", phone_number_verified: "true" };
const SMS = [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }] as const;

const startSignedIn = async (attributes: Readonly<Record<string, string>> = PHONE) => {
  const world = await startWorld();
  const { call, pool } = world;
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", ...FACTORS });
  const { Username, Password } = await world.user("ada", attributes);
  const { AuthenticationResult } = await world.signIn(Username, Password);
  return { ...world, AccessToken: AuthenticationResult?.AccessToken ?? "" };
};

/** What each operation that shows a user says of second factors. */
const shown = async ({ call, pool, AccessToken }: World & { readonly AccessToken: string }) => {
  const { Users } = await call.ListUsers(pool);
  const views = [await call.GetUser({ AccessToken }), await call.AdminGetUser({ ...pool, Username: "ada" })];
  const [own, administrators] = views.map(({ MFAOptions, UserMFASettingList, PreferredMfaSetting }) => [
    MFAOptions,
    UserMFASettingList,
    PreferredMfaSetting,
  ]);
  assert.deepEqual(own, administrators);
  assert.deepEqual(Users?.[0]?.MFAOptions, views[0]?.MFAOptions);
  return own;
};

const challenge = async (world: World) => (await world.signIn("ada", "Secret of ada 1!")).ChallengeName;

test("SetUserSettings switches SMS on and off in MFAOptions, beside what SetUserMFAPreference has chosen", async () => {
  await using world = await startSignedIn();
  const { call, AccessToken } = world;
  assert.deepEqual(await shown(world), [undefined, undefined, undefined]);
  assert.deepEqual(await call.SetUserSettings({ AccessToken, MFAOptions: SMS }), {});
  assert.deepEqual(await shown(world), [SMS, undefined, undefined]);
  assert.equal(await challenge(world), "SMS_MFA");

  await call.SetUserMFAPreference({ AccessToken, EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
  assert.deepEqual(await shown(world), [SMS, ["EMAIL_OTP"], "EMAIL_OTP"]);
  assert.equal(await challenge(world), "EMAIL_OTP");
  await call.SetUserMFAPreference({ AccessToken, EmailMfaSettings: { Enabled: false } });
  assert.equal(await challenge(world), "SMS_MFA");

  await call.SetUserMFAPreference({ AccessToken, SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
  await call.SetUserSettings({ AccessToken, MFAOptions: [] });
  assert.deepEqual(await shown(world), [undefined, ["SMS_MFA"], "SMS_MFA"]);
});

test("AdminSetUserSettings does the same for any user, and SMS that is switched off is off in this form too", async () => {
  await using world = await startSignedIn();
  const { call, pool } = world;
  const user = { ...pool, Username: "ada" };
  assert.deepEqual(await call.AdminSetUserSettings({ ...user, MFAOptions: SMS }), {});
  assert.deepEqual(await shown(world), [SMS, undefined, undefined]);
  await call.AdminSetUserMFAPreference({ ...user, SMSMfaSettings: { Enabled: false } });
  assert.deepEqual(await shown(world), [undefined, undefined, undefined]);
  assert.equal(await challenge(world), undefined);
});

test("SetUserSettings keeps SMS as a second factor from recovering the account, as a preference does", async () => {
  await using world = await startSignedIn({ ...PHONE, email_verified: "false" });
  const { call, client, AccessToken } = world;
  await world.updatePool({
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: "verified_phone_number" }] },
  });
  await call.SetUserSettings({ AccessToken, MFAOptions: SMS });
  await refused(call.ForgotPassword({ ...client, Username: "ada" }), "InvalidParameterException", TEXTS.noContact);
});

test("SetUserSettings and AdminSetUserSettings refuse in the API's words", async () => {
  await using world = await startSignedIn({});
  const { call, pool, AccessToken } = world;
  const refusals = [
    [[{ DeliveryMedium: "EMAIL", AttributeName: "email" }], "MFAOptions can name SMS to phone_number alone."],
    [[{ DeliveryMedium: "SMS", AttributeName: "email" }], "MFAOptions can name SMS to phone_number alone."],
    [[{}], "MFAOptions can name SMS to phone_number alone."],
    [SMS, "User does not have delivery config set to turn on SMS_MFA"],
  ] as const;
  for (const [MFAOptions, message] of refusals) {
    for (const attempt of [
      call.SetUserSettings({ AccessToken, MFAOptions }),
      call.AdminSetUserSettings({ ...pool, Username: "ada", MFAOptions }),
    ]) {
      await refused(attempt, "InvalidParameterException", message);
    }
  }
  await refused(
    call.AdminSetUserSettings({ ...pool, Username: "nobody", MFAOptions: SMS }),
    "UserNotFoundException",
    TEXTS.unknownUser,
  );
});
