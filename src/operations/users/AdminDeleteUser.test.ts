import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("AdminDeleteUser removes the user, the names, the tokens and the codes", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  const { code } = world.inbox.latest("ada@example.com");

  assert.equal(await world.call.AdminDeleteUser({ ...world.pool, Username }), undefined);

  const gone = { name: "UserNotFoundException", message: "User does not exist." };
  for (const name of [Username, "ada@example.com"]) {
    await assert.rejects(world.call.AdminGetUser({ ...world.pool, Username: name }), gone);
  }
  await assert.rejects(world.call.AdminDeleteUser({ ...world.pool, Username }), gone);
  await assert.rejects(world.call.GetUser({ AccessToken: AuthenticationResult?.AccessToken ?? "" }));

  // Whoever takes the name is somebody else: the old code and the old password are nothing to them.
  await world.call.AdminCreateUser({ ...world.pool, Username, MessageAction: "SUPPRESS" });
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password: "Of the second 1!", Permanent: true });
  await assert.rejects(world.signIn(Username, Password), { name: "NotAuthorizedException" });
  await assert.rejects(
    world.call.ConfirmForgotPassword({ ...world.client, Username, ConfirmationCode: code, Password: "Stolen 1!" }),
    { name: "ExpiredCodeException" },
  );
});
