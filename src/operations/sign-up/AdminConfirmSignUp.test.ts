import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";

const Password = "Secret of ada 1!";

const signUp = (world: World) =>
  world.call.SignUp({
    ...world.client,
    Username: "ada",
    Password,
    UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
  });

test("AdminConfirmSignUp confirms without verifying anything, and kills the code", async () => {
  await using world = await startWorld();
  await signUp(world);
  await world.call.AdminConfirmSignUp({ ...world.pool, Username: "ada" });
  const { UserStatus, UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  assert.equal(UserStatus, "CONFIRMED");
  assert.equal(UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "false");
  assert.ok((await world.signIn("ada", Password)).AuthenticationResult);
});

test("AdminConfirmSignUp refuses every other status, and names it", async () => {
  await using world = await startWorld();
  await world.user("ada");
  await world.call.AdminCreateUser({ ...world.pool, Username: "bob", MessageAction: "SUPPRESS" });
  for (const [Username, status] of [
    ["ada", "CONFIRMED"],
    ["bob", "FORCE_CHANGE_PASSWORD"],
  ] as const) {
    await assert.rejects(world.call.AdminConfirmSignUp({ ...world.pool, Username }), {
      name: "NotAuthorizedException",
      message: `User cannot be confirmed. Current status is ${status}`,
    });
  }
  await assert.rejects(world.call.AdminConfirmSignUp({ ...world.pool, Username: "nobody" }), {
    name: "UserNotFoundException",
    message: "User does not exist.",
  });
});

test("AdminConfirmSignUp tells PostConfirmation, without a client", async () => {
  await using world = await startWorld();
  const PostConfirmation = world.functions.set("post", (event) => event);
  await world.updatePool({ LambdaConfig: { PostConfirmation } });
  await signUp(world);
  await world.call.AdminConfirmSignUp({ ...world.pool, Username: "ada", ClientMetadata: { a: "1" } });
  const [event] = world.functions.events;
  assert.equal(event?.triggerSource, "PostConfirmation_ConfirmSignUp");
  assert.equal(event?.callerContext.clientId, null);
  assert.deepEqual(event?.request["clientMetadata"], { a: "1" });
});
