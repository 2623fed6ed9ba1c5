import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("AdminGetUser shows everything of a user, by name, alias or sub", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  await world.user();
  const shown = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  const { UserAttributes: [sub] = [], UserCreateDate, UserLastModifiedDate, ...rest } = shown;
  assert.equal(sub?.Name, "sub");
  assert.equal(UserCreateDate, world.clock.now() / 1000);
  assert.equal(UserLastModifiedDate, world.clock.now() / 1000);
  assert.deepEqual(rest, { Username: "ada", Enabled: true, UserStatus: "CONFIRMED" });
  for (const Username of ["ada@example.com", sub?.Value ?? ""]) {
    assert.deepEqual(await world.call.AdminGetUser({ ...world.pool, Username }), shown);
  }
});

test("AdminGetUser tells that there is no such user, or no such pool", async () => {
  await using world = await startWorld();
  await assert.rejects(world.call.AdminGetUser({ ...world.pool, Username: "ada" }), {
    name: "UserNotFoundException",
    message: "User does not exist.",
  });
  await assert.rejects(world.call.AdminGetUser({ UserPoolId: "us-east-1_Nobody123", Username: "ada" }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Nobody123 does not exist.",
  });
});
