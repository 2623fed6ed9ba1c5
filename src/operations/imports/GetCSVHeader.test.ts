import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const STANDARD = [
  "name",
  "given_name",
  "family_name",
  "middle_name",
  "nickname",
  "preferred_username",
  "profile",
  "picture",
  "website",
  "email",
  "email_verified",
  "gender",
  "birthdate",
  "zoneinfo",
  "locale",
  "phone_number",
  "phone_number_verified",
  "address",
  "updated_at",
];
const OWN = ["cognito:mfa_enabled", "cognito:username", "password_hash"];

test("GetCSVHeader names every attribute of the pool but the sub, in the order of its schema", async () => {
  await using world = await startWorld({ pool: { Schema: [{ Name: "motto", AttributeDataType: "String" }] } });
  const { call, pool } = world;
  assert.deepEqual(await call.GetCSVHeader(pool), { ...pool, CSVHeader: [...STANDARD, "custom:motto", ...OWN] });
  await call.AddCustomAttributes({
    ...pool,
    CustomAttributes: [{ Name: "level", AttributeDataType: "Number", DeveloperOnlyAttribute: true }],
  });
  const { CSVHeader } = await call.GetCSVHeader(pool);
  assert.deepEqual(CSVHeader, [...STANDARD, "custom:motto", "dev:custom:level", ...OWN]);
});

test("GetCSVHeader refuses in the API's words", async () => {
  await using world = await startWorld();
  await refused(
    world.call.GetCSVHeader({ UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});
