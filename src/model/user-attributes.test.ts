import assert from "node:assert/strict";
import { test } from "node:test";
import { createSchema, type SchemaAttribute } from "./attribute-schema.ts";
import type { Client } from "./client.ts";
import type { Pool, PoolSettings } from "./pool.ts";
import { changedAttributes, newAttributes, requireRequiredAttributes, type Writer } from "./user-attributes.ts";
import type { User } from "./user.ts";
import { userValue } from "../testing/user-value.ts";

const schema: readonly SchemaAttribute[] = [
  { Name: "name", Required: true },
  { Name: "role", AttributeDataType: "String", StringAttributeConstraints: { MinLength: "2", MaxLength: "5" } },
  { Name: "badge", AttributeDataType: "String", Mutable: false },
  { Name: "age", AttributeDataType: "Number", NumberAttributeConstraints: { MinValue: "18", MaxValue: "99" } },
  { Name: "since", AttributeDataType: "DateTime" },
  { Name: "active", AttributeDataType: "Boolean" },
  { Name: "note", AttributeDataType: "String", DeveloperOnlyAttribute: true },
];

const poolOf = (settings: Partial<PoolSettings> = {}): Pool => ({
  id: "us-east-1_Ab1Cd2Ef3",
  name: "pool",
  settings: { SchemaAttributes: createSchema(schema), ...settings },
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});
const pool = poolOf();

const clientOf = (WriteAttributes?: readonly string[]): Writer => ({
  client: {
    id: "c",
    poolId: pool.id,
    name: "app",
    secrets: [],
    settings: WriteAttributes === undefined ? {} : { WriteAttributes },
    createdAt: 0,
    modifiedAt: 0,
    version: 1,
  } satisfies Client,
});

const userWith = (attributes: Readonly<Record<string, string>>): User => userValue({ poolId: pool.id, attributes });

const list = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
const invalid = (message: string) => ({ name: "InvalidParameterException", message });
const unauthorized = { name: "NotAuthorizedException", message: "A client attempted to write unauthorized attribute" };

test("newAttributes keeps what conforms, drops what is empty, and takes the last of two", () => {
  const submitted = [
    ...list({ name: "Ada", "custom:role": "", "custom:age": "36" }),
    { Name: "name", Value: "Ada L." },
  ];
  assert.deepEqual(newAttributes(pool, submitted, "owner"), { name: "Ada L.", "custom:age": "36" });
  assert.deepEqual(newAttributes(pool, list({ nickname: "" }), "owner"), {});
});

test("newAttributes refuses an attribute that the schema does not have", () => {
  for (const name of ["custom:nope", "__proto__", "constructor", "cognito:user_status"]) {
    assert.throws(
      () => newAttributes(pool, [{ Name: name, Value: "x" }], "owner"),
      invalid(`Attributes did not conform to the schema: Type for attribute {${name}} could not be determined\n`),
    );
  }
});

test("newAttributes refuses a name without a value", () => {
  assert.throws(
    () => newAttributes(pool, [{ Name: "name" }], "owner"),
    invalid("Attribute value for name must not be null"),
  );
});

test("newAttributes refuses addresses and numbers of another format", () => {
  assert.throws(() => newAttributes(pool, list({ email: "ada" }), "owner"), invalid("Invalid email address format."));
  assert.throws(
    () => newAttributes(pool, list({ phone_number: "206" }), "owner"),
    invalid("Invalid phone number format."),
  );
});

test("newAttributes holds every type to its bounds, and tells all violations at once", () => {
  const violations: readonly (readonly [string, string, string])[] = [
    ["custom:role", "a", "String must be no shorter than 2 characters"],
    ["custom:role", "abcdef", "String must be no longer than 5 characters"],
    ["birthdate", "1815-12-1", "String must be no shorter than 10 characters"],
    ["custom:age", "17", "Number must be no less than 18"],
    ["custom:age", "100", "Number must be no greater than 99"],
    ["custom:age", "twenty", "Value is not a number"],
    ["custom:age", "1e1", "Value is not a number"],
    ["updated_at", "-1", "Number must be no less than 0"],
    ["custom:active", "yes", "Value is not a boolean"],
    ["email_verified", "1", "Value is not a boolean"],
    ["custom:since", "yesterday", "Value is not a date and time"],
    ["custom:since", "2026-13-45", "Value is not a date and time"],
  ];
  for (const [name, value, violation] of violations) {
    assert.throws(
      () => newAttributes(pool, list({ [name]: value }), "owner"),
      invalid(`Attributes did not conform to the schema: ${name}: ${violation}\n`),
    );
  }
  assert.throws(
    () => newAttributes(pool, list({ "custom:age": "x", "custom:active": "y" }), "owner"),
    invalid(
      "Attributes did not conform to the schema: custom:age: Value is not a number\ncustom:active: Value is not a boolean\n",
    ),
  );
  const good = { "custom:age": "18", "custom:since": "2026-11-21T09:00:00Z", birthdate: "1815-12-10" };
  assert.deepEqual(newAttributes(pool, list(good), "owner"), good);
});

test("newAttributes keeps flags in lower case, whatever their case was", () => {
  assert.equal(newAttributes(pool, list({ email_verified: "True" }), "owner")["email_verified"], "true");
});

test("newAttributes lets a client write what it may, an immutable attribute too, and nothing of the service's", () => {
  const client = clientOf();
  assert.deepEqual(newAttributes(pool, list({ "custom:badge": "7" }), client), { "custom:badge": "7" });
  for (const name of ["email_verified", "phone_number_verified", "sub", "identities", "dev:custom:note"]) {
    assert.throws(() => newAttributes(pool, list({ [name]: "true" }), client), unauthorized);
    assert.throws(() => newAttributes(pool, list({ [name]: "true" }), clientOf([name])), unauthorized);
  }
  assert.throws(() => newAttributes(pool, list({ nickname: "A" }), clientOf(["name"])), unauthorized);
});

test("newAttributes lets nobody choose a sub", () => {
  assert.throws(
    () => newAttributes(pool, list({ sub: "me" }), "owner"),
    invalid("user.sub: Attribute cannot be updated."),
  );
});

test("requireRequiredAttributes names every one that is missing", () => {
  const strict = poolOf({
    SchemaAttributes: createSchema([
      { Name: "name", Required: true },
      { Name: "email", Required: true },
    ]),
  });
  assert.throws(
    () => requireRequiredAttributes(strict, {}),
    invalid(
      "Attributes did not conform to the schema: name: The attribute is required\nemail: The attribute is required\n",
    ),
  );
  requireRequiredAttributes(strict, { name: "Ada", email: "ada@example.com" });
});

test("changedAttributes unverifies an address that changes, unless the owner vouches for it at once", () => {
  const user = userWith({ email: "old@example.com", email_verified: "true" });
  const change = { email: "new@example.com" };
  assert.deepEqual(changedAttributes(pool, user, list(change), "owner"), { ...change, email_verified: "false" });
  assert.deepEqual(changedAttributes(pool, user, list({ ...change, email_verified: "true" }), "owner"), {
    ...change,
    email_verified: "true",
  });
  assert.deepEqual(changedAttributes(pool, user, list({ email: "old@example.com" }), "owner"), user.attributes);
  assert.deepEqual(changedAttributes(pool, user, list({ email: "" }), "owner"), {});
});

test("changedAttributes leaves no flag behind that would count for the next address", () => {
  const user = userWith({ email: "old@example.com", email_verified: "true" });
  const without = userWith(changedAttributes(pool, user, list({ email: "", email_verified: "true" }), "owner"));
  assert.deepEqual(without.attributes, {});
  assert.equal(
    changedAttributes(pool, without, list({ email: "eve@example.com" }), clientOf())["email_verified"],
    "false",
  );
});

test("changedAttributes refuses what does not exist, cannot change or must stay", () => {
  const user = userWith({ name: "Ada" });
  assert.throws(
    () => changedAttributes(pool, user, list({ "custom:nope": "x" }), "owner"),
    invalid("custom:nope: Attribute does not exist in the schema."),
  );
  assert.throws(
    () => changedAttributes(pool, user, list({ "custom:badge": "7" }), "owner"),
    invalid("user.custom:badge: Attribute cannot be updated."),
  );
  assert.throws(
    () => changedAttributes(pool, user, list({ name: "" }), "owner"),
    invalid("Invalid user attributes: name: Required attribute cannot be deleted."),
  );
  assert.throws(() => changedAttributes(pool, user, list({ email_verified: "true" }), clientOf()), unauthorized);
});

test("changedAttributes keeps one of the addresses that are a user's names", () => {
  const byAddress = poolOf({ UsernameAttributes: ["email", "phone_number"] });
  const both = userWith({ email: "ada@example.com", phone_number: "+12065550100" });
  const one = userWith(changedAttributes(byAddress, both, list({ email: "" }), "owner"));
  assert.equal(one.attributes["email"], undefined);
  assert.throws(
    () => changedAttributes(byAddress, one, list({ phone_number: "" }), "owner"),
    invalid("Invalid user attributes: phone_number: Required attribute cannot be deleted."),
  );
});
