import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createSchema,
  customAttribute,
  schemaOf,
  standardAttributes,
  type SchemaAttribute,
} from "./attribute-schema.ts";

const names = (schema: readonly SchemaAttribute[]) => schema.map((attribute) => attribute.Name);
const find = (schema: readonly SchemaAttribute[], name: string) => schema.find((attribute) => attribute.Name === name);

const text = (name: string, MinLength: string, MaxLength: string): SchemaAttribute => ({
  Name: name,
  AttributeDataType: "String",
  StringAttributeConstraints: { MinLength, MaxLength },
});

const number = (name: string, MinValue: string, MaxValue: string): SchemaAttribute => ({
  Name: name,
  AttributeDataType: "Number",
  NumberAttributeConstraints: { MinValue, MaxValue },
});

test("standardAttributes are twenty, in the API's order", () => {
  assert.equal(
    names(standardAttributes).join(" "),
    "sub name given_name family_name middle_name nickname preferred_username profile picture website email email_verified " +
      "gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at",
  );
});

test("createSchema without attributes gives the standard ones as they are", () => {
  assert.deepEqual(createSchema(), standardAttributes);
});

test("createSchema changes a standard attribute in its place and keeps what is not said", () => {
  const schema = createSchema([{ Name: "email", Required: true, StringAttributeConstraints: { MinLength: "7" } }]);
  assert.deepEqual(names(schema), names(standardAttributes));
  assert.deepEqual(find(schema, "email"), {
    Name: "email",
    AttributeDataType: "String",
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: true,
    StringAttributeConstraints: { MinLength: "7", MaxLength: "2048" },
  });
});

test("createSchema leaves sub as it is, whatever is said of it", () => {
  const [sub] = createSchema([{ Name: "sub", Mutable: true, Required: false }]);
  assert.deepEqual(sub, standardAttributes[0]);
});

test("createSchema puts custom attributes last, in the order given", () => {
  const schema = createSchema([
    { Name: "level", AttributeDataType: "Number" },
    { Name: "team", AttributeDataType: "String", Mutable: false, NumberAttributeConstraints: { MinValue: "1" } },
    { Name: "since", AttributeDataType: "DateTime", DeveloperOnlyAttribute: true },
  ]);
  assert.deepEqual(schema.slice(standardAttributes.length), [
    {
      Name: "custom:level",
      AttributeDataType: "Number",
      DeveloperOnlyAttribute: false,
      Mutable: true,
      Required: false,
      NumberAttributeConstraints: {},
    },
    {
      Name: "custom:team",
      AttributeDataType: "String",
      DeveloperOnlyAttribute: false,
      Mutable: false,
      Required: false,
      StringAttributeConstraints: {},
    },
    {
      Name: "dev:custom:since",
      AttributeDataType: "DateTime",
      DeveloperOnlyAttribute: true,
      Mutable: true,
      Required: false,
    },
  ]);
});

test("createSchema refuses in the API's words", () => {
  const cases: readonly (readonly [message: string, ...schema: SchemaAttribute[]])[] = [
    [
      "Required custom attributes are not supported currently.",
      { Name: "team", AttributeDataType: "String", Required: true },
    ],
    [
      "Duplicate custom attribute names custom:team are not allowed in a user pool schema.",
      text("team", "0", "1"),
      text("team", "0", "2"),
    ],
    [
      "Duplicate custom attribute names custom:team are not allowed in a user pool schema.",
      text("team", "0", "1"),
      { Name: "team", AttributeDataType: "Number", DeveloperOnlyAttribute: true },
    ],
    [
      "Duplicate standard attribute names email are not allowed in a user pool schema.",
      { Name: "email" },
      { Name: "email" },
    ],
    [
      "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email",
      { Name: "email", AttributeDataType: "Number" },
    ],
    [
      "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute name",
      { Name: "name", DeveloperOnlyAttribute: true },
    ],
    ["Invalid AttributeDataType input, consider using the provided AttributeDataType enum.", { Name: "team" }],
    [
      "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must not be null",
      { AttributeDataType: "String" },
    ],
    ["Attribute custom:team cannot have a max length shorter than it's min length", text("team", "5", "4")],
    ["Attribute custom:level cannot have a max value smaller than it's min value", number("level", "5", "-4")],
    ["user.custom:team: String attributes cannot have a length of more than 2048", text("team", "0", "2049")],
    ["user.email: String attributes cannot have a length of more than 2048", text("email", "0", "3000")],
    ["user.email: Max length cannot be less than min length.", text("email", "9", "8")],
    ["user.updated_at: Max value cannot be less than min value.", number("updated_at", "9", "8")],
    ["user.custom:team: MaxLength must be a whole number.", text("team", "0", "many")],
  ];
  for (const [message, ...schema] of cases) {
    assert.throws(() => createSchema(schema), { name: "InvalidParameterException", message });
  }
});

test("customAttribute takes the longest bounds there are", () => {
  const lengths = { MinLength: "0", MaxLength: "2048" };
  const made = customAttribute({ Name: "team", AttributeDataType: "String", StringAttributeConstraints: lengths });
  assert.deepEqual(made.StringAttributeConstraints, lengths);
});

test("schemaOf gives the pool's own schema", () => {
  const schema = createSchema([{ Name: "team", AttributeDataType: "String" }]);
  const pool = {
    id: "us-east-1_a",
    name: "p",
    settings: { SchemaAttributes: schema },
    createdAt: 0,
    modifiedAt: 0,
    version: 1,
  };
  assert.equal(schemaOf(pool), schema);
});
