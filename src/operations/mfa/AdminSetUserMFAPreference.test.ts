import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("AdminSetUserMFAPreference sets factors, which AdminGetUser shows until they are all off", async () => {
  await using world = await startWorld();
  const { Username } = await world.user("ada", { phone_number: "+12065550100" });
  const shown = async () => {
    const { UserMFASettingList, PreferredMfaSetting } = await world.call.AdminGetUser({ ...world.pool, Username });
    return { UserMFASettingList, PreferredMfaSetting };
  };
  await world.call.AdminSetUserMFAPreference({
    ...world.pool,
    Username,
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  assert.deepEqual(await shown(), { UserMFASettingList: ["SMS_MFA"], PreferredMfaSetting: "SMS_MFA" });
  await world.call.AdminSetUserMFAPreference({ ...world.pool, Username, SMSMfaSettings: { Enabled: false } });
  assert.deepEqual(await shown(), { UserMFASettingList: undefined, PreferredMfaSetting: undefined });
});

test("AdminSetUserMFAPreference refuses an authenticator app that is not registered", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await assert.rejects(
    world.call.AdminSetUserMFAPreference({ ...world.pool, Username, SoftwareTokenMfaSettings: { Enabled: true } }),
    {
      name: "InvalidParameterException",
      message: "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    },
  );
  await assert.rejects(world.call.AdminSetUserMFAPreference({ ...world.pool, Username: "nobody" }), {
    name: "UserNotFoundException",
    message: "User does not exist.",
  });
});
