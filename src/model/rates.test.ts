import assert from "node:assert/strict";
import { test } from "node:test";
import { contracts, isOperation } from "../contracts/index.ts";
import { RATES, rateCategoryOf, takeFrom } from "./rates.ts";

test("rateCategoryOf knows a category for every operation", () => {
  for (const name of Object.keys(contracts).filter(isOperation)) assert.ok(rateCategoryOf(name) in RATES, name);
  assert.equal(rateCategoryOf("AdminResetUserPassword"), "UserAccountRecovery");
  assert.equal(rateCategoryOf("AdminUpdateUserAttributes"), "UserUpdate");
  assert.equal(rateCategoryOf("AdminUpdateDeviceStatus"), "UserResourceUpdate");
  assert.equal(rateCategoryOf("CreateUserPool"), "UserPoolUpdate");
  assert.equal(rateCategoryOf("CreateUserPoolClient"), "UserPoolClientUpdate");
  assert.equal(rateCategoryOf("CreateGroup"), "UserPoolResourceUpdate");
  assert.equal(rateCategoryOf("GetGroup"), "UserPoolResourceRead");
});

test("takeFrom gives a second's worth at once and fills again with time", () => {
  let bucket = takeFrom(undefined, 2, 0);
  assert.deepEqual(bucket, { left: 1, at: 0 });
  bucket = takeFrom(bucket, 2, 0);
  assert.deepEqual(bucket, { left: 0, at: 0 });
  assert.equal(takeFrom(bucket, 2, 499), undefined);
  assert.deepEqual(takeFrom(bucket, 2, 500), { left: 0, at: 500 });
  assert.deepEqual(takeFrom(bucket, 2, 60_000), { left: 1, at: 60_000 }, "it never holds more than a second's worth");
});

test("takeFrom gives nothing for a clock that goes back", () => {
  assert.equal(takeFrom({ left: 0, at: 1_000 }, 10, 0), undefined);
});
