import assert from "node:assert/strict";
import { test } from "node:test";
import { accessOf, attributeList, attributesOf } from "../../testing/attributes.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const invalid = (message: string) => ({ name: "InvalidParameterException", message });
const unauthorized = { name: "NotAuthorizedException", message: "A client attempted to write unauthorized attribute" };

const start = async (options: WorldOptions = {}, attributes: Readonly<Record<string, string>> = {}) => {
  const world = await startWorld(options);
  const access = await accessOf(world, await world.user("ada", attributes));
  const update = (values: Readonly<Record<string, string>>) =>
    world.call.UpdateUserAttributes({ ...access, UserAttributes: attributeList(values) });
  return { world, access, update };
};

const details = (Destination: string, DeliveryMedium = "EMAIL", AttributeName = "email") => ({
  CodeDeliveryDetailsList: [{ Destination, DeliveryMedium, AttributeName }],
});

const guarded: WorldOptions = {
  pool: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] } },
};

test("UpdateUserAttributes changes, adds and deletes, and sends a code to a new address", async () => {
  const { world, access, update } = await start({}, { nickname: "A" });
  await using owned = world;
  assert.deepEqual(await update({ nickname: "", name: "Ada" }), { CodeDeliveryDetailsList: [] });
  assert.deepEqual(await update({ email: "new@example.org" }), details("n***@e***"));
  assert.deepEqual(await attributesOf(owned, "ada"), {
    email: "new@example.org",
    email_verified: "false",
    name: "Ada",
  });
  const { code, body } = owned.inbox.latest("new@example.org");
  assert.match(body, /verification code/i);
  await owned.call.VerifyUserAttribute({ ...access, AttributeName: "email", Code: code });
  assert.equal((await attributesOf(owned, "ada"))["email_verified"], "true");
});

test("UpdateUserAttributes sends no code for what the pool does not verify", async () => {
  const { world, update } = await start({ pool: { AutoVerifiedAttributes: [] } });
  await using owned = world;
  assert.deepEqual(await update({ email: "new@example.com", phone_number: "+12065550100" }), {
    CodeDeliveryDetailsList: [],
  });
  assert.equal(owned.inbox.all.length, 0);
});

test("UpdateUserAttributes keeps the old address, and its flag, until the new one is proven", async () => {
  const { world, access, update } = await start({
    pool: { ...guarded.pool, AliasAttributes: ["email"] },
  });
  await using owned = world;
  const old = { email: "ada@example.com", email_verified: "true" };
  assert.deepEqual(await update({ email: "new@example.org" }), details("n***@e***"));
  assert.deepEqual(await attributesOf(owned, "ada@example.com"), old);
  const own = await owned.call.GetUser(access);
  assert.doesNotMatch(JSON.stringify(own), /new@example/);

  const first = owned.inbox.latest("new@example.org").code;
  await owned.call.VerifyUserAttribute({ ...access, AttributeName: "email", Code: first });
  assert.deepEqual(await attributesOf(owned, "new@example.org"), { email: "new@example.org", email_verified: "true" });
  await assert.rejects(attributesOf(owned, "ada@example.com"), { name: "UserNotFoundException" });
});

test("UpdateUserAttributes lets the newest of the addresses that wait take the place of the others", async () => {
  const { world, access, update } = await start(guarded);
  await using owned = world;
  const verify = (Code: string) => owned.call.VerifyUserAttribute({ ...access, AttributeName: "email", Code });
  await update({ email: "first@example.com" });
  const first = owned.inbox.latest("first@example.com").code;
  await update({ email: "second@example.com" });
  const second = owned.inbox.latest("second@example.com").code;
  if (first !== second) await assert.rejects(verify(first), { name: "CodeMismatchException" });
  await verify(second);
  assert.equal((await attributesOf(owned, "ada"))["email"], "second@example.com");

  // Naming the address that is there takes a change back.
  await update({ email: "third@example.com" });
  await update({ email: "second@example.com" });
  await assert.rejects(verify(owned.inbox.latest("third@example.com").code), { name: "ExpiredCodeException" });
  assert.equal((await attributesOf(owned, "ada"))["email"], "second@example.com");
});

test("UpdateUserAttributes lets nobody prove the address that is there by a code that went to another", async () => {
  const { world, access, update } = await start(guarded, { email: "victim@example.com", email_verified: "false" });
  await using owned = world;
  await update({ email: "own@example.com" });
  await update({ email: "victim@example.com" });
  const { code } = owned.inbox.latest("own@example.com");
  await assert.rejects(owned.call.VerifyUserAttribute({ ...access, AttributeName: "email", Code: code }), {
    name: "ExpiredCodeException",
  });
  assert.deepEqual(await attributesOf(owned, "ada"), { email: "victim@example.com", email_verified: "false" });
});

test("UpdateUserAttributes forgets an address that was not proven in time", async () => {
  const { world, access, update } = await start(guarded);
  await using owned = world;
  await update({ email: "new@example.com" });
  const { code } = owned.inbox.latest("new@example.com");
  owned.clock.advance(24 * 60 * 60 * 1000);
  const again = await accessOf(owned, { Username: "ada", Password: "Secret of ada 1!" });
  await assert.rejects(owned.call.VerifyUserAttribute({ ...again, AttributeName: "email", Code: code }), {
    name: "ExpiredCodeException",
  });
  await owned.call.GetUserAttributeVerificationCode({ ...again, AttributeName: "email" });
  assert.equal(owned.inbox.all.at(-1)?.to, "ada@example.com");
  assert.ok(access.AccessToken);
});

test("UpdateUserAttributes writes what the client may write, and nothing that only the service may", async () => {
  const { world, update } = await start({
    pool: {
      Schema: [
        { Name: "badge", AttributeDataType: "String", Mutable: false },
        { Name: "note", AttributeDataType: "String", DeveloperOnlyAttribute: true },
        { Name: "team", AttributeDataType: "String" },
      ],
    },
    client: { WriteAttributes: ["email", "name", "custom:badge"] },
  });
  await using owned = world;
  await update({ name: "Ada" });
  const barred = ["nickname", "custom:team", "email_verified", "phone_number_verified", "sub", "dev:custom:note"];
  for (const name of barred) await assert.rejects(update({ [name]: "true" }), unauthorized, name);
  await assert.rejects(update({ "custom:badge": "7" }), invalid("user.custom:badge: Attribute cannot be updated."));
  await assert.rejects(update({ "custom:x": "1" }), invalid("custom:x: Attribute does not exist in the schema."));
  await assert.rejects(update({ email: "x" }), invalid("Invalid email address format."));
  assert.equal((await attributesOf(owned, "ada"))["email"], "ada@example.com");
});

test("UpdateUserAttributes refuses a name that is another user's", async () => {
  const { world, update } = await start({ pool: { AliasAttributes: ["email", "preferred_username"] } });
  await using owned = world;
  await owned.user("eve", { preferred_username: "countess" });
  const taken = {
    name: "AliasExistsException",
    message: "An account with the given preferred_username already exists.",
  };
  await assert.rejects(update({ preferred_username: "countess" }), taken);
  await assert.rejects(
    update({ preferred_username: "eve@example.com" }),
    invalid("Username cannot be of email format, since user pool is configured for email alias."),
  );
});

test("UpdateUserAttributes refuses an address that is somebody's username, before a code is sent", async () => {
  for (const pool of [{}, guarded.pool]) {
    await using world = await startWorld({ pool: { UsernameAttributes: ["email"], ...pool } });
    const Password = "Secret of ada 1!";
    for (const Username of ["ada@example.com", "eve@example.com"]) {
      await world.call.AdminCreateUser({ ...world.pool, Username, MessageAction: "SUPPRESS" });
      await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
    }
    const access = await accessOf(world, { Username: "ada@example.com", Password });
    const UserAttributes = attributeList({ email: "eve@example.com" });
    await assert.rejects(world.call.UpdateUserAttributes({ ...access, UserAttributes }), {
      name: "AliasExistsException",
      message: "An account with the given email already exists.",
    });
    assert.equal(world.inbox.all.length, 0);
  }
});

test("UpdateUserAttributes sends no more messages than anybody may ask for", async () => {
  const { world, update } = await start();
  await using owned = world;
  for (let turn = 0; turn < 10; turn += 1) await update({ email: `new${turn}@example.com` });
  await assert.rejects(update({ email: "last@example.com" }), {
    name: "TooManyRequestsException",
    message: "Attempt limit exceeded, please try after some time.",
  });
  assert.equal((await attributesOf(owned, "ada"))["email"], "new9@example.com");
});

test("UpdateUserAttributes asks the pool's function for the text", async () => {
  const world: World = await startWorld();
  await using owned = world;
  const arn = owned.functions.set("custom-message", (event) => event);
  await owned.updatePool({ LambdaConfig: { CustomMessage: arn } });
  const access = await accessOf(owned, await owned.user());
  await owned.call.UpdateUserAttributes({
    ...access,
    UserAttributes: attributeList({ email: "new@example.com" }),
    ClientMetadata: { why: "moved" },
  });
  const event = owned.functions.events.at(-1);
  assert.equal(event?.triggerSource, "CustomMessage_UpdateUserAttribute");
  assert.deepEqual(event?.request["clientMetadata"], { why: "moved" });
});
