import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";

const accessTokenOf = async (world: World, { Username, Password }: { Username: string; Password: string }) =>
  (await world.signIn(Username, Password)).AuthenticationResult?.AccessToken ?? "";

test("GetUser shows users themselves, sub first, and no factors where there are none", async () => {
  await using world = await startWorld();
  const AccessToken = await accessTokenOf(world, await world.user());
  const shown = await world.call.GetUser({ AccessToken });
  assert.deepEqual(Object.keys(shown).sort(), ["UserAttributes", "Username"]);
  assert.equal(shown.Username, "ada");
  assert.deepEqual(
    shown.UserAttributes.map(({ Name }) => Name),
    ["sub", "email", "email_verified"],
  );
});

test("GetUser shows what the client may read, and sub", async () => {
  await using world = await startWorld({ client: { ReadAttributes: ["email"] } });
  const AccessToken = await accessTokenOf(world, await world.user("ada", { nickname: "A" }));
  const { UserAttributes } = await world.call.GetUser({ AccessToken });
  assert.deepEqual(
    UserAttributes.map(({ Name }) => Name),
    ["sub", "email"],
  );
});

test("GetUser shows no developer attribute", async () => {
  await using world = await startWorld({
    pool: { Schema: [{ Name: "note", AttributeDataType: "String", DeveloperOnlyAttribute: true }] },
  });
  const AccessToken = await accessTokenOf(world, await world.user("ada", { "dev:custom:note": "x" }));
  const { UserAttributes } = await world.call.GetUser({ AccessToken });
  assert.ok(!UserAttributes.some(({ Name }) => Name.startsWith("dev:")));
  const { UserAttributes: all } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  assert.ok(all?.some(({ Name, Value }) => Name === "dev:custom:note" && Value === "x"));
});
