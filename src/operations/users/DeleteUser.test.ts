import assert from "node:assert/strict";
import { test } from "node:test";
import { accessOf } from "../../testing/attributes.ts";
import { startWorld } from "../../testing/world.ts";

test("DeleteUser removes its caller, whose token and name are nothing from then on", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  const login = await world.user();
  await world.user("eve");
  const access = await accessOf(world, login);
  assert.equal(await world.call.DeleteUser(access), undefined);
  await assert.rejects(world.call.GetUser(access));
  await assert.rejects(world.call.DeleteUser(access));
  for (const Username of ["ada", "ada@example.com"]) {
    await assert.rejects(world.call.AdminGetUser({ ...world.pool, Username }), { name: "UserNotFoundException" });
  }
  await world.call.AdminGetUser({ ...world.pool, Username: "eve" });
  await assert.rejects(world.signIn(login.Username, login.Password));
});
