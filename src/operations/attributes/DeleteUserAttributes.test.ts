import assert from "node:assert/strict";
import { test } from "node:test";
import { accessOf, attributesOf } from "../../testing/attributes.ts";
import { startWorld } from "../../testing/world.ts";

const invalid = (message: string) => ({ name: "InvalidParameterException", message });

const start = () =>
  startWorld({
    pool: {
      Schema: [
        { Name: "phone_number", Required: true },
        { Name: "badge", AttributeDataType: "String", Mutable: false },
        { Name: "team", AttributeDataType: "String" },
        { Name: "note", AttributeDataType: "String", DeveloperOnlyAttribute: true },
      ],
    },
  });

const ADA = {
  phone_number: "+12065550100",
  name: "Ada",
  "custom:badge": "7",
  "custom:team": "x",
  "dev:custom:note": "n",
};

test("AdminDeleteUserAttributes deletes, and with an address its flag and its codes", async () => {
  await using world = await start();
  await world.user("ada", ADA);
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  const { code: ConfirmationCode } = world.inbox.latest("ada@example.com");
  const remove = (...UserAttributeNames: string[]) =>
    world.call.AdminDeleteUserAttributes({ ...world.pool, Username: "ada", UserAttributeNames });
  assert.deepEqual(await remove("email", "custom:team", "dev:custom:note", "nickname"), {});
  assert.deepEqual(await attributesOf(world, "ada"), {
    phone_number: "+12065550100",
    name: "Ada",
    "custom:badge": "7",
  });
  await assert.rejects(
    world.call.ConfirmForgotPassword({
      ...world.client,
      Username: "ada",
      ConfirmationCode,
      Password: "A better 1!",
    }),
    { name: "ExpiredCodeException" },
  );
  await assert.rejects(
    remove("phone_number"),
    invalid("Invalid user attributes: phone_number: Required attribute cannot be deleted."),
  );
  await assert.rejects(remove("custom:badge"), invalid("user.custom:badge: Attribute cannot be updated."));
  await assert.rejects(remove("custom:x"), invalid("custom:x: Attribute does not exist in the schema."));
  await assert.rejects(
    world.call.AdminDeleteUserAttributes({ ...world.pool, Username: "nobody", UserAttributeNames: ["name"] }),
    { name: "UserNotFoundException", message: "User does not exist." },
  );
});

test("DeleteUserAttributes deletes what the user may write", async () => {
  await using world = await start();
  const access = await accessOf(world, await world.user("ada", ADA));
  const remove = (...UserAttributeNames: string[]) =>
    world.call.DeleteUserAttributes({ ...access, UserAttributeNames });
  assert.deepEqual(await remove("name", "email"), {});
  assert.deepEqual(Object.keys(await attributesOf(world, "ada")).sort(), [
    "custom:badge",
    "custom:team",
    "dev:custom:note",
    "phone_number",
  ]);
  for (const name of ["sub", "dev:custom:note", "phone_number_verified"]) {
    await assert.rejects(remove(name), {
      name: "NotAuthorizedException",
      message: "A client attempted to write unauthorized attribute",
    });
  }
  await assert.rejects(
    remove("phone_number"),
    invalid("Invalid user attributes: phone_number: Required attribute cannot be deleted."),
  );
});
