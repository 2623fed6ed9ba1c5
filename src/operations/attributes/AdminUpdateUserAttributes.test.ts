import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";

const list = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
const invalid = (message: string) => ({ name: "InvalidParameterException", message });

const update = (world: World, Username: string, values: Readonly<Record<string, string>>) =>
  world.call.AdminUpdateUserAttributes({ ...world.pool, Username, UserAttributes: list(values) });

const attributesOf = async (world: World, Username: string) => {
  const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
  const { sub: _sub, ...attributes } = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  return attributes;
};

/** A reset code that has gone to Ada's address, and what becomes of it after `change`. */
const resetAround = async (change: (world: World) => Promise<unknown>) => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  const { code } = world.inbox.latest("ada@example.com");
  await change(world);
  try {
    await world.call.ConfirmForgotPassword({
      ...world.client,
      Username,
      ConfirmationCode: code,
      Password: "A better 1!",
    });
    return "works";
  } catch (error) {
    return error instanceof Error ? error.name : "";
  }
};

test("AdminUpdateUserAttributes changes, adds and deletes", async () => {
  await using world = await startWorld();
  await world.user("ada", { nickname: "A" });
  assert.deepEqual(await update(world, "ada", { nickname: "", name: "Ada", email: "new@example.com" }), {});
  assert.deepEqual(await attributesOf(world, "ada"), {
    email: "new@example.com",
    email_verified: "false",
    name: "Ada",
  });
  await update(world, "ada", { email: "newer@example.com", email_verified: "true" });
  assert.equal((await attributesOf(world, "ada"))["email_verified"], "true");
  assert.equal(world.inbox.all.length, 0);
});

test("AdminUpdateUserAttributes kills a reset code whose address is changed, removed or doubted, and no other", async () => {
  const change = (values: Readonly<Record<string, string>>) => (world: World) => update(world, "ada", values);
  assert.equal(await resetAround(change({ email: "new@example.com" })), "ExpiredCodeException");
  assert.equal(await resetAround(change({ email: "new@example.com", email_verified: "true" })), "ExpiredCodeException");
  assert.equal(await resetAround(change({ email: "" })), "ExpiredCodeException");
  assert.equal(await resetAround(change({ email_verified: "false" })), "ExpiredCodeException");
  assert.equal(
    await resetAround(async (world) => {
      await update(world, "ada", { email: "new@example.com" });
      await update(world, "ada", { email: "ada@example.com", email_verified: "true" });
    }),
    "ExpiredCodeException",
  );
  assert.equal(await resetAround(change({ name: "Ada", phone_number: "+12065550100" })), "works");
  assert.equal(await resetAround(change({ email: "ada@example.com" })), "works");
});

test("AdminUpdateUserAttributes tells that an alias is another user's", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email", "phone_number", "preferred_username"] } });
  await world.user("ada", {
    phone_number: "+12065550100",
    phone_number_verified: "true",
    preferred_username: "countess",
  });
  await world.user("eve");
  const taken = (name: string) => ({
    name: "AliasExistsException",
    message: `An account with the given ${name} already exists.`,
  });
  await assert.rejects(update(world, "eve", { email: "ada@example.com", email_verified: "true" }), taken("email"));
  await assert.rejects(
    update(world, "eve", { phone_number: "+12065550100", phone_number_verified: "true" }),
    taken("phone_number"),
  );
  await assert.rejects(update(world, "eve", { preferred_username: "countess" }), taken("preferred_username"));
  await assert.rejects(update(world, "eve", { preferred_username: "ada" }), taken("preferred_username"));
  await assert.rejects(
    update(world, "eve", { preferred_username: "ada@example.com" }),
    invalid("Username cannot be of email format, since user pool is configured for email alias."),
  );
  // Unverified it is nobody's name.
  await update(world, "eve", { email: "ada@example.com" });
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada@example.com" })).Username, "ada");
});

test("AdminUpdateUserAttributes lets a name go with the address", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email"] } });
  const create = (Username: string) => world.call.AdminCreateUser({ ...world.pool, Username });
  await create("ada@example.com");
  await create("eve@example.com");
  await assert.rejects(update(world, "eve@example.com", { email: "ada@example.com" }), {
    name: "AliasExistsException",
    message: "An account with the given email already exists.",
  });
  await update(world, "ada@example.com", { email: "lovelace@example.com" });
  await assert.rejects(attributesOf(world, "ada@example.com"), { name: "UserNotFoundException" });
  await update(world, "eve@example.com", { email: "ada@example.com" });
  assert.equal((await attributesOf(world, "lovelace@example.com"))["email"], "lovelace@example.com");
  await assert.rejects(
    update(world, "ada@example.com", { email: "" }),
    invalid("Invalid user attributes: email: Required attribute cannot be deleted."),
  );
});

test("AdminUpdateUserAttributes judges attributes", async () => {
  await using world = await startWorld({
    pool: { Schema: [{ Name: "badge", AttributeDataType: "String", Mutable: false }] },
  });
  await world.user();
  await assert.rejects(
    update(world, "ada", { "custom:x": "1" }),
    invalid("custom:x: Attribute does not exist in the schema."),
  );
  await assert.rejects(
    update(world, "ada", { "custom:badge": "1" }),
    invalid("user.custom:badge: Attribute cannot be updated."),
  );
  await assert.rejects(update(world, "ada", { email: "x" }), invalid("Invalid email address format."));
  await assert.rejects(
    world.call.AdminUpdateUserAttributes({ ...world.pool, Username: "ada", UserAttributes: [{ Name: "name" }] }),
    invalid("Attribute value for name must not be null"),
  );
  await assert.rejects(update(world, "nobody", { name: "x" }), {
    name: "UserNotFoundException",
    message: "User does not exist.",
  });
});

test("AdminUpdateUserAttributes keeps an address that must be proven before it is replaced", async () => {
  await using world = await startWorld({
    pool: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] } },
  });
  const { Username, Password } = await world.user();
  assert.deepEqual(await update(world, "ada", { email: "new@example.com", name: "Ada" }), {});
  const old = { email: "ada@example.com", email_verified: "true", name: "Ada" };
  assert.deepEqual(await attributesOf(world, "ada"), old);
  const { AuthenticationResult } = await world.signIn(Username, Password);
  const { code } = world.inbox.latest("new@example.com");
  const proof = { AccessToken: AuthenticationResult?.AccessToken ?? "", AttributeName: "email", Code: code };
  assert.deepEqual(await world.call.VerifyUserAttribute(proof), {});
  assert.equal((await attributesOf(world, "ada"))["email"], "new@example.com");

  await update(world, "ada", { email: "waits@example.com" });
  await update(world, "ada", { email: "vouched@example.com", email_verified: "true" });
  assert.equal((await attributesOf(world, "ada"))["email"], "vouched@example.com");
  const late = { ...proof, Code: world.inbox.latest("waits@example.com").code };
  await assert.rejects(world.call.VerifyUserAttribute(late), { name: "ExpiredCodeException" });
});
