import assert from "node:assert/strict";
import { test } from "node:test";
import { attributeList, attributesOf } from "../../testing/attributes.ts";
import { startWorld, type World } from "../../testing/world.ts";

const invalid = (message: string | RegExp) => ({ name: "InvalidParameterException", message });

const customs = async (world: World) => {
  const { UserPool } = await world.call.DescribeUserPool(world.pool);
  return (UserPool?.SchemaAttributes ?? []).slice(20);
};

test("AddCustomAttributes adds to the schema, and users may have them at once", async () => {
  await using world = await startWorld({ pool: { Schema: [{ Name: "team", AttributeDataType: "String" }] } });
  await world.user();
  const before = await customs(world);
  assert.deepEqual(
    await world.call.AddCustomAttributes({
      ...world.pool,
      CustomAttributes: [
        { Name: "age", AttributeDataType: "Number", NumberAttributeConstraints: { MinValue: "18" } },
        { Name: "note", AttributeDataType: "String", DeveloperOnlyAttribute: true, Mutable: false },
      ],
    }),
    {},
  );
  assert.deepEqual(await customs(world), [
    ...before,
    {
      Name: "custom:age",
      AttributeDataType: "Number",
      DeveloperOnlyAttribute: false,
      Mutable: true,
      Required: false,
      NumberAttributeConstraints: { MinValue: "18" },
    },
    {
      Name: "dev:custom:note",
      AttributeDataType: "String",
      DeveloperOnlyAttribute: true,
      Mutable: false,
      Required: false,
      StringAttributeConstraints: {},
    },
  ]);
  const UserAttributes = attributeList({ "custom:age": "36" });
  await world.call.AdminUpdateUserAttributes({ ...world.pool, Username: "ada", UserAttributes });
  assert.equal((await attributesOf(world, "ada"))["custom:age"], "36");
});

test("AddCustomAttributes refuses names that are there, and what no pool can have", async () => {
  await using world = await startWorld({
    pool: {
      Schema: [
        { Name: "team", AttributeDataType: "String" },
        { Name: "note", AttributeDataType: "String", DeveloperOnlyAttribute: true },
      ],
    },
  });
  const add = (...CustomAttributes: object[]) => world.call.AddCustomAttributes({ ...world.pool, CustomAttributes });
  const text = (Name: string) => ({ Name, AttributeDataType: "String" as const });
  await assert.rejects(add(text("team")), invalid("custom:team: Existing attribute already has name custom:team."));
  await assert.rejects(add(text("note")), invalid("custom:note: Existing attribute already has name dev:custom:note."));
  await assert.rejects(add(text("x"), text("x")), invalid("custom:x: Existing attribute already has name custom:x."));
  await assert.rejects(
    add({ ...text("x"), Required: true }),
    invalid("Required custom attributes are not supported currently."),
  );
  await assert.rejects(
    add({ Name: "x" }),
    invalid("Invalid AttributeDataType input, consider using the provided AttributeDataType enum."),
  );
  await assert.rejects(add(text("a".repeat(21))), invalid(/less than or equal to 20/));
  const many = (from: number) => Array.from({ length: 24 }, (_, index) => text(`a${from + index}`));
  await add(...many(0));
  await add(...many(24));
  await assert.rejects(add(text("last")), invalid("A user pool cannot have more than 50 custom attributes."));
  assert.equal((await customs(world)).length, 50);
  const unknown = { UserPoolId: "us-east-1_Unknown00", CustomAttributes: [text("x")] };
  await assert.rejects(world.call.AddCustomAttributes(unknown), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
});
