import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

const Password = "Set by hand 1!";

test("AdminSetUserPassword gives a password for good, or until the first sign-in", async () => {
  await using world = await startWorld();
  const { Username, Password: old } = await world.user();
  assert.deepEqual(await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true }), {});
  await assert.rejects(world.signIn(Username, old), { name: "NotAuthorizedException" });
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);

  for (const more of [{}, { Permanent: false }]) {
    await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, ...more });
    assert.equal((await world.signIn(Username, Password)).ChallengeName, "NEW_PASSWORD_REQUIRED");
  }
  assert.equal(world.inbox.all.length, 0);
  world.clock.advance(7 * 24 * 60 * 60 * 1000);
  await assert.rejects(world.signIn(Username, Password), {
    name: "NotAuthorizedException",
    message: "Temporary password has expired and must be reset by an administrator.",
  });
});

test("AdminSetUserPassword kills the reset code and ends the reset", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  const { code } = world.inbox.latest("ada@example.com");
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
  await assert.rejects(
    world.call.ConfirmForgotPassword({
      ...world.client,
      Username,
      ConfirmationCode: code,
      Password: "Of the mailbox 1!",
    }),
    { name: "ExpiredCodeException" },
  );
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("AdminSetUserPassword opens the lock of failed sign-ins", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  for (let n = 0; n < 5; n += 1) {
    await assert.rejects(world.signIn(Username, "Not it 1!"), { message: "Incorrect username or password." });
  }
  await assert.rejects(world.signIn(Username, "Not it 1!"), { message: "Password attempts exceeded" });
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("AdminSetUserPassword confirms a sign-up, whose code is dead then", async () => {
  await using world = await startWorld();
  await world.call.SignUp({
    ...world.client,
    Username: "ada",
    Password: "Of the sign-up 1!",
    UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
  });
  await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password, Permanent: true });
  assert.ok((await world.signIn("ada", Password)).AuthenticationResult);
});

test("AdminSetUserPassword works on a disabled user", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await world.call.AdminDisableUser({ ...world.pool, Username });
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
  await world.call.AdminEnableUser({ ...world.pool, Username });
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("AdminSetUserPassword holds the password to the policy and changes nothing when it breaks it", async () => {
  await using world = await startWorld();
  const { Username, Password: old } = await world.user();
  for (const [password, violation] of [
    ["Sh0rt!", "Password not long enough"],
    ["no capital 1!", "Password must have uppercase characters"],
    ["NO SMALL 1!", "Password must have lowercase characters"],
    ["No number!", "Password must have numeric characters"],
    ["NoSymbol11", "Password must have symbol characters"],
  ] as const) {
    await assert.rejects(world.call.AdminSetUserPassword({ ...world.pool, Username, Password: password }), {
      name: "InvalidPasswordException",
      message: `Password did not conform with policy: ${violation}`,
    });
  }
  assert.ok((await world.signIn(Username, old)).AuthenticationResult);
  await assert.rejects(world.call.AdminSetUserPassword({ ...world.pool, Username: "nobody", Password }), {
    name: "UserNotFoundException",
    message: "User does not exist.",
  });
});
