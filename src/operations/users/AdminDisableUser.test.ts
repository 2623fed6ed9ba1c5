import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("AdminDisableUser bars the user and ends every token; enabling revives none of them", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  const AccessToken = AuthenticationResult?.AccessToken ?? "";

  assert.deepEqual(await world.call.AdminDisableUser({ ...world.pool, Username }), {});

  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username })).Enabled, false);
  await assert.rejects(world.signIn(Username, Password), {
    name: "NotAuthorizedException",
    message: "User is disabled.",
  });
  await assert.rejects(world.call.GetUser({ AccessToken }), { name: "NotAuthorizedException" });

  assert.deepEqual(await world.call.AdminEnableUser({ ...world.pool, Username }), {});
  await assert.rejects(world.call.GetUser({ AccessToken }), {
    name: "NotAuthorizedException",
    message: "Access Token has been revoked",
  });
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("AdminDisableUser leaves a reset that is under way as it is", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  const { code } = world.inbox.latest("ada@example.com");
  await world.call.AdminDisableUser({ ...world.pool, Username });
  const Password = "A better 1!";
  const confirm = () =>
    world.call.ConfirmForgotPassword({ ...world.client, Username, ConfirmationCode: code, Password });
  await assert.rejects(confirm(), { name: "NotAuthorizedException", message: "User is disabled." });
  await world.call.AdminEnableUser({ ...world.pool, Username });
  await confirm();
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("AdminDisableUser and AdminEnableUser tell that there is no such user", async () => {
  await using world = await startWorld();
  const gone = { name: "UserNotFoundException", message: "User does not exist." };
  await assert.rejects(world.call.AdminDisableUser({ ...world.pool, Username: "nobody" }), gone);
  await assert.rejects(world.call.AdminEnableUser({ ...world.pool, Username: "nobody" }), gone);
});
